import { existsSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { portalFacts } from '../../portal/index';
import { V1_CODES } from '../../src/map/errors';
import { EVENT_FIELDS, EVENT_NAMES } from '../../src/map/events';
import { FACTS } from '../../src/map/facts';
import { METHODS } from '../../src/map/index';
import { LOSSES } from '../../src/map/losses';
import { VALUE_RULES } from '../../src/map/rules';

const THINGS = [
  ...METHODS.map(({ v1 }) => `method:${v1}`),
  ...Object.keys(VALUE_RULES).map((name) => `rule:${name}`),
  ...[...Object.keys(V1_CODES), 'ACCESS_DENIED'].map((name) => `error:${name}`),
  ...Object.keys(EVENT_NAMES).map((name) => `event:${name}`),
  ...Object.keys(LOSSES).map((name) => `loss:${name}`),
];
const held = new Set(FACTS.flatMap(({ holds }) => holds));

test.each(THINGS)('%s rests on a fact', (thing) => {
  expect([...held]).toContain(thing);
});

test('every field of an event belongs to an event that rests on a fact', () => {
  for (const { events } of EVENT_FIELDS) for (const event of events) expect(held).toContain(`event:${event}`);
});

test('no fact holds what the map does not have', () => {
  expect([...held].filter((thing) => !THINGS.includes(thing))).toEqual([]);
});

test('ids are unique, and each switch of the fake portal is a fact', () => {
  const ids: readonly string[] = FACTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(portalFacts).filter((id) => !ids.includes(id))).toEqual([]);
});

describe.each(FACTS)('$id', ({ claim, page, probe }) => {
  it('has a claim, a page that a path names, and a probe or the reason why nobody can ask', () => {
    expect(claim).toMatch(/^\S.{20,}\.$/);
    if (page !== undefined) expect(page).toMatch(/^[\w./-]+\.md$/);
    if ('nobody' in probe) expect(probe.nobody).toMatch(/\.$/);
    else expect(probe.steps.length).toBeGreaterThan(0);
  });
});

const DOCS = process.env['IMBOT_DOCS'] ?? '';
test.skipIf(!existsSync(DOCS))('the pages exist in the documentation (IMBOT_DOCS names its api-reference)', () => {
  const missing = FACTS.flatMap(({ page }) => (page !== undefined && !existsSync(`${DOCS}/${page}`) ? [page] : []));
  expect(missing).toEqual([]);
});
