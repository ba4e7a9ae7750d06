import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { NO_COMMENTS } from './commentsOf';
import { isOpenType } from './isOpenType';
import type { GivenValue } from './readParams';

/** A parameter object that was built before the call. */
export interface Built {
  readonly object: ts.ObjectLiteralExpression;
  /** `p.KEYBOARD = kb` after it. */
  readonly later: readonly { readonly given: GivenValue; readonly assignment: ts.BinaryExpression }[];
}

/**
 * Follows a variable within its function: one object literal, parameters put in later, one call.
 * @throws Unprovable
 */
export function followVariable(use: ts.Identifier, tree: ts.SourceFile): Built {
  const s = syntax();
  const declaration = declarationOf(use, tree);
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer)
    throw new Unprovable('unknown-parameters');
  const object = unwrap(declaration.initializer);
  if (!s.isObjectLiteralExpression(object)) throw new Unprovable('unknown-parameters');
  if (functionAround(declaration) !== functionAround(use)) throw new Unprovable('parameters-used-elsewhere');
  const later: { given: GivenValue; assignment: ts.BinaryExpression }[] = [];
  for (const reference of referencesOf(declaration, tree)) {
    if (reference === use) continue;
    const assignment = assignmentTo(reference);
    const key = assignment && keyAssigned(assignment.left);
    if (!assignment || key === undefined) throw new Unprovable('parameters-used-elsewhere');
    if (key.includes('[')) throw new Unprovable('flat-keys');
    const given: GivenValue = { kind: 'value', key, value: assignment.right, comments: NO_COMMENTS, quoted: false };
    later.push({ given, assignment });
  }
  if (declaration.type && !isOpenType(declaration.type)) throw new Unprovable('typed-name', declaration.type.getText());
  if (later.length > 0 && isTypedNarrow(declaration.type)) throw new Unprovable('parameters-used-elsewhere');
  return { object, later };
}

/** `p.KEY = value` as a statement, also under `if`. */
function assignmentTo(reference: ts.Identifier): ts.BinaryExpression | undefined {
  const s = syntax();
  const access = reference.parent;
  const isAccess = s.isPropertyAccessExpression(access) || s.isElementAccessExpression(access);
  if (!isAccess || access.expression !== reference) return undefined;
  const { parent } = access;
  if (!s.isBinaryExpression(parent) || parent.left !== access) return undefined;
  const plain = parent.operatorToken.kind === s.SyntaxKind.EqualsToken;
  return plain && s.isExpressionStatement(parent.parent) ? parent : undefined;
}

function keyAssigned(target: ts.Expression): string | undefined {
  const s = syntax();
  if (s.isPropertyAccessExpression(target)) return target.name.text;
  if (!s.isElementAccessExpression(target)) return undefined;
  return s.isStringLiteralLike(target.argumentExpression) ? target.argumentExpression.text : undefined;
}

/** `Record<string, unknown>` and interfaces would not let `p.fields.keyboard` compile. */
function isTypedNarrow(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && !/\bany\b/.test(type.getText());
}
