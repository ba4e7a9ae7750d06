import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
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
    for (let n = 0; n < 1_000; n += 1) await deliver(body('ONAPPINSTALL', { member_id: `m${n}` }), 2_000);
    const before = { asked, told: told.length };
    expect(asked).toBeLessThanOrEqual(1_000);
    expect(await deliver(body('ONAPPINSTALL', { member_id: 'other' }), 0)).toBe('200 handled');
    expect(asked).toBe(before.asked);
    expect(told.slice(before.told)).toEqual([expect.stringContaining('is not asked for more')]);
  });
});
