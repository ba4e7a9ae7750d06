import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf } from '../source/declarations';
import { isPure } from '../source/isPure';
import { propertyKey } from '../source/literalValue';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { commentsOf, type GivenComments, NO_COMMENTS } from './commentsOf';
import { constantObject } from './constantObject';

/** One parameter as the site gives it. */
export interface GivenValue {
  readonly kind: 'value';
  /** As written. */
  readonly key: string;
  readonly value: ts.Expression;
  readonly comments: GivenComments;
  /** The key is quoted in the source. */
  readonly quoted: boolean;
}

/** `...(condition ? { … } : {})` */
export interface GivenChoice {
  readonly kind: 'choice';
  readonly spread: ts.SpreadAssignment;
  readonly object: ts.ObjectLiteralExpression;
  readonly given: readonly GivenValue[];
  readonly comments: GivenComments;
}

export type GivenParam = GivenValue | GivenChoice;

/** The object that a parameter of a function stands for. */
export interface Filled {
  readonly parameter: ts.ParameterDeclaration;
  readonly object: ts.ObjectLiteralExpression;
}

/**
 * The parameters of an object literal.
 * @param filled where the object stands in a function: what one call gives that function. Only its comments count then.
 * @throws Unprovable where a name is not known here
 */
export function readParams(object: ts.ObjectLiteralExpression, tree: ts.SourceFile, filled?: Filled): GivenParam[] {
  const s = syntax();
  const given = object.properties.flatMap((property, index): GivenParam[] => {
    const comments = filled ? NO_COMMENTS : commentsOf(object, index, tree);
    if (s.isSpreadAssignment(property)) {
      if (filled && isNamed(property.expression, filled.parameter, tree)) return readParams(filled.object, tree);
      const copied = copiedObject(unwrap(property.expression), tree);
      return copied ? readCopied(copied, property, comments, tree) : [readSpread(property, comments, tree)];
    }
    if (s.isShorthandPropertyAssignment(property))
      return [{ kind: 'value', key: property.name.text, value: property.name, comments, quoted: false }];
    if (!s.isPropertyAssignment(property)) throw new Unprovable('computed-key');
    const key = propertyKey(property.name);
    if (key === undefined) throw new Unprovable('computed-key');
    if (key.includes('[')) throw new Unprovable('flat-keys');
    return [{ kind: 'value', key, value: property.initializer, comments, quoted: s.isStringLiteral(property.name) }];
  });
  return object.properties.some(s.isSpreadAssignment) ? overridden(given) : given;
}

function isNamed(node: ts.Expression, parameter: ts.ParameterDeclaration, tree: ts.SourceFile): boolean {
  return syntax().isIdentifier(node) && declarationOf(node, tree) === parameter;
}

/** The object of `...{ … }`, or of a constant that is one. */
function copiedObject(node: ts.Expression, tree: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const s = syntax();
  if (s.isObjectLiteralExpression(node)) return node;
  return s.isIdentifier(node) ? constantObject(node, tree) : undefined;
}

/** What is said of a constant stays where the constant is. */
function readCopied(
  object: ts.ObjectLiteralExpression,
  spread: ts.SpreadAssignment,
  comments: GivenComments,
  tree: ts.SourceFile,
): GivenValue[] {
  const isHere = spread.pos <= object.pos && object.end <= spread.end;
  const values = readParams(object, tree).map((one): GivenValue => {
    if (one.kind === 'choice' || one.key === '__proto__') throw new Unprovable('unknown-spread');
    return isHere ? one : { ...one, comments: NO_COMMENTS };
  });
  const [first, ...rest] = values;
  if (!first) return [];
  const own = isHere ? values.map((one) => one.comments) : [];
  const around = comments.inside.filter(({ text }) => !own.some((one) => holds(one, text))).map(({ text }) => text);
  const outer = { ...comments, before: [...comments.before, ...around], inside: [] };
  return [{ ...first, comments: joinedComments(outer, first.comments) }, ...rest];
}

function holds({ before, behind, inside }: GivenComments, comment: string): boolean {
  return before.includes(comment) || behind.includes(comment) || inside.some(({ text }) => text === comment);
}

/** What is given twice has the place of the first and the value of the last, as JavaScript has it. */
function overridden(given: readonly GivenParam[]): GivenParam[] {
  const all: GivenParam[] = [];
  for (const one of given) {
    const at = all.findIndex((other) => other.kind === 'value' && one.kind === 'value' && other.key === one.key);
    const before = all[at];
    if (before?.kind !== 'value') all.push(one);
    else if (!isPure(before.value)) throw new Unprovable('unknown-spread');
    else all[at] = { ...one, comments: joinedComments(before.comments, one.comments) };
  }
  return all;
}

function joinedComments(first: GivenComments, last: GivenComments): GivenComments {
  return {
    before: [...first.before, ...last.before],
    behind: [...first.behind, ...last.behind],
    gap: first.gap,
    inside: [...first.inside, ...last.inside],
  };
}

function readSpread(spread: ts.SpreadAssignment, comments: GivenComments, tree: ts.SourceFile): GivenChoice {
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
