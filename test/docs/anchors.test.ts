import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { METHOD_SAMPLES } from '../../cli/guide/methodSamples';
import { REASONS } from '../../codemods/report/reasons';
import { EVENT_NAMES } from '../../src/map/events';
import { METHODS } from '../../src/map/index';
import { documentation, LOSSES } from '../../src/map/losses';
import { anchorsOf, readRepository } from './markdown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const anchors = anchorsOf(readRepository('MIGRATION.md'));
const anchorOf = (name: string): string => documentation(name).split('#')[1] ?? '';
const missing = (names: readonly string[]): string[] => names.map(anchorOf).filter((anchor) => !anchors.has(anchor));

test('every v1 method has its section and its sample', () => {
  expect(missing(METHODS.map(({ v1 }) => v1))).toEqual([]);
  expect(Object.keys(METHOD_SAMPLES).sort()).toEqual(METHODS.map(({ v1 }) => v1).sort());
});

test('every event has its section', () => {
  expect(missing(Object.keys(EVENT_NAMES))).toEqual([]);
});

test('every loss has its section, under both of its names', () => {
  expect(missing(Object.keys(LOSSES).map((id) => `loss-${id}`))).toEqual([]);
  expect(missing(Object.keys(LOSSES))).toEqual([]);
});

test('every reason of the codemods has its place', () => {
  expect([...REASONS.values()].map(({ doc }) => doc.split('#')[1] ?? '').filter((one) => !anchors.has(one))).toEqual(
    [],
  );
});

const sources = ['src', 'codemods'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') })),
);

test('every anchor that the code names in so many words exists', () => {
  const named = sources.flatMap(({ name, text }) => [
    ...[...text.matchAll(/documentation\('([^']+)'\)/g)].map(([, anchor]) => [name, anchorOf(anchor ?? '')]),
    ...[...text.matchAll(/MIGRATION\.md#([\w-]+)/g)].map(([, anchor]) => [name, anchor ?? '']),
  ]);
  expect(named.filter(([, anchor]) => !anchors.has(anchor ?? ''))).toEqual([]);
});

test('every notice leads to a place', () => {
  const notices = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/(?<!function )\bnotify\(\s*(?:options\.)?warnings,([^;]*?),?\s*\);/g)].map(([, rest]) => {
      const last = (rest ?? '').trim().split(/,\s*/).at(-1) ?? '';
      return { name, last };
    }),
  );
  expect(notices.length).toBeGreaterThan(7);
  const literal = notices.filter(({ last }) => last.startsWith("'"));
  expect(notices.filter(({ last }) => !last.startsWith("'")).map(({ last }) => last)).toEqual(['entry.v1']);
  expect(literal.filter(({ last }) => !anchors.has(anchorOf(last.slice(1, -1))))).toEqual([]);
});
