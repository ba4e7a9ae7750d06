import { expect, it } from 'vitest';
import type { ParamSpec } from '../../src/map/entry';
import { METHODS } from '../../src/map/index';
import { sourceFiles } from './importsOf';

/** Who may spell the name of a v1 parameter outside the map, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'src/events/': 'the fields of events, which bear some of the same names',
  'src/values/structures.ts': 'keys within LANG and KEYBOARD, which a value rule takes apart',
  'src/engine/complete.ts': 'CLIENT_ID is added to what goes out as it came, under whatever case',
  'src/engine/eventFormat.ts': 'CODE of a registration that went out as it came',
  'src/engine/forget.ts': 'BOT_ID and COMMAND_ID of what went out as it came',
  'src/gateway/events/': 'fields of events, and CLIENT_ID, which v1 appends to the address of a handler',
  'src/gateway/tokens/whoseToken.ts': 'CODE of an application, in an answer of app.info',
  'src/wrap/withIds.ts': 'BOT_ID and CLIENT_ID are what the layout finds',
};

function namesIn(params: Readonly<Record<string, ParamSpec>>): string[] {
  return Object.entries(params).flatMap(([name, { fields }]) => [name, ...namesIn(fields ?? {})]);
}

const names = [...new Set(METHODS.flatMap(({ params }) => namesIn(params)))];
const quoted = new RegExp(`(['"\`])(?:[A-Z_]+\\.)*(?:${names.join('|')})\\1`, 'g');
const files = [...sourceFiles(['src'])].filter(([file]) => !file.startsWith('src/map/') && !file.includes('generated'));
/** Without comments. */
const spelling = files.filter(
  ([, text]) => (text.replace(/^\s*(?:\*|\/[/*]).*$/gm, '').match(quoted) ?? []).length > 0,
);
const reasonFor = (file: string): string | undefined =>
  Object.keys(ALLOWED).find((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));

it('names of v1 parameters are spelt in the map', () => {
  expect(names.length).toBeGreaterThan(50);
  expect(spelling.map(([file]) => file).filter((file) => reasonFor(file) === undefined)).toEqual([]);
});

it('every exception is one', () => {
  const used = new Set(spelling.map(([file]) => reasonFor(file)));
  expect(Object.keys(ALLOWED).filter((place) => !used.has(place))).toEqual([]);
});
