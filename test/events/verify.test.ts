import { describe, expect, it, vi } from 'vitest';
import { memoryTokenStore } from '../../src/auth/memoryTokenStore';
import type { TokenStore } from '../../src/auth/TokenStore';
import { createEventHandler, type EventHandlerOptions, newerTokens } from '../../src/events/index';
import { sameText } from '../../src/events/sameText';
import { httpBuildQuery } from './httpBuildQuery';
import { auth, v1Body, v2Data, webhookBody } from './samples';

const FORM = { contentType: 'application/x-www-form-urlencoded' };

function message(token: string | undefined, member = 'm1'): string {
  return httpBuildQuery(v1Body([5], { auth: { ...auth, application_token: token, member_id: member } }));
}

function lifecycle(event: 'ONAPPINSTALL' | 'ONAPPUNINSTALL', token: string, member = 'm1', over: object = {}): string {
  const data = { VERSION: '1', LANGUAGE_ID: 'de' };
  return httpBuildQuery({
    event,
    data,
    ts: '1696527000',
    auth: { ...auth, application_token: token, member_id: member, ...over },
  });
}

function handlerWith(options: Omit<EventHandlerOptions, 'on'>) {
  const seen: string[] = [];
  const refused: string[] = [];
  const handler = createEventHandler({
    on: { '*': (event) => void seen.push(event.event) },
    onRefused: (reason) => void refused.push(reason),
    ...options,
  });
  const status = async (body: string) => (await handler.deliver(body, FORM)).status;
  return { seen, refused, status };
}

