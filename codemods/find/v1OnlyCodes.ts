import { V1_CODES } from '../../src/map/errors';
import { METHODS } from '../../src/map/index';

/** Codes that v2 answers under another name. Those that both know stay comparable. */
export const V1_ONLY_CODES: ReadonlySet<string> = new Set([
  ...Object.values(V1_CODES).filter((code) => !Object.hasOwn(V1_CODES, code)),
  ...METHODS.flatMap(({ checks }) => checks.map(({ code }) => code)),
  'ATTACH_ERROR',
  'KEYBOARD_ERROR',
  'ATTACH_OVERSIZE',
  'KEYBOARD_OVERSIZE',
  'CANT_EDIT_MESSAGE',
  'ACCESS_ERROR',
]);
