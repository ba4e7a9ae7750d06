import qs from 'qs';
import { beforeAll, describe, expect, it } from 'vitest';
import { isV1Event } from '../../../codemods/events/eventField';
import { eventSite } from '../../../codemods/events/eventSite';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { planFile } from '../../../codemods/plan/planFile';
import { EVENT_FIELDS, EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES, type V1EventName } from '../../../src/map/events';
import { happeningsOf } from './happenings';

const ID = 701561;
const HAPPENINGS = happeningsOf(ID);
const NAMES = Object.keys(EVENT_NAMES).filter(isV1Event);
/** The rest depends on the chat or on several v2 fields, or is not in v2. */
const FIGURES = [
  'ONIMBOTMESSAGEADD 19 of 60',
  'ONIMBOTMESSAGEUPDATE 14 of 36',
  'ONIMBOTMESSAGEDELETE 14 of 31',
  'ONIMBOTJOINCHAT 13 of 24',
  'ONIMBOTDELETE 2 of 2',
  'ONIMCOMMANDADD 18 of 59',
  'ONIMBOTCONTEXTGET 12 of 15',
];

beforeAll(async () => {
  await loadSyntax();
});

/** Every documented field of an event, with a read of it as source, nested and flat. */
function fieldsOf(name: V1EventName): [path: string, nested: string, flat: string][] {
  const paths = [
    ...EVENT_FIELDS.filter(({ events }) => events.includes(name)).map(({ v1 }) => v1),
    ...EVENT_FIELDS_WITHOUT_V2[name],
  ];
  return [...new Set(paths)].map((path) => {
    const access = path.replace(/^(BOT|COMMAND)\.\*/, (_whole, map: string) => `Object.values(data.${map})[0]`);
    const nested = access === path ? `data.${path}` : access.replaceAll('.AUTH', '.AUTH.domain');
    return [
      path,
      nested,
      `data${path
        .split('.')
        .map((key) => `[${key}]`)
        .join('')}`,
    ];
  });
}

function planned(text: string): { text: string; what: string } {
  const plan = planFile({ path: 'handle.js', text }, { transform: eventSite });
  expect(plan.failure).toBeUndefined();
  const [site] = plan.sites;
  return { text: plan.text, what: !site?.changed ? 'left' : site.outcome.delegated ? 'adapted' : 'moved' };
}

/** What the handler pushes for the forms of one generation. */
function seen(source: string, generation: 'v1' | 'v2', parse: (form: string) => unknown): unknown[] {
  const found: unknown[] = [];
  const handle: unknown = new Function('seen', `${source}\nreturn handle;`)(found);
  if (typeof handle !== 'function') throw new Error('no handler');
  for (const happening of HAPPENINGS) for (const form of happening[generation]) handle(parse(form));
  return found;
}

function handlerOf(name: string, read: string): string {
  return `function handle(body) {\n  const { event, data } = body;\n  if (event === '${name}') seen.push(${read});\n}\n`;
}

const nestedForm = (form: string) => qs.parse(form, { parseArrays: false, depth: 10 });
const flatForm = (form: string) => new URLSearchParams(form);

describe.each(NAMES)('%s: a field that is moved reads the same', (name) => {
  it.each(fieldsOf(name))('%s', (path, nested, flat) => {
    const body = handlerOf(name, nested);
    const moved = planned(body);
    expect(moved.what).not.toBe('left');
    // No portal tells of a context.
    if (moved.what === 'moved' && name !== 'ONIMBOTCONTEXTGET') {
      const before = seen(body, 'v1', nestedForm);
      expect(before).not.toEqual([]);
      expect(seen(moved.text, 'v2', nestedForm)).toEqual(before);
    }
    if (path.includes('*')) return;
    const pairs = `function handle(form) {\n  if (form.get('event') === '${name}') seen.push(form.get('${flat}'));\n}\n`;
    const again = planned(pairs);
    expect(again.what).not.toBe('left');
    if (again.what === 'moved' && name !== 'ONIMBOTCONTEXTGET')
      expect(seen(again.text, 'v2', flatForm)).toEqual(seen(pairs, 'v1', flatForm));
  });
});

it('as many fields are moved as the table proves', () => {
  const moved = NAMES.map((name) => {
    const all = fieldsOf(name);
    const count = all.filter(([, nested]) => planned(handlerOf(name, nested)).what === 'moved').length;
    return `${name} ${count} of ${all.length}`;
  });
  expect(moved).toEqual(FIGURES);
});
