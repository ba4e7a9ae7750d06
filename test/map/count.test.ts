import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DIFFERENCES } from '../../src/map/differences';
import { documentation, LOSSES, METHODS } from '../../src/translate/index';
import { CALLS } from '../errors/calls';
import { api } from '../schemas/v2Schemas';
import { GENERATORS } from '../walk/steps';

const { vectors }: { vectors: { call: { method: string } }[] } = JSON.parse(
  readFileSync(new URL('../vectors/calls.json', import.meta.url), 'utf8'),
);
const inTables = new Set([
  ...vectors.map(({ call }) => call.method),
  ...CALLS.map(([method]) => method),
  ...Object.keys(api.v1),
]);
const page = new URL('../../MIGRATION.md', import.meta.url);
const migration = existsSync(page) ? readFileSync(page, 'utf8') : '';
/** The anchors of a page: headings as GitHub and this package spell them, and explicit ones. */
const anchors = new Set([
  ...[...migration.matchAll(/^#+\s+(.+)$/gm)].flatMap(([, heading = '']) => [
    heading
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^-|-$/g, ''),
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replace(/ /g, '-'),
  ]),
  ...[...migration.matchAll(/(?:id|name)="([^"]+)"/g)].map(([, id = '']) => id),
]);
const anchorOf = (name: string) => documentation(name).split('#')[1] ?? '';

test('there are the 25 documented methods, sendTyping and the three of chat applications', () => {
  expect(METHODS).toHaveLength(29);
});

describe.each(METHODS.map(({ v1 }) => v1))('%s', (method) => {
  test('has a generator of the walk', () => expect(Object.keys(GENERATORS)).toContain(method));
  test('has an entry of a table or a vector', () =>
    // What v2 does not have is shown by its loss.
    expect(inTables.has(method) || METHODS.some(({ v1, v2 }) => v1 === method && v2.length === 0)).toBe(true));
  test('has a section of MIGRATION.md', () => expect([...anchors]).toContain(anchorOf(method)));
});

test.each(Object.keys(LOSSES))('loss %s has a section of MIGRATION.md', (id) => {
  expect([...anchors]).toContain(anchorOf(`loss-${id}`));
});

test('differences are told of methods that there are, and of some', () => {
  const methods = METHODS.map(({ v1 }) => v1);
  expect(Object.keys(DIFFERENCES).filter((name) => !methods.includes(name))).toEqual([]);
  expect(Object.values(DIFFERENCES).every((texts) => texts.length > 0)).toBe(true);
  expect(Object.keys(DIFFERENCES).length).toBeGreaterThan(10);
});

test.each(Object.entries(LOSSES))('loss %s tells what differs and what to do', (_id, { message, advice }) => {
  expect([message, advice].every((text) => /^\S.*[.]$/.test(text))).toBe(true);
});

test('the walk generates nothing that the map does not have', () => {
  expect(Object.keys(GENERATORS).sort()).toEqual(METHODS.map(({ v1 }) => v1).sort());
});
