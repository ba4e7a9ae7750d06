import { beforeEach, describe, expect, test } from 'vitest';
import { shared } from '../../src/engine/shared';
import { METHODS } from '../../src/map/index';
import { type World, world } from '../walk/world';

let place: World;
beforeEach(() => {
  shared().portals.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});

/** v1 needs a member, v2 the owner or a manager: mapping.md 9.2. */
const CALLS = [
  ['imbot.chat.updateTitle', 'imbot.v2.Chat.update', { TITLE: 'T' }],
  ['imbot.chat.updateColor', 'imbot.v2.Chat.update', { COLOR: 'MINT' }],
  [
    'imbot.chat.updateAvatar',
    'imbot.v2.Chat.update',
    { AVATAR: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' },
  ],
  ['imbot.chat.setManager', 'imbot.v2.Chat.Manager.add', { USER_ID: 3 }],
  ['imbot.chat.setManager', 'imbot.v2.Chat.Manager.delete', { USER_ID: 2, IS_MANAGER: 'N' }],
  ['imbot.chat.setOwner', 'imbot.v2.Chat.setOwner', { USER_ID: 3 }],
  ['imbot.chat.user.delete', 'imbot.v2.Chat.User.delete', { USER_ID: 3 }],
] as const;

describe.each(CALLS)('%s as %s', (method, v2, own) => {
  const params = { BOT_ID: 301, CHAT_ID: 1001, ...own };
  const sent = () =>
    place.portal.requests.map((request) => request.method).filter((name) => name === method || name === v2);
  const either = (call: Promise<unknown>) => call.catch((error: unknown) => error);

  test('ACCESS_DENIED in auto did not run: v1 is asked, and from then on for that chat', async () => {
    const imbot = place.client({ mode: 'auto' });
    place.portal.fault({ kind: 'status', method: v2, status: 403, code: 'ACCESS_DENIED' });
    const answer = await either(imbot.call(method, params));
    await either(imbot.call(method, params));
    expect(sent()).toEqual([v2, method, method]);
    const other = world({ auth: 'webhook', encoding: 'json' });
    const real = await either(other.client({ mode: 'v1' }).call(method, params));
    expect(answer).toEqual(real);
    await either(imbot.call(method, { ...params, CHAT_ID: 1002 }));
    expect(sent().at(3)).toBe(v2);
  });

  test.each([
    [500, 'ACCESS_DENIED', 'On demand'],
    [403, 'ACCESS_DENIED', 'REST API is available only on commercial plans.'],
  ])('%s %s (%s) proves nothing about v1', async (status, code, description) => {
    place.portal.fault({ kind: 'status', method: v2, status, code, description, times: 9 });
    const clock = {
      now: () => 0,
      random: () => 0,
      after: (ms: number, then: () => void) => {
        const timer = setTimeout(then, ms > 5_000 ? ms : 0);
        return () => clearTimeout(timer);
      },
    };
    const error = await either(place.client({ mode: 'auto', clock }).call(method, params));
    expect(error).toMatchObject({ status });
    expect(sent()).not.toContain(method);
  });

  test('a batch in auto leaves it to v1, for nothing could be sent in its place', async () => {
    await place.client({ mode: 'auto' }).batch({ a: [method, params] });
    expect(sent()).toEqual([method]);
    await place.client({ mode: 'v2' }).batch({ a: [method, params] });
    expect(sent().slice(1)).toEqual([v2]);
  });

  test('mode v2 says so in v1 words', async () => {
    place.portal.fault({ kind: 'status', method: v2, status: 403, code: 'ACCESS_DENIED' });
    expect(await either(place.client({ mode: 'v2' }).call(method, params))).toMatchObject({ v2Code: 'ACCESS_DENIED' });
    expect(sent()).toEqual([v2]);
  });
});

test('every other method keeps its refusal', () => {
  const named: string[] = CALLS.map(([method]) => method);
  expect(
    METHODS.filter(({ higherRank }) => higherRank)
      .map(({ v1 }) => v1)
      .sort(),
  ).toEqual([...new Set(named)].sort());
});
