import { describe, expect, it } from 'vitest';
import { decodeEvent, toV1Event } from '../../src/events/index';
import { EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES, type V1EventName } from '../../src/map/events';
import api from '../spec/imbot-api.json';
import { httpBuildQuery } from './httpBuildQuery';
import { auth, v2Data, webhookBody } from './samples';

const v1Examples = Object.entries(api.v1Events).flatMap(([event, { examples }]) =>
  examples.map(({ case: title, payload }) => ({ event, title, payload })),
);
const v2Examples = Object.entries(api.v2Events).flatMap(([event, { examples }]) =>
  examples.map((data) => ({ event, data })),
);

/** Fields of the v2 chat that its documented event examples leave out; only these may be missing from their v1 form. */
const NOT_IN_V2_EXAMPLES = [
  'PARAMS.CHAT_ENTITY_ID',
  'PARAMS.CHAT_ENTITY_DATA_1',
  'PARAMS.CHAT_ENTITY_DATA_2',
  'PARAMS.CHAT_ENTITY_DATA_3',
  'PARAMS.CHAT_EXTRANET',
  'PARAMS.CHAT_PARENT_ID',
  'PARAMS.CHAT_PARENT_MID',
  // Nobody is mentioned in them.
  'PARAMS.MENTIONED_LIST',
];

/** Every path of `data`, ids as `*`, nested values counted as one. */
function pathsOf(data: object): string[] {
  const paths = Object.entries(data).flatMap(([section, value]) => {
    if (typeof value !== 'object' || value === null) return [section];
    const entries = section === 'BOT' || section === 'COMMAND' ? Object.values(value) : [value];
    const prefix = section === 'BOT' || section === 'COMMAND' ? `${section}.*` : section;
    return entries.flatMap((entry) => Object.keys(entry ?? {}).map((key) => `${prefix}.${key}`));
  });
  return [...new Set(paths)].sort();
}

/** Token fields are those of the auth that was delivered, whatever they are. */
function withoutTokens(paths: readonly string[]): string[] {
  return paths.filter((path) => !/^(BOT|COMMAND)\.\*\.[a-z_]+$/.test(path));
}

function documented(name: V1EventName, kind: 'group' | 'private'): string[] {
  const cases = v1Examples.filter(({ event }) => event === name);
  const fitting = cases.find(({ title }) => title.startsWith(kind === 'group' ? 'Group' : 'Personal')) ?? cases[0];
  return fitting === undefined ? [] : withoutTokens(pathsOf(fitting.payload.data));
}

describe('documented v1 examples', () => {
  it('are all there', () => expect(v1Examples).toHaveLength(11));

  it.each(v1Examples)('$event, $title, passes through as a form and as JSON', ({ payload }) => {
    for (const [body, contentType] of [
      [httpBuildQuery(payload), 'application/x-www-form-urlencoded'],
      [JSON.stringify(payload), 'application/json'],
    ] as const) {
      const decoded = decodeEvent(body, { contentType });
      expect(decoded).toMatchObject({ generation: 'v1', event: payload.event, ts: payload.ts });
      expect(decoded.problem).toBeUndefined();
      expect(JSON.parse(JSON.stringify(toV1Event(decoded)))).toEqual(payload);
    }
  });
});

describe('documented v2 examples', () => {
  it('are all there', () => expect(v2Examples).toHaveLength(6));

  it.each(v2Examples)('$event, from the queue and by webhook, has the documented v1 keys', ({ event, data }) => {
    const queued = decodeEvent({ eventId: 1001, type: event, date: '2025-01-15T10:30:00+02:00', data });
    const posted = decodeEvent(httpBuildQuery(webhookBody(event, data)), { contentType: '' });
    expect([queued.generation, queued.event, queued.data]).toEqual(['v2', event, data]);
    expect([posted.generation, posted.event]).toEqual(['v2', event]);

    const v1Name = Object.entries(EVENT_NAMES).find(([, v2]) => v2 === event)?.[0];
    const [fromQueue, fromPost] = [toV1Event(queued), toV1Event(posted)];
    if (event === 'ONIMBOTV2REACTIONCHANGE') {
      expect([fromQueue, fromPost]).toEqual([null, null]);
      return;
    }
    expect([fromQueue?.event, fromPost?.event]).toEqual([v1Name, v1Name]);
    expect(fromQueue?.v2).toBe(queued);
    expect({ ...fromPost?.data, BOT: 0, COMMAND: 0 }).toEqual({ ...fromQueue?.data, BOT: 0, COMMAND: 0 });
    if (event === 'ONIMBOTV2CONTEXTGET') return; // its v1 form is undocumented
    if (!isV1(v1Name)) throw new Error(`${event} has no v1 name`);
    const wanted = documented(v1Name, 'group').filter(
      (path) => !EVENT_FIELDS_WITHOUT_V2[v1Name].includes(path) && !NOT_IN_V2_EXAMPLES.includes(path),
    );
    expect(withoutTokens(pathsOf(fromPost?.data ?? {}))).toEqual(wanted);
  });
});

describe('a v2 event with every documented field', () => {
  const cases = Object.entries(EVENT_NAMES)
    .filter(([v1]) => v1 !== 'ONIMBOTCONTEXTGET')
    .flatMap(([v1, v2]) => (['group', 'private'] as const).map((kind) => ({ v1, v2, kind })));

  it.each(cases)('$v2 in a $kind chat gives exactly what $v1 documents, less what is listed', ({ v1, v2, kind }) => {
    if (!isV1(v1)) throw new Error(v1);
    const event = toV1Event(decodeEvent(httpBuildQuery(webhookBody(v2, v2Data(v2, kind)))));
    const lost = EVENT_FIELDS_WITHOUT_V2[v1];
    const wanted = documented(v1, kind);
    expect(withoutTokens(pathsOf(event?.data ?? {}))).toEqual(wanted.filter((path) => !lost.includes(path)));
    expect(event?.auth).toEqual(auth);
    expect(everyLeafIsText(event?.data)).toBe(true);
  });

  it('from the queue has the same v1 form but for tokens', () => {
    for (const { v2, kind } of cases) {
      const data = v2Data(v2, kind);
      const posted = toV1Event(decodeEvent(httpBuildQuery(webhookBody(v2, data))));
      const queued = toV1Event(decodeEvent({ eventId: 1, type: v2, date: '2026-02-26T08:19:23+00:00', data }));
      expect(queued?.ts).toBe('1772093963');
      for (const section of ['PARAMS', 'USER']) expect(queued?.data[section]).toEqual(posted?.data[section]);
      expect(queued?.auth).toEqual({});
    }
  });
});

function isV1(name: string | undefined): name is V1EventName {
  return name !== undefined && name in EVENT_NAMES;
}

function everyLeafIsText(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(everyLeafIsText);
  return typeof value === 'string';
}
