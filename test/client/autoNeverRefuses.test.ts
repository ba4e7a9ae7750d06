import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/createEngine';
import { shared } from '../../src/engine/shared';
import type { Send } from '../../src/engine/types';
import { systemClock } from '../../src/http/clock';
import { ImbotError, type ImbotOptions } from '../../src/index';
import { SEED, type World, world } from '../walk/world';

const ADD = 'imbot.message.add';
const HI = { DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };

let place: World;
beforeEach(() => {
  shared().portals.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});
const client = (options: Omit<ImbotOptions, 'auth'> = {}) => place.client({ mode: 'auto', ...options });
const sent = () => place.portal.requests.map(({ method }) => method);
const either = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('a call', () => {
  test.each(['imbot.bot.update', 'imbot.chat.rename', 'imbot.chat.updateTextFieldEnabled'])(
    '%s is no name that this package knows: it goes out as it is',
    async (method) => {
      expect(await either(client().call(method, { BOT_ID: 301 }))).toMatchObject({ code: 'ERROR_METHOD_NOT_FOUND' });
      expect(sent()).toEqual([method]);
    },
  );

  test('with a loss, or without an equivalent', async () => {
    await client().call(ADD, { ...HI, BOT_ID: 301, MENU: [{ TEXT: 'M' }] });
    await client().call('imbot.chat.get', { ENTITY_TYPE: 'LINES', ENTITY_ID: 'x|1' });
    expect(sent()).toEqual([ADD, 'imbot.chat.get']);
  });

  test('that cannot be translated once its look-ups are made', async () => {
    const params = { COMMAND_ID: 501, MESSAGE_ID: 10003, MESSAGE: 'A' };
    await either(client().call('imbot.command.answer', params));
    expect(sent().at(-1)).toBe('imbot.command.answer');
  });

  test.each(['Bot.list', 'Revision.get'])('whose question %s never gets an answer', async (question) => {
    const method = `imbot.v2.${question}`;
    place.portal.fault({ method, kind: 'slow', gate: new Promise(() => {}), times: 5 });
    const timers: (() => void)[] = [];
    let now = 0;
    const clock = {
      now: () => now,
      random: () => 0.5,
      after: (ms: number, then: () => void) => {
        const run = (): void => {
          now += ms;
          then();
        };
        timers.push(run);
        return () => timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0);
      },
    };
    const call = client({ clock, timeout: 30_000 }).call(ADD, HI);
    while (!sent().includes(method)) await new Promise((resolve) => setImmediate(resolve));
    for (const run of timers.splice(0)) run();
    expect(await call).toBeTypeOf('number');
    expect(sent().at(-1)).toBe(ADD);
    expect(place.portal.counts()[ADD]).toBe(1);
  });

  test.each([
    [
      'that holds itself',
      () => {
        const keyboard: unknown[] = [];
        keyboard.push(keyboard);
        return { ...HI, BOT_ID: 301, KEYBOARD: keyboard };
      },
    ],
    [
      'with a getter that throws',
      () => ({
        ...HI,
        BOT_ID: 301,
        get ATTACH() {
          throw new Error('mine');
        },
      }),
    ],
    ['with an object that is no text', () => ({ ...HI, BOT_ID: 301, MESSAGE: Object.create(null) })],
  ])('%s reaches a foreign transport as it is, which knows what to do with it', async (_name, make) => {
    for (const mode of ['auto', 'audit', 'v1'] as const) {
      const params = make();
      const calls: unknown[][] = [];
      const send: Send = async (method, given) => {
        calls.push([method, given]);
        return { result: 5 };
      };
      const engine = createEngine({ context: { auth: 'site' }, mode, warnings: false });
      expect(await engine.request({ send, portal: undefined, foreign: true }, ADD, params)).toEqual({ result: 5 });
      const [last, ...questions] = calls.filter(([method]) => method !== 'imbot.v2.Revision.get').reverse();
      expect(questions).toEqual([]);
      expect(last?.[0]).toBe(ADD);
      expect(last?.[1]).toBe(params);
    }
  });
});

describe('a batch', () => {
  const batch = (calls: Parameters<ReturnType<typeof client>['batch']>[0]) => client().batch(calls);

  test('whose commands v1 refuses, or nobody knows', async () => {
    const { result, result_error } = await batch({
      empty: [ADD, { ...HI, BOT_ID: 301, MESSAGE: ' ' }],
      never: ['imbot.bot.update', { BOT_ID: 301 }],
      lossy: [ADD, { ...HI, BOT_ID: 301, MENU: [{ TEXT: 'M' }] }],
      good: [ADD, { ...HI, BOT_ID: 301 }],
    });
    expect(result).toMatchObject({ lossy: expect.any(Number), good: expect.any(Number) });
    expect(result_error).toMatchObject({
      empty: { error: 'MESSAGE_EMPTY' },
      never: { error: 'ERROR_METHOD_NOT_FOUND' },
    });
  });

  test.each(['imbot.v2.Bot.list', 'imbot.v2.Bot.get', 'imbot.v2.Revision.get'])(
    'whose question %s fails in any way',
    async (method) => {
      const kinds = [
        { kind: 'html', times: 9 },
        { kind: 'status', status: 403, code: 'ACCESS_DENIED', times: 9 },
        { kind: 'status', status: 500, code: 'BOT_NOT_FOUND', times: 9 },
      ] as const;
      for (const fault of kinds) {
        shared().portals.clear();
        place.portal.clearFaults();
        place.portal.fault({ method, ...fault });
        const clock = { ...systemClock, after: (_ms: number, then: () => void) => systemClock.after(0, then) };
        const { result } = await client({ clock }).batch({ a: [ADD, HI] });
        expect(result).toMatchObject({ a: expect.any(Number) });
        expect(sent().at(-1)).toBe(ADD);
      }
    },
  );

  test('in mode v2 one loss still refuses it whole', async () => {
    const error = await either(
      client({ mode: 'v2' }).batch({ a: [ADD, { ...HI, BOT_ID: SEED.bots.first, MENU: [{ TEXT: 'M' }] }] }),
    );
    expect(error).toBeInstanceOf(ImbotError);
    expect(error).toMatchObject({ code: 'LOSSY' });
    expect(sent()).toEqual([]);
  });

  test('over a foreign transport without a portal', async () => {
    const engine = createEngine({ context: { auth: 'site' }, mode: 'auto', warnings: false });
    const seen: unknown[] = [];
    const send: Send = async (method, params) => {
      seen.push([method, params]);
      return { result: { result: { a: 1 }, result_error: [] } };
    };
    await engine.batch({ send, portal: undefined, foreign: true }, { a: [ADD, HI] });
    expect(seen).toEqual([['batch', { halt: 0, cmd: { a: `${ADD}?DIALOG_ID=chat1001&MESSAGE=Hi` } }]]);
  });
});
