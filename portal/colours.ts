/** Colour codes of v2 with their HEX values, in the order of the page. The v1 codes are the same words in SNAKE_CASE. */
const TABLE = {
  red: '#df532d',
  green: '#64a513',
  mint: '#4ba984',
  lightBlue: '#4ba5c3',
  darkBlue: '#3e99ce',
  purple: '#8474c8',
  aqua: '#1eb4aa',
  pink: '#f76187',
  lime: '#58cc47',
  brown: '#ab7761',
  azure: '#29619b',
  khaki: '#728f7a',
  sand: '#ba9c7b',
  marengo: '#556574',
  gray: '#909090',
  graphite: '#5e5f5e',
} as const;

const CODES: readonly string[] = Object.keys(TABLE);
const HEX = new Map<string, string>(Object.entries(TABLE));

export const colours = {
  /** The HEX value of a v2 code. */
  hex: (code: string): string => HEX.get(code) ?? TABLE.azure,
  isKnown: (code: string): boolean => HEX.has(code),
  /** What the portal assigns when nobody chose: stable per id. */
  automatic: (id: number): string => CODES[id % CODES.length] ?? 'azure',
  fromV1: (code: string): string | undefined => CODES.find((known) => toV1(known) === code),
  toV1,
};

function toV1(code: string): string {
  return code.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
