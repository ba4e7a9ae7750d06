import { BX24_SHAPES } from './bx24';
import { CREST_SHAPES } from './crest';
import { SHAPES, type Shape } from './transports';
import { GATEWAY_SHAPES, URL_SHAPES } from './urls';

/** Every facade but the SDK's, which has a suite of its own. */
export const FACADES: readonly (readonly [name: string, shape: Shape])[] = [
  ...Object.entries(SHAPES).map(([name, shape]) => [`wrapCall over ${name}`, shape] as const),
  ...Object.entries(URL_SHAPES),
  ...Object.entries(GATEWAY_SHAPES),
  ...Object.entries(BX24_SHAPES),
  ...Object.entries(CREST_SHAPES),
];
