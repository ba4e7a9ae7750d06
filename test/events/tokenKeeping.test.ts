import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import { fingerprint } from '../../src/auth/pair';
import type { TokenStore } from '../../src/auth/TokenStore';
import { createEventHandler, type EventHandlerOptions } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { auth, v1Body } from './samples';

const FORM = { contentType: 'application/x-www-form-urlencoded' };
const pair = { access_token: 'A1', refresh_token: 'R1', expires: '2000000000' };

function body(event: string, over: object = {}): string {
  const given = { ...auth, ...pair, application_token: 'T', ...over };
  return event === 'ONIMBOTMESSAGEADD'
    ? httpBuildQuery(v1Body([5], { auth: given }))
    : httpBuildQuery({ event, data: { VERSION: '1' }, ts: '1696527000', auth: given });
}

function handlerWith(options: Partial<EventHandlerOptions>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const seen: string[] = [];
  const told: string[] = [];
  const handler = createEventHandler({
    applicationToken: 'T',
    on: { '*': (event) => void seen.push(event.event) },
    onError: (error) => void told.push(String(error)),
    ...options,
  });
  const deliver = async (text: string, wait = 20_000): Promise<string> => {
    const answer = handler.deliver(text, FORM);
    await vi.advanceTimersByTimeAsync(wait);
    const { status, text: word } = await answer;
    return `${status} ${word}`;
  };
  return { seen, told, deliver };
}

const down = (): Promise<never> => Promise.reject(new Error('store down'));
const hang = (): Promise<never> => new Promise(() => {});
const broken: Record<string, EventHandlerOptions['tokens']> = {
  'a store that is down': { read: down, exclusive: down },
  'a store that hangs': { read: hang, exclusive: hang },
  'a store that throws': {
    read: down,
    exclusive: () => {
      throw new Error('store down');
    },
  },
  'a choice that fails': down,
  'a choice that hangs': hang,
  'a choice that throws': () => {
    throw new Error('store down');
  },
  'a store whose write fails': {
    read: down,
    exclusive: (work) => work({ read: () => Promise.resolve(undefined), write: down }),
  },
  'a store whose read hangs': { read: hang, exclusive: (work) => work({ read: hang, write: hang }) },
};

