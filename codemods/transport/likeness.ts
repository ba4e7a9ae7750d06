import type { ts } from 'ts-morph';
import { declarationOf } from '../source/declarations';
import { keyOf } from '../source/literalValue';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';
import { client } from './clients';
import type { Engine, Value } from './types';
import { holds, isName, isParam } from './Value';

const FETCHES = /^(?:fetch\w*|\w+Fetch)$/;
const VERBS = /^(?:post|get|put|patch|request)$/;

/**
 * A client that nobody was seen to make, known by how it is called: an injected fetch by its name, an instance of axios by
 * its verb. What it answers shows whether that is so: only `.json()` or `.data` of it is an envelope.
 */
export function likeness(given: readonly Value[], node: ts.Node, engine: Engine): Value | undefined {
  const s = syntax();
  if (!engine.isGenerous || !s.isCallExpression(node)) return undefined;
  if (!given.some((one) => holds(one, (inner) => isName(inner) || isParam(inner)))) return undefined;
  const callee = unwrap(node.expression);
  const name = s.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!s.isIdentifier(name)) return undefined;
  if (FETCHES.test(name.text)) return client('global', ['fetch'], given, node, engine);
  if (!s.isPropertyAccessExpression(callee) || !VERBS.test(name.text) || !mayBeClient(callee.expression, node))
    return undefined;
  return client('axios', [name.text], given, node, engine);
}

/** A type of somebody's own says that it is something of somebody's own. */
function mayBeClient(receiver: ts.Expression, node: ts.Node): boolean {
  const s = syntax();
  const type = typeOf(unwrap(receiver), node);
  if (!type || type.kind === s.SyntaxKind.AnyKeyword) return true;
  return /^(?:Axios|Http)\w*$/.test(type.getText());
}

function typeOf(receiver: ts.Expression, node: ts.Node): ts.TypeNode | undefined {
  const s = syntax();
  if (s.isIdentifier(receiver)) {
    const declaration = declarationOf(receiver, node.getSourceFile());
    return declaration && (s.isParameter(declaration) || s.isVariableDeclaration(declaration))
      ? declaration.type
      : undefined;
  }
  if (!s.isPropertyAccessExpression(receiver) || receiver.expression.kind !== s.SyntaxKind.ThisKeyword)
    return undefined;
  let at: ts.Node = node;
  while (at.parent && !s.isClassLike(at)) at = at.parent;
  if (!s.isClassLike(at)) return undefined;
  const wanted = receiver.name.text;
  for (const member of at.members) {
    if (s.isPropertyDeclaration(member) && keyOf(member.name) === wanted) return member.type;
    if (!s.isConstructorDeclaration(member)) continue;
    const own = member.parameters.find(({ name }) => s.isIdentifier(name) && name.text === wanted);
    if (own && s.isParameterPropertyDeclaration(own, member)) return own.type;
  }
  return undefined;
}
