import type { ts } from 'ts-morph';
import { isPure } from '../source/isPure';
import { keyOf } from '../source/literalValue';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { syntax } from '../sourceFile';
import { type Comments, commentsOf } from './commentsOf';

/** One parameter as the site gives it. */
export interface GivenValue {
  readonly kind: 'value';
  /** As written. */
  readonly key: string;
  readonly value: ts.Expression;
  readonly comments: Comments;
  /** The key is quoted in the source. */
  readonly quoted: boolean;
}

/** `...(condition ? { … } : {})` */
export interface GivenChoice {
  readonly kind: 'choice';
  readonly spread: ts.SpreadAssignment;
  readonly object: ts.ObjectLiteralExpression;
  readonly given: readonly GivenValue[];
  readonly comments: Comments;
}

export type Given = GivenValue | GivenChoice;

/**
 * The parameters of an object literal.
 * @throws Unprovable where a name is not known here
 */
export function readParams(object: ts.ObjectLiteralExpression, tree: ts.SourceFile): Given[] {
  const s = syntax();
  return object.properties.map((property, index): Given => {
    const comments = commentsOf(object, index, tree);
    if (s.isSpreadAssignment(property)) return readSpread(property, comments, tree);
    if (s.isShorthandPropertyAssignment(property))
      return { kind: 'value', key: property.name.text, value: property.name, comments, quoted: false };
    if (!s.isPropertyAssignment(property)) throw new Unprovable('computed-key');
    const key = keyOf(property.name);
    if (key === undefined) throw new Unprovable('computed-key');
    if (key.includes('[')) throw new Unprovable('flat-keys');
    return { kind: 'value', key, value: property.initializer, comments, quoted: s.isStringLiteral(property.name) };
  });
}

function readSpread(spread: ts.SpreadAssignment, comments: Comments, tree: ts.SourceFile): GivenChoice {
  const object = chosenObject(unwrap(spread.expression));
  if (!object) throw new Unprovable('unknown-spread');
  const given = readParams(object, tree);
  const values = given.filter((one) => one.kind === 'value');
  if (values.length !== given.length) throw new Unprovable('unknown-spread');
  return { kind: 'choice', spread, object, given: values, comments };
}

/** The object of `c ? { … } : {}`, `c ? {} : { … }` or `c && { … }`, where c may stand twice. */
function chosenObject(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const s = syntax();
  if (s.isConditionalExpression(node)) {
    const yes = unwrap(node.whenTrue);
    const no = unwrap(node.whenFalse);
    if (!isPure(node.condition)) return undefined;
    if (isNothing(no) && s.isObjectLiteralExpression(yes)) return yes;
    return isNothing(yes) && s.isObjectLiteralExpression(no) ? no : undefined;
  }
  if (!s.isBinaryExpression(node) || node.operatorToken.kind !== s.SyntaxKind.AmpersandAmpersandToken) return undefined;
  const right = unwrap(node.right);
  return isPure(node.left) && s.isObjectLiteralExpression(right) ? right : undefined;
}

function isNothing(node: ts.Expression): boolean {
  const s = syntax();
  if (s.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return node.kind === s.SyntaxKind.NullKeyword || (s.isIdentifier(node) && node.text === 'undefined');
}