describe('application token', () => {
  it('lets the right one in; wrong, missing and empty ones reach no handler', async () => {
    const { seen, refused, status } = handlerWith({ applicationToken: 'APPTOK' });
    expect(await status(message('APPTOK'))).toBe(200);
    for (const wrong of ['APPTO', 'APPTOKK', 'apptok', 'APPTOKAPPTOK', '0', undefined, '']) {
      expect(await status(message(wrong))).toBe(403);
    }
    expect(seen).toEqual(['ONIMBOTMESSAGEADD']);
    expect(refused).toEqual(['mismatch', 'mismatch', 'mismatch', 'mismatch', 'mismatch', 'missing', 'missing']);
  });

  it('is compared whole; nothing is the same as an empty one', () => {
    expect([sameText('a', 'a'), sameText('aa', 'a'), sameText('', 'a'), sameText('', ''), sameText('a', '')]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is asked of the store again after the store failed while it was learnt', async () => {
    let broken = true;
    const applicationTokens = {
      get: () => {
        if (broken) throw new Error('down');
        return undefined;
      },
    };
    const { status } = handlerWith({ learnOnce: true, applicationTokens, onError: () => {} });
    expect(await status(message('first'))).toBe(500);
    broken = false;
    expect(await status(message('first'))).toBe(200);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an empty text', ''],
    ['undefined', undefined],
  ])('is learnt and kept where the store says %s of what it has not', async (_, nothing) => {
    const kept = new Map<string, string>();
    const applicationTokens = {
      get: (key: string) => kept.get(key) ?? nothing,
      set: (key: string, token: string) => void kept.set(key, token),
    };
    // @ts-expect-error A store in plain JavaScript, over Redis say.
    const made = () => handlerWith({ learnOnce: true, applicationTokens });
    expect(await made().status(message('first'))).toBe(200);
    expect([...kept]).toEqual([['*', 'first']]);
    expect(await made().status(message('other'))).toBe(403);
    expect(await made().status(message('first'))).toBe(200);
  });

  it('is never learnt of an installation that names no portal', async () => {
    for (const member of ['', undefined]) {
      const set = vi.fn();
      const { seen, refused, status } = handlerWith({ applicationTokens: { get: () => undefined, set } });
      const body = lifecycle('ONAPPINSTALL', 'forged', 'm1', { member_id: member });
      expect(await status(body)).toBe(403);
      expect([seen, refused, set.mock.calls]).toEqual([[], ['unknown-portal'], []]);
    }
  });

  it('of installations that the store does not take is kept in memory for a thousand portals, and no more', async () => {
    const down = () => {
      throw new Error('down');
    };
    const applicationTokens = { get: () => undefined, set: down };
    const { status } = handlerWith({ applicationTokens, onError: () => {} });
    for (let n = 0; n < 1_001; n += 1) await status(lifecycle('ONAPPINSTALL', 'T', `m${n}`));
    expect([await status(message('T', 'm999')), await status(message('T', 'm1000'))]).toEqual([200, 403]);
  });

  it('is read from the top level, never from data.bot.auth', async () => {
    const { seen, status } = handlerWith({ applicationToken: 'APPTOK' });
    const body = webhookBody('ONIMBOTV2MESSAGEADD', v2Data('ONIMBOTV2MESSAGEADD', 'group'));
    expect(await status(httpBuildQuery({ ...body, auth: { ...auth, application_token: 'x' } }))).toBe(403);
    expect(await status(httpBuildQuery({ ...body, auth: undefined }))).toBe(403);
    expect(seen).toEqual([]);
  });

  it.each([[{}], [{ applicationToken: '' }], [{ applicationToken: [] }], [{ applicationToken: undefined }]])(
    'is demanded at start: %j',
    (options) => {
      expect(() => createEventHandler({ ...options, on: {} })).toThrow(
        expect.objectContaining({ name: 'ImbotError', code: 'CONFIG' }),
      );
    },
  );

  it('may be one of several while botToken is rotated', async () => {
    const { status } = handlerWith({ applicationToken: ['old', 'new'] });
    expect([await status(message('old')), await status(message('new')), await status(message('older'))]).toEqual([
      200, 200, 403,
    ]);
  });

  const stores = {
    Map: () =>
      new Map([
        ['m1', 'one'],
        ['m2', 'two'],
      ]),
    record: () => ({ m1: 'one', m2: 'two' }),
    function: () => (portal: string) =>
      Promise.resolve(
        new Map([
          ['m1', 'one'],
          ['m2', 'two'],
        ]).get(portal),
      ),
  };
  it.each(Object.entries(stores))(
    'of many portals by %s: replayed from another portal it is refused',
    async (_, make) => {
      const { status } = handlerWith({ applicationTokens: make() });
      expect([await status(message('one', 'm1')), await status(message('two', 'm2'))]).toEqual([200, 200]);
      for (const [token, member] of [
        ['one', 'm2'],
        ['two', 'm1'],
        ['one', 'm3'],
        ['one', 'constructor'],
        ['', '__proto__'],
      ]) {
        expect(await status(message(token, member))).toBe(403);
      }
    },
  );

  it('is first seen at ONAPPINSTALL, held to until ONAPPUNINSTALL, and refused when replayed afterwards', async () => {
    const tokens = new Map<string, string>();
    const { seen, status } = handlerWith({ applicationTokens: tokens });
    expect(await status(message('T1'))).toBe(403);
    expect(await status(lifecycle('ONAPPINSTALL', 'T1'))).toBe(200);
    expect(await status(message('T1'))).toBe(200);
    expect(await status(lifecycle('ONAPPINSTALL', 'T2'))).toBe(403);
    expect(await status(lifecycle('ONAPPUNINSTALL', 'T2'))).toBe(403);
    expect(tokens).toEqual(new Map([['m1', 'T1']]));
    expect(await status(lifecycle('ONAPPUNINSTALL', 'T1'))).toBe(200);
    expect(await status(message('T1'))).toBe(403);
    expect(await status(lifecycle('ONAPPINSTALL', 'T2'))).toBe(200);
    expect([await status(message('T1')), await status(message('T2'))]).toEqual([403, 200]);
    expect(seen).toEqual(['ONAPPINSTALL', 'ONIMBOTMESSAGEADD', 'ONAPPUNINSTALL', 'ONAPPINSTALL', 'ONIMBOTMESSAGEADD']);
  });

  it('is learnt once by choice, then held to, for whatever portal is claimed', async () => {
    const kept = new Map<string, string>();
    for (const options of [{ learnOnce: true }, { learnOnce: true, applicationTokens: kept }]) {
      const { status } = handlerWith(options);
      const both = await Promise.all([status(message('first')), status(message('second'))]);
      expect(both).toEqual([200, 403]);
      expect([await status(message('second', 'm9')), await status(message('first', 'm9'))]).toEqual([403, 200]);
      expect(await status(lifecycle('ONAPPINSTALL', 'third'))).toBe(403);
    }
    expect(kept).toEqual(new Map([['*', 'first']]));
    const { status } = handlerWith({ learnOnce: true, applicationTokens: kept });
    expect([await status(message('second')), await status(message('first'))]).toEqual([403, 200]);
  });
});

describe('the OAuth pair of an event', () => {
  const stored = { access_token: 'A', refresh_token: 'R', expires: 2000, user_id: '1', application_token: 'T' };

  it.each([
    ['without refresh_token', { access_token: 'B', expires: '3000', user_id: '1' }, false],
    ['with an empty refresh_token', { access_token: 'B', refresh_token: '', expires: '3000', user_id: '1' }, false],
    ['without access_token', { refresh_token: 'S', expires: '3000', user_id: '1' }, false],
    ['older', { access_token: 'B', refresh_token: 'S', expires: '1999', user_id: '1' }, false],
    ['of the same age', { access_token: 'B', refresh_token: 'S', expires: '2000', user_id: '1' }, false],
    ['of no known age', { access_token: 'B', refresh_token: 'S', user_id: '1' }, false],
    ['of another user', { access_token: 'B', refresh_token: 'S', expires: '3000', user_id: '27' }, false],
  ])('%s leaves the stored pair as it is', (_, incoming, installed) => {
    expect(newerTokens(stored, incoming, installed)).toBe(stored);
  });

  it('that is newer replaces it and keeps application_token', () => {
    const incoming = { access_token: 'B', refresh_token: 'S', expires: '3000', user_id: '1' };
    expect(newerTokens(stored, incoming)).toEqual({ ...stored, ...incoming });
    expect(newerTokens(stored, { ...incoming, user_id: '9' }, true)).toMatchObject({
      user_id: '9',
      application_token: 'T',
    });
    expect(newerTokens(undefined, incoming)).toEqual(incoming);
    expect(newerTokens(undefined, { access_token: 'B' })).toBeUndefined();
  });

  it('is not bound by what was noted about the pair before it: its expiry, its death', () => {
    const notes = { until: 1, dead: 'x', lost: 'y', spent: ['r0'], client: 'c' };
    const incoming = { access_token: 'B', refresh_token: 'S', expires: '3000', user_id: '1' };
    for (const installed of [true, false]) {
      const kept = newerTokens({ ...stored, imbot_compat: notes }, incoming, installed);
      expect(kept?.['imbot_compat']).toEqual({ spent: ['r0'], client: 'c' });
    }
  });

  it('reaches the token store under these rules only', async () => {
    const store = memoryTokenStore();
    const portals: string[] = [];
    const tokens = (portal: string) => {
      portals.push(portal);
      return store;
    };
    const { status } = handlerWith({ applicationTokens: new Map(), tokens });
    const grant = { access_token: 'A1', refresh_token: 'R1', expires: undefined, user_id: undefined };
    await status(lifecycle('ONAPPINSTALL', 'T1', 'm1', grant));
    const granted = { access_token: 'A1', refresh_token: 'R1', expires: 1696530600, application_token: 'T1' };
    expect(await store.read()).toMatchObject(granted);
    await status(message('T1'));
    await status(lifecycle('ONAPPINSTALL', 'wrong', 'm1', { ...grant, access_token: 'evil', expires: '9999999999' }));
    expect(await store.read()).toMatchObject(granted);
    await status(lifecycle('ONAPPUNINSTALL', 'T1'));
    await status(lifecycle('ONAPPINSTALL', 'T2', 'm1', { ...grant, access_token: 'A2', expires: '1999999999' }));
    expect(await store.read()).toMatchObject({
      ...granted,
      access_token: 'A2',
      expires: 1999999999,
      application_token: 'T2',
    });
    expect(new Set(portals)).toEqual(new Set(['m1']));
  });

  it('is weighed while nobody else may renew, so that a renewal under way is not undone', async () => {
    const store = memoryTokenStore();
    const renewed = { access_token: 'A9', refresh_token: 'R9', expires: 2_000_000_000 };
    let begin = () => {};
    const gate = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const renewal = store.exclusive(async ({ write }) => {
      await gate;
      await write(renewed);
    });
    const tokens: TokenStore = {
      read: () => store.read(),
      exclusive: (work) => {
        begin();
        return store.exclusive(work);
      },
    };
    const { status } = handlerWith({ applicationTokens: new Map(), tokens });
    const install = status(lifecycle('ONAPPINSTALL', 'T1', 'm1', { access_token: 'A1', refresh_token: 'R1' }));
    await Promise.all([renewal, install]);
    expect(await store.read()).toMatchObject(renewed);
  });
});
