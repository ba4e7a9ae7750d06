import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createEventHandler, decodeEvent, toV1Event } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body, v2Data, webhookBody } from './samples';

const RUNS = process.env.IMBOT_FULL ? 10_000 : 1_000;
const TYPES = ['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data', 'text/plain', ''];

const segment = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'BOT', 'COMMAND', 'PARAMS', 'bot', 'auth', ''),
  fc.constantFrom('id', 'message', 'chat', 'text', 'dialogId', 'application_token', 'length', 'forEach', '0', '5'),
  fc.string({ maxLength: 6 }),
);
const key = fc
  .tuple(
    fc.constantFrom('event', 'data', 'auth', 'type', 'eventId', '__proto__', 'constructor'),
    fc.array(segment, { maxLength: 8 }),
  )
  .map(([root, path]) => root + path.map((part) => `[${part}]`).join(''));
const eventName = fc.constantFrom(
  'ONIMBOTMESSAGEADD',
  'ONIMBOTV2MESSAGEADD',
  'ONIMBOTV2JOINCHAT',
  'ONIMCOMMANDADD',
  'ONAPPINSTALL',
);
const form = fc
  .tuple(
    eventName,
    fc.array(fc.tuple(key, fc.oneof(fc.string(), eventName, fc.constant('%E0%A4%A'))), { maxLength: 30 }),
  )
  .map(([event, pairs]) => [['event', event], ...pairs].map(([name, value]) => `${name}=${value}`).join('&'));
const dangerous = fc.constantFrom(
  '{"event":"ONIMBOTMESSAGEADD","__proto__":{"polluted":1},"data":{"BOT":{"__proto__":{"polluted":1}}}}',
  '{"event":"ONIMBOTV2MESSAGEADD","data":{"constructor":{"prototype":{"polluted":1}}}}',
  'event=X&data[__proto__][polluted]=1&__proto__[polluted]=1&constructor[prototype][polluted]=1',
  `event=X&data${'[a]'.repeat(5000)}=1`,
  `{"event":"X","data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  'event[]=a&event[]=b&data=1&auth=2',
);
const whole = [
  httpBuildQuery(v1Body([5, 701561], { auth: { member_id: 'm1' } })),
  httpBuildQuery({
    ...webhookBody('ONIMBOTV2COMMANDADD', v2Data('ONIMBOTV2COMMANDADD', 'group')),
    auth: { domain: 'x' },
  }),
  JSON.stringify({ eventId: 1, type: 'ONIMBOTV2MESSAGEADD', data: v2Data('ONIMBOTV2MESSAGEADD', 'group') }),
];
const torn = fc
  .tuple(fc.constantFrom(...whole), fc.nat(3000), fc.nat(3000), fc.string({ maxLength: 4 }))
  .map(([body, from, to, patch]) => body.slice(0, from) + patch + body.slice(to));
const parsed = fc.oneof(
  fc.object({ key: segment, maxDepth: 6, withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
  fc
    .tuple(eventName, fc.object({ key: segment, maxDepth: 5 }), fc.anything())
    .map(([event, data, auth]) => ({ event, data, auth })),
  fc.anything(),
);
const body = fc.oneof(form, torn, fc.string(), fc.json(), dangerous, parsed, fc.uint8Array());

describe('hostile bodies', () => {
  afterEach(() => {
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12);
  });

  it(`${RUNS} of them never crash, never pollute, never pass verification`, { timeout: 600_000 }, async () => {
    let reached = 0;
    const reach = (): void => {
      reached += 1;
    };
    const handler = createEventHandler({
      applicationToken: 'a token that no fuzzer guesses',
      on: { '*': reach, ONIMBOTMESSAGEADD: reach },
    });
    const statuses = new Map<number, number>();
    const keys = Object.getOwnPropertyNames(Object.prototype).join();
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...TYPES), async (input, contentType) => {
        const decoded = decodeEvent(input, { contentType });
        toV1Event(decoded);
        const { status } = await handler.deliver(input, { contentType });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        expect([400, 403, 413]).toContain(status);
        expect(Reflect.get({}, 'polluted')).toBeUndefined();
        expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(keys);
        expect(hasUnsafeKey(decoded.raw)).toBe(false);
      }),
      { numRuns: RUNS, seed: 20261122 },
    );
    expect(reached).toBe(0);
    // Both gates were really reached.
    expect(statuses.get(400)).toBeGreaterThan(RUNS / 20);
    expect(statuses.get(403)).toBeGreaterThan(RUNS / 20);
  });

  it.each([
    ['too many fields', `event=X&${'a[]=1&'.repeat(20_001)}`, 'too-many-fields'],
    ['too many fields, parsed', { event: 'X', data: Array.from({ length: 20_001 }, () => 1) }, 'too-many-fields'],
    ['too deep', `event=X&data${'[a]'.repeat(25)}=1`, 'too-deep'],
    ['too deep, parsed', JSON.parse(`{"event":"X","data":${'{"a":'.repeat(30)}1${'}'.repeat(30)}}`), 'too-deep'],
    ['too large', `event=X&a=${'x'.repeat(4_000_000)}`, 'too-large'],
    ['too large, bytes', new Uint8Array(4_000_001), 'too-large'],
    ['broken JSON', '{"event":', 'bad-json'],
    ['nothing', undefined, 'not-an-event'],
    ['a list', [1], 'not-an-event'],
  ])('%s: refused whole, never cut short', (_, input, problem) => {
    expect(decodeEvent(input)).toMatchObject({ event: '', data: {}, problem });
    expect(toV1Event(decodeEvent(input))).toBeNull();
  });

  it('a 20,000 character message in nine-byte letters and a deep attachment get through', () => {
    const data = v2Data('ONIMBOTV2MESSAGEADD', 'group');
    const text = 'ы'.repeat(20_000);
    const params = {
      ATTACH: [{ BLOCKS: [{ GRID: [{ NAME: 'n', VALUE: 'v', DISPLAY: 'LINE' }] }] }],
      FILE_ID: ['1', '2'],
    };
    data['message'] = { ...Object(data['message']), text, params };
    const decoded = decodeEvent(httpBuildQuery(webhookBody('ONIMBOTV2MESSAGEADD', data)));
    expect(decoded.data['message']).toMatchObject({ text, params });
  });
});

function hasUnsafeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasUnsafeKey);
  return Object.entries(value).some(([key, inner]) => key in Object.prototype || hasUnsafeKey(inner));
}
