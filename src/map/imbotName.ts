/** What a v1 name begins with, as the source of a pattern. */
export const V1_START = 'imbot\\.(?!v2\\.)';
/** The same of a v2 name. */
export const V2_START = 'imbot\\.v2\\.';

const V1 = new RegExp(`^${V1_START}`, 'i');
const V2 = new RegExp(`^${V2_START}`, 'i');

/** v1 methods of imbot, in any case, also names that never existed: only these are translated. */
export function isV1Imbot(method: string): boolean {
  return V1.test(method);
}

/** Methods of imbot.v2, in any case. */
export function isV2Imbot(method: string): boolean {
  return V2.test(method);
}

/** Top-level parameters of v1 are in capitals, those of v2 never. */
export function isV1Param(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}
