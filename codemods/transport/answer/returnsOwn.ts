import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import type { FunctionNode, ReadingEngine } from '../types';
import { alternatives } from '../values/Value';

/**
 * Does a function return something with methods of its own: the request of got, the stream of needle, itself? The shim can
 * return nothing like that for another request, so when the code runs the calls of such a function stay on v1.
 */
export function returnsOwn(node: FunctionNode, engine: ReadingEngine, depth = DEEPEST): boolean {
  const s = syntax();
  if (node.modifiers?.some(({ kind }) => kind === s.SyntaxKind.AsyncKeyword) || depth === 0 || !node.body) return false;
  const kinds = new Set(returnedIn(node.body).flatMap((one) => kindsOf(one, engine, depth)));
  return kinds.has('request') || (kinds.has('object') && !kinds.has('other'));
}

const DEEPEST = 6;

/** `request`: of a client, with methods of its own; `object`: neither a promise nor an answer; `nothing`: no object at all. */
type Kind = 'request' | 'object' | 'nothing' | 'other';

function returnedIn(body: ts.ConciseBody): ts.Expression[] {
  const s = syntax();
  if (!s.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const open: ts.Node[] = [body];
  for (let node = open.pop(); node; node = open.pop()) {
    if (s.isReturnStatement(node) && node.expression) found.push(node.expression);
    s.forEachChild(node, (child) => {
      if (!s.isFunctionLike(child) && !s.isClassLike(child)) open.push(child);
    });
  }
  return found;
}

function kindsOf(given: ts.Expression, engine: ReadingEngine, depth: number): Kind[] {
  const s = syntax();
  const node = unwrap(given);
  const within = (one: ts.Expression) => kindsOf(one, engine, depth);
  if (depth === 0) return ['other'];
  if (s.isConditionalExpression(node)) return [...within(node.whenTrue), ...within(node.whenFalse)];
  if (s.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText();
    if (/^(?:\|\||\?\?)$/.test(operator)) return [...within(node.left), ...within(node.right)];
    return /^(?:=|,|&&)$/.test(operator) ? within(node.right) : ['nothing'];
  }
  if (node.kind === s.SyntaxKind.ThisKeyword || s.isArrayLiteralExpression(node)) return ['object'];
  if (s.isNewExpression(node)) return node.expression.getText() === 'Promise' ? ['other'] : ['object'];
  if (s.isIdentifier(node)) return ofName(node, engine, depth);
  if (s.isCallExpression(node)) return ofCall(node, engine, depth);
  const isValue = s.isLiteralExpression(node) || s.isVoidExpression(node) || s.isPrefixUnaryExpression(node);
  const { NullKeyword, TrueKeyword, FalseKeyword } = s.SyntaxKind;
  return isValue || [NullKeyword, TrueKeyword, FalseKeyword].includes(node.kind) ? ['nothing'] : ['other'];
}

function ofName(node: ts.Identifier, engine: ReadingEngine, depth: number): Kind[] {
  const s = syntax();
  if (node.text === 'undefined') return ['nothing'];
  const declaration = declarationOf(node, node.getSourceFile());
  const made = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made ? kindsOf(made, engine, depth - 1) : ['other'];
}

/** What stands behind the call of a client makes a plain promise of it, or leaves it what it is. */
const PROMISES = /^(?:then|catch|finally|promise)$/;
/** Clients whose requests have methods of their own, and what is asked of them before they are sent. */
const REQUESTS = /^(?:got|request|request-promise|request-promise-native|superagent|https?)$/;
const TIMERS = /^(?:setTimeout|setInterval|setImmediate)$/;

function ofCall(call: ts.CallExpression, engine: ReadingEngine, depth: number): Kind[] {
  const s = syntax();
  const names: string[] = [];
  let at: ts.Expression = call;
  let first = call;
  while (s.isCallExpression(at) || s.isPropertyAccessExpression(at)) {
    if (s.isCallExpression(at)) first = at;
    else names.unshift(at.name.text);
    at = unwrap(at.expression);
  }
  if (names.some((name) => PROMISES.test(name))) return ['other'];
  if (s.isIdentifier(at) && TIMERS.test(at.text) && names.length === 0) return ['object'];
  const isOwnCall = first === call;
  const target = at;
  return alternatives(engine.quietly(() => lookedUp(isOwnCall ? first.expression : target, engine))).map(
    (one): Kind => {
      if (one.kind === 'function') return isOwnCall && returnsOwn(one.node, engine, depth - 1) ? 'request' : 'other';
      const client = one.kind === 'external' ? one.module : one.kind === 'made' ? one.what : '';
      // needle itself gives a promise; its verbs give the stream.
      if (client === 'needle') return names.length > 0 || pathOf(one).length > 0 ? 'request' : 'other';
      return REQUESTS.test(client) ? 'request' : 'other';
    },
  );
}

function pathOf(one: { readonly kind: string; readonly path?: readonly string[] }): readonly string[] {
  return (one.path ?? []).filter((name) => name !== 'default');
}