describe('keeping the pair of an event stands beside the event', () => {
  for (const event of ['ONIMBOTMESSAGEADD', 'ONAPPINSTALL']) {
    it.each(Object.entries(broken))(
      `${event}: %s: the handler runs, the answer is 200, and it is told`,
      async (_, tokens) => {
        const { seen, told, deliver } = handlerWith({ tokens });
        expect(await deliver(body(event))).toBe('200 handled');
        expect(seen).toEqual([event]);
        expect(told.length).toBeGreaterThan(0);
        expect(told.join()).toMatch(/store down|did not answer/);
        expect(told.join()).not.toMatch(/R1|A1/);
      },
    );
  }

  it('a store that hangs holds one event up for a moment, and those behind it not at all', async () => {
    const { seen, deliver } = handlerWith({ tokens: { read: hang, exclusive: hang } });
    await deliver(body('ONIMBOTMESSAGEADD'), 2_000);
    for (let n = 0; n < 50; n += 1) expect(await deliver(body('ONIMBOTMESSAGEADD'), 0)).toBe('200 handled');
    expect(seen).toHaveLength(51);
  });

  it('the pair of an installation is kept later, when the store is back', async () => {
    const store = memoryTokenStore();
    let isDown = true;
    const shaky: TokenStore = {
      read: () => store.read(),
      exclusive: (work) => (isDown ? down() : store.exclusive(work)),
    };
    const { told, deliver } = handlerWith({ tokens: () => shaky });
    await deliver(body('ONAPPINSTALL'), 0);
    expect(told).toHaveLength(1);
    isDown = false;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await store.read()).toMatchObject({ access_token: 'A1', refresh_token: 'R1' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('it is kept with the next event of the portal at the latest, and dropped when the application goes', async () => {
    const store = memoryTokenStore();
    let isDown = true;
    const shaky: TokenStore = {
      read: () => store.read(),
      exclusive: (work) => (isDown ? down() : store.exclusive(work)),
    };
    const { deliver } = handlerWith({ tokens: shaky });
    await deliver(body('ONAPPINSTALL'), 0);
    isDown = false;
    await deliver(body('ONIMBOTMESSAGEADD', { refresh_token: '', access_token: '' }), 0);
    expect(await store.read()).toMatchObject({ refresh_token: 'R1' });
    isDown = true;
    await deliver(body('ONAPPINSTALL', { refresh_token: 'R2', expires: '2000000009' }), 0);
    await deliver(body('ONAPPUNINSTALL'), 0);
    isDown = false;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(await store.read()).toMatchObject({ refresh_token: 'R1' });
  });
});

describe('the store of application tokens', () => {
  it.each([
    ['is down', down],
    ['hangs', hang],
  ])('that %s lets nobody in, answers, and is told', async (_, get) => {
    const { seen, told, deliver } = handlerWith({ applicationToken: undefined, applicationTokens: { get } });
    expect(await deliver(body('ONIMBOTMESSAGEADD'))).toBe('500 failed');
    expect([seen, told.length]).toEqual([[], 1]);
  });

  it.each([
    ['is down', down],
    ['hangs', hang],
  ])('that reads but %s when it writes: an installation is handled, and its token known', async (_, set) => {
    const { seen, told, deliver } = handlerWith({
      applicationToken: undefined,
      applicationTokens: { get: () => undefined, set, delete: set },
    });
    expect(await deliver(body('ONAPPINSTALL'))).toBe('200 handled');
    expect(await deliver(body('ONIMBOTMESSAGEADD'))).toBe('200 handled');
    expect(await deliver(body('ONIMBOTMESSAGEADD', { application_token: 'other' }))).toBe('403 mismatch');
    expect(await deliver(body('ONAPPUNINSTALL'))).toBe('200 handled');
    expect(await deliver(body('ONIMBOTMESSAGEADD'))).toBe('403 unknown-portal');
    expect(seen).toEqual(['ONAPPINSTALL', 'ONIMBOTMESSAGEADD', 'ONAPPUNINSTALL']);
    expect(told.length).toBeGreaterThan(0);
  });
});

describe('a store that hangs while installations pour in', () => {
  it('is asked a thousand times at most; each one more is told', async () => {
    let asked = 0;
    const exclusive = (): Promise<never> => {
      asked += 1;
      return hang();
    };
    const { told, deliver } = handlerWith({ tokens: { read: hang, exclusive } });
    const pouring = Array.from({ length: 1_000 }, (_, n) => deliver(body('ONAPPINSTALL', { member_id: `m${n}` }), 0));
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(pouring);
    const before = { asked, told: told.length };
    expect(asked).toBeLessThanOrEqual(1_000);
    expect(await deliver(body('ONAPPINSTALL', { member_id: 'other' }), 0)).toBe('200 handled');
    expect(asked).toBe(before.asked);
    expect(told.slice(before.told)).toEqual([expect.stringContaining('is not asked for more')]);
  });
});

describe('two applications on one key', () => {
  const ONE = {
    access_token: 'A0',
    refresh_token: 'R0',
    expires: 1_900_000_000,
    user_id: '1',
    application_token: 'one',
  };
  const notes = { client: 'fingerprint of one', spent: ['before'], until: 1_900_000_000 };
  async function keep(event: string, stored: object, over: object = {}, clientId?: string) {
    const store = memoryTokenStore();
    await store.exclusive((access) => access.write({ ...ONE, ...stored }));
    const digest = vi.spyOn(crypto.subtle, 'digest');
    onTestFinished(() => digest.mockRestore());
    const { deliver, told } = handlerWith({ tokens: store, applicationToken: ['one', 'two'], clientId });
    // The fingerprint of the application is made once, by crypto that no fake timer moves.
    await Promise.all(digest.mock.results.map(({ value }) => value));
    const answer = await deliver(body(event, { user_id: '1', application_token: 'two', ...over }));
    return { answer, told, kept: await store.read() };
  }

  it.each([
    ['named', { imbot_compat: notes }],
    ['without a name', {}],
  ])('a message to one does not overwrite the pair of the other (%s), which is told', async (_name, stored) => {
    const { answer, told, kept } = await keep('ONIMBOTMESSAGEADD', stored);
    expect(answer).toBe('200 handled');
    expect(kept).toEqual({ ...ONE, ...stored });
    expect(told).toEqual([expect.stringContaining('another application token')]);
    expect(told.join()).not.toMatch(/R0|R1|A0|A1/);
  });

  it('a pair that is dead gives way', async () => {
    const { kept } = await keep('ONIMBOTMESSAGEADD', { imbot_compat: { ...notes, dead: 'hash' } });
    expect(kept).toMatchObject({ ...pair, expires: 2_000_000_000 });
    expect(kept?.imbot_compat).toEqual({ spent: ['before'] });
  });

  it.each([
    ['ONAPPINSTALL', {}],
    ['ONAPPUPDATE', {}],
    ['ONIMBOTMESSAGEADD', { application_token: undefined }],
  ])('%s: a pair that may be of another application is not given the name of the one before', async (event, stored) => {
    const { kept } = await keep(event, { imbot_compat: notes, ...stored });
    expect(kept).toMatchObject({ ...pair, expires: 2_000_000_000 });
    expect(kept?.imbot_compat).toEqual({ spent: ['before'] });
  });

  const named = (clientId: string) => ({ ...notes, client: fingerprint(clientId) });

  it.each(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONIMBOTMESSAGEADD'])(
    '%s of another one, where the handler knows its own: left alone, and told',
    async (event) => {
      for (const stored of [{}, { application_token: undefined }, { application_token: 'two' }]) {
        const before = { ...stored, imbot_compat: named('app.1') };
        const { answer, told, kept } = await keep(event, before, {}, 'app.2');
        expect(answer).toBe('200 handled');
        expect(kept).toEqual({ ...ONE, ...before });
        expect(told).toEqual([expect.stringContaining('another application (clientId)')]);
        expect(told.join()).not.toMatch(/R0|R1|A0|A1|app\./);
      }
    },
  );

  it.each(['ONAPPINSTALL', 'ONAPPUPDATE'])('%s of its own: the new pair is kept, under its name', async (event) => {
    const { told, kept } = await keep(event, { imbot_compat: named('app.1') }, {}, 'app.1');
    expect(told).toEqual([]);
    expect(kept).toMatchObject({ ...pair, expires: 2_000_000_000, imbot_compat: { client: fingerprint('app.1') } });
    // The second application finds it named, though nobody has renewed it.
    const first = await keep(event, {}, {}, 'app.1');
    expect(first.kept?.imbot_compat?.client).toBe(fingerprint('app.1'));
  });

  it.each(['ONAPPINSTALL', 'ONIMBOTMESSAGEADD'])('%s with the same application token keeps the name', async (event) => {
    const { kept, told } = await keep(event, { imbot_compat: notes }, { application_token: 'one' });
    expect(kept).toMatchObject({ ...pair, expires: 2_000_000_000 });
    expect(kept?.imbot_compat).toEqual({ spent: ['before'], client: notes.client });
    expect(told).toEqual([]);
  });
});
