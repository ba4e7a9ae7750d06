import type { ts } from 'ts-morph';
import { V1_CODES } from '../../src/map/errors';
import { METHODS } from '../../src/map/index';
import { functionAround } from '../source/declarations';
import { syntax } from '../sourceFile';

/** Codes that v2 answers under another name. Those that both know stay comparable. */
const CODES: ReadonlySet<string> = new Set([
  ...Object.values(V1_CODES).filter((code) => !Object.hasOwn(V1_CODES, code)),
  ...METHODS.flatMap(({ checks }) => checks.map(({ code }) => code)),
  'ATTACH_ERROR',
  'KEYBOARD_ERROR',
  'ATTACH_OVERSIZE',
  'KEYBOARD_OVERSIZE',
  'CANT_EDIT_MESSAGE',
  'ACCESS_ERROR',
]);

/** Does the function around a call name an error code of v1? */
export function comparesV1Errors(node: ts.Node): boolean {
  const s = syntax();
  const visit = (inner: ts.Node): boolean =>
    (s.isStringLiteralLike(inner) && CODES.has(inner.text)) ||
    (s.forEachChild(inner, (child) => visit(child) || undefined) ?? false);
  const around = functionAround(node);
  // Of a module only the statement: a file that is one long script is not one function.
  let at = node;
  if (s.isSourceFile(around)) while (at.parent && at.parent !== around) at = at.parent;
  return visit(s.isSourceFile(around) ? at : around);
}
