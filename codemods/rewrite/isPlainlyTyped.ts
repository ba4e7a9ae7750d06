import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { CallShape, Edit } from '../plan/site';
import { attached } from '../source/attached';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import type { TransportReading } from '../transport/TransportReading';
import { isOpenParams, takesAnyName } from './doubtfulType';

/**
 * Does it show without the compiler that the file type-checks after these edits as before? The name stands at a call of a
 * function that takes any name and any object, the parameters are an object at the call, nothing of the answer changes, and every name that
 * the old object uses is used in the new one. To ask the compiler costs more than all the rest of a run.
 * @param edits those of the parameters
 */
export function isPlainlyTyped(
  shape: CallShape,
  transport: TransportReading | undefined,
  edits: readonly Edit[],
  tree: ts.SourceFile,
): boolean {
  const s = syntax();
  const { call, params, argument, place } = shape;
  const [called, other] = transport?.called ?? [];
  if (!called || other || !call || !params || place !== 'argument' || argument === undefined) return false;
  if (!s.isObjectLiteralExpression(unwrap(params)) || unwrap(params) !== params || !s.isCallExpression(call))
    return false;
  if (call.questionDotToken || called.parameters.some(({ name }) => name.getText() === 'this')) return false;
  // A constant that is the name has a type of its own.
  if (!s.isStringLiteralLike(shape.name) || call.arguments[argument] !== shape.name) return false;
  if (!isCalledByName(call, called, tree)) return false;
  const at = call.arguments?.indexOf(params) ?? -1;
  const name = called.parameters[argument]?.type;
  const type = called.parameters[at]?.type;
  if (!name || !type || !takesAnyName(name) || !isOpenParams(type, called)) return false;
  const [edit, more] = edits;
  if (!edit || more || edit.start !== params.getStart(tree) || edit.end !== params.end) return false;
  return namesIn(params).every((one) =>
    new RegExp(`(?<![\\w$])${one.replaceAll('$', '\\$')}(?![\\w$])`).test(edit.text),
  );
}

/** A function declared once, under its own name or imported under it, or `this.call` within its class. */
function isCalledByName(call: ts.CallExpression, called: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const callee = call.expression;
  if (s.isPropertyAccessExpression(callee)) {
    if (callee.expression.kind !== s.SyntaxKind.ThisKeyword || !s.isMethodDeclaration(called)) return false;
    const owner = called.parent;
    const isOnly = s.isClassLike(owner) && timesOf(owner, callee.name.text) === 1;
    return isOnly && owner.pos <= call.pos && call.end <= owner.end;
  }
  if (!s.isIdentifier(callee) || !s.isFunctionDeclaration(called) || called.name?.text !== callee.text) return false;
  if (timesOf(called.parent, callee.text) !== 1) return false;
  const declaration = declarationOf(callee, tree);
  return (
    declaration === called ||
    (declaration !== undefined && s.isImportSpecifier(declaration) && !declaration.propertyName)
  );
}

/** How often a class names a member so, and anything else a function. Every call of the file asks. */
function timesOf(owner: ts.Node, name: string): number {
  const s = syntax();
  const before = times.get(owner);
  if (before) return before.get(name) ?? 0;
  const named = s.isClassLike(owner)
    ? owner.members.map((one) => one.name?.getText())
    : owner
        .getChildren()
        .flatMap((one) => one.getChildren())
        .map((one) => (s.isFunctionDeclaration(one) ? one.name?.text : undefined));
  const found = new Map<string, number>();
  for (const one of named) if (one !== undefined) found.set(one, (found.get(one) ?? 0) + 1);
  times.set(owner, found);
  return found.get(name) ?? 0;
}

const times = attached<ts.Node, ReadonlyMap<string, number>>();

/** Names of values in an object; its keys are none, and `undefined` goes. */
function namesIn(object: ts.Node): string[] {
  const s = syntax();
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isKey = s.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (s.isIdentifier(node) && !isKey && node.text !== 'undefined') found.add(node.text);
    s.forEachChild(node, visit);
  };
  s.forEachChild(object, visit);
  return [...found];
}
