import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/createEngine';
import { shared } from '../../src/engine/shared';
import type { Send } from '../../src/engine/types';
import { ImbotError } from '../../src/errors/ImbotError';
import { systemClock } from '../../src/http/clock';
import { createImbot, webhook } from '../../src/index';
import { createTransport } from '../../src/transport/createTransport';
import { afterCommit, type Replacement } from '../walk/afterCommit';
import { inProcess } from '../walk/inProcess';
import { CLIENT_ID, SEED, world } from '../walk/world';

const ADDRESS = 'http://127.0.0.1:9';
const GET = 'imbot.v2.Bot.get';
const SEND = 'imbot.v2.Chat.Message.send';
const ADD = 'imbot.message.add';
const HI = { BOT_ID: SEED.bots.first, CLIENT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const BRIDGE = ['BOT_NOT_FOUND', 'BOT_OWNERSHIP_ERROR', 'BOT_TOKEN_NOT_SPECIFIED', 'insufficient_scope'] as const;
const STEERING = [...BRIDGE, 'CLIENT_ID_NOT_SPECIFIED', 'ERROR_METHOD_NOT_FOUND'];

beforeEach(() => shared().portals.clear());

/** What a wrapper leaves of a failure. */
const EYES = {
  all: (error: ImbotError) => error,
  code: ({ code, method }: ImbotError) =>
    new ImbotError({ code, method, outcome: 'unknown', message: `${method}: ${code}` }),
  status: ({ status, method }: ImbotError) =>
    new ImbotError({ code: 'NO_ANSWER', status, method, outcome: 'unknown', message: `${method}: HTTP ${status}` }),
  nothing: ({ method }: ImbotError) =>
    new ImbotError({ code: 'NO_ANSWER', method, outcome: 'unknown', message: `${method}: null` }),
} as const;

/** An engine over the portal's own webhook, through a transport that shows as much of a failure as `eyes` leave. */
function foreign(eyes: keyof typeof EYES, replaced?: Replacement) {
  const place = world({ auth: 'webhook', encoding: 'json' });
  const handle = replaced ? afterCommit(place.portal.handle, replaced) : place.portal.handle;
  const transport = createTransport({
    auth: webhook(`${ADDRESS}${place.portal.webhook().path}`),
    dispatcher: inProcess(handle),
    limits: false,
    timeout: 0,
    clock: { ...systemClock, after: (_ms, then) => systemClock.after(0, then) },
  });
  /** What is to open before the next failure of a method arrives. */
  const holds = new Map<string, Promise<void>[]>();
  const send: Send = (method, params, options) => {
    const hold = holds.get(method)?.shift();
    return transport.send(method, params, { ...options, replay: 'never' }).catch(async (error: unknown) => {
      await hold;
      throw error instanceof ImbotError ? EYES[eyes](error) : error;
    });
  };
  const engine = createEngine({ context: { auth: 'site' }, mode: 'auto', warnings: false });
  const call = (method: string, params: object, own: { signal?: AbortSignal } = {}) =>
    engine.request({ send, portal: 'here', foreign: true }, method, params, own).then(
      ({ result }) => result,
      (error: unknown) => error,
    );
  const sent = () => place.portal.requests.map(({ method }) => method);
  const texts = () => place.portal.snapshot().messages.filter(({ text }) => text === 'Hi').length;
  const hold = (method: string) => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    holds.set(method, [...(holds.get(method) ?? []), gate]);
    return () => release();
  };
  return { call, sent, texts, hold, portal: place.portal };
}

describe('a refusal that a transport shows only in part, on the first v2 call of a bot', () => {
  test.each(BRIDGE.flatMap((code) => (['code', 'status'] as const).map((eyes) => [eyes, code] as const)))(
    'only its %s (%s): the portal refuses the bot when asked too, so the call goes out as v1, and later ones',
    async (eyes, code) => {
      const { call, sent, texts, portal } = foreign(eyes);
      portal.fault({ kind: 'status', method: SEND, code, status: 403 });
      portal.fault({ kind: 'status', method: GET, code, status: 403 });
      expect(await call(ADD, HI)).toBeTypeOf('number');
      expect(await call(ADD, HI)).toBeTypeOf('number');
      expect(sent()).toEqual(['imbot.v2.Revision.get', SEND, GET, ADD, ADD]);
      expect(texts()).toBe(2);
    },
  );

  test.each(['code', 'status'] as const)('only its %s: a bot that answers proves nothing', async (eyes) => {
    const { call, sent, texts, portal } = foreign(eyes);
    portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 400 });
    expect(await call(ADD, HI)).toMatchObject({ outcome: 'unknown' });
    expect(sent()).toEqual(['imbot.v2.Revision.get', SEND, GET]);
    expect(await call(ADD, HI)).toBeTypeOf('number');
    expect(sent().slice(3)).toEqual([SEND]);
    expect(texts()).toBe(1);
  });

  test.each(['code', 'status'] as const)(
    'only its %s: another failure of the question proves nothing',
    async (eyes) => {
      for (const [code, status] of [
        ['INTERNAL_SERVER_ERROR', 500],
        ['QUERY_LIMIT_EXCEEDED', 429],
      ] as const) {
        const { call, texts, portal } = foreign(eyes, { method: new RegExp(SEND), code: 'BOT_NOT_FOUND', status: 403 });
        portal.fault({ kind: 'status', method: GET, code, status, times: 9 });
        expect(await call(ADD, HI)).toBeInstanceOf(ImbotError);
        expect(texts()).toBe(1);
      }
    },
  );

  describe('of many first calls at once: the bot is asked for once', () => {
    const rows = (['code', 'status'] as const).flatMap((eyes) => [2, 50, 200].map((count) => [eyes, count] as const));
    test.each(rows)('only its %s, %i calls: each goes out as v1, once', async (eyes, count) => {
      const { call, sent, texts, portal } = foreign(eyes);
      portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 403, times: count });
      portal.fault({ kind: 'status', method: GET, code: 'BOT_NOT_FOUND', status: 403, times: count });
      const ids = await Promise.all(Array.from({ length: count }, () => call(ADD, HI)));
      expect(new Set(ids).size).toBe(count);
      expect(sent().filter((method) => method === GET)).toHaveLength(1);
      expect(texts()).toBe(count);
    });

    test('one that fails after the answer came asks nobody, where it went out before the question', async () => {
      const { call, sent, texts, hold, portal } = foreign('code');
      portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 403, times: 2 });
      portal.fault({ kind: 'status', method: GET, code: 'BOT_NOT_FOUND', status: 403 });
      const release = hold(SEND);
      const late = call(ADD, HI);
      expect(await call(ADD, HI)).toBeTypeOf('number');
      release();
      expect(await late).toBeTypeOf('number');
      expect(sent().filter((method) => method === GET)).toHaveLength(1);
      expect(texts()).toBe(2);
    });

    test('each bot and each token has a question of its own', async () => {
      const { call, sent, portal } = foreign('code');
      const others = [HI, { ...HI, BOT_ID: SEED.bots.second }, { ...HI, CLIENT_ID: 'another' }];
      portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 403, times: 30 });
      portal.fault({ kind: 'status', method: GET, code: 'BOT_NOT_FOUND', status: 403, times: 30 });
      await Promise.all(Array.from({ length: 30 }, (_, index) => call(ADD, others[index % 3] ?? HI)));
      expect(sent().filter((method) => method === GET)).toHaveLength(3);
    });

    test('an abort ends the waiting of its own call, not the question of the others', async () => {
      const { call, sent, texts, hold, portal } = foreign('code');
      portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 403, times: 2 });
      portal.fault({ kind: 'status', method: GET, code: 'BOT_NOT_FOUND', status: 403 });
      const release = hold(GET);
      const controller = new AbortController();
      const first = call(ADD, HI, { signal: controller.signal });
      const second = call(ADD, HI);
      while (!sent().includes(GET)) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      expect(await first).toMatchObject({ v2Code: 'BOT_NOT_FOUND', outcome: 'unknown' });
      release();
      expect(await second).toBeTypeOf('number');
      expect(texts()).toBe(1);
    });
  });

  test('nothing of it: the failure stays, and the bot is asked for before its next call', async () => {
    const { call, sent, texts, portal } = foreign('nothing');
    portal.fault({ kind: 'status', method: SEND, code: 'BOT_NOT_FOUND', status: 400 });
    portal.fault({ kind: 'status', method: GET, code: 'BOT_NOT_FOUND', status: 400 });
    expect(await call(ADD, HI)).toMatchObject({ outcome: 'unknown' });
    expect(await call(ADD, HI)).toBeTypeOf('number');
    expect(await call(ADD, HI)).toBeTypeOf('number');
    expect(sent()).toEqual(['imbot.v2.Revision.get', SEND, GET, ADD, GET, SEND]);
    expect(texts()).toBe(2);
  });

  test.each([401, 408, 429])('HTTP %s alone speaks of tokens, time and limits, not of the bot', async (status) => {
    const { call, sent, portal } = foreign('status');
    portal.fault({ kind: 'status', method: SEND, code: 'X', status });
    expect(await call(ADD, HI)).toMatchObject({ status, outcome: 'unknown' });
    expect(sent()).toEqual(['imbot.v2.Revision.get', SEND]);
  });
});

describe('0 doubles: what ran is sent once, however little of the failure is seen', () => {
  const eyes = ['all', 'code', 'status', 'nothing'] as const;
  const rows = eyes.flatMap((eye) => STEERING.map((code) => [eye, code] as const));
  test.each(rows)('%s of %s after the commit', async (eye, code) => {
    for (const status of [500, 502, 503]) {
      const { call, texts } = foreign(eye, { method: /^imbot\.v2\.Chat\.Message\.send/, status, code });
      expect(await call(ADD, HI)).toMatchObject({ outcome: 'unknown' });
      expect(texts()).toBe(1);
      const { BOT_ID: _left, ...withoutBot } = HI;
      await call(ADD, withoutBot);
      expect(texts()).toBe(2);
    }
  });

  test.each(eyes)('a like that was set is not taken back by a 5xx that says it was set already (%s)', async (eye) => {
    const method = /^imbot\.v2\.Chat\.Message\.Reaction/;
    const { call, portal } = foreign(eye, { method, status: 500, code: 'REACTION_ALREADY_SET' });
    await call('imbot.message.like', { BOT_ID: SEED.bots.first, CLIENT_ID, MESSAGE_ID: 10001 });
    const likes = () => portal.snapshot().messages.find(({ id }) => id === 10001)?.reactions;
    expect(Object.values(likes() ?? {}).flat()).toHaveLength(1);
  });

  test('neither by our own client', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const replaced = { method: /^imbot\.v2\.Chat\.Message\.Reaction/, status: 500, code: 'REACTION_ALREADY_SET' };
    const imbot = createImbot({
      auth: webhook(`${ADDRESS}${place.portal.webhook().path}`, { clientId: CLIENT_ID }),
      dispatcher: inProcess(afterCommit(place.portal.handle, replaced)),
      limits: false,
      warnings: false,
    });
    const error = await imbot.call('imbot.message.like', { BOT_ID: 301, MESSAGE_ID: 10001 }).catch((reason) => reason);
    expect(error).toMatchObject({ outcome: 'unknown', status: 500 });
    expect(place.portal.counts()['imbot.v2.Chat.Message.Reaction.delete']).toBeUndefined();
    await imbot.close();
  });
});

test('no other file of the engine lets a code decide', () => {
  const folder = new URL('../../src/engine/', import.meta.url);
  const steering = readdirSync(folder).filter((file) => {
    if (file === 'nothingRan.ts') return false;
    const source = readFileSync(new URL(file, folder), 'utf8');
    return /BRIDGE_REFUSALS|NO_SUCH_METHOD|(?:has|includes)\([^)]*\bcode\b|(?<!v1\.)\berror\.code\s*[!=]==/.test(
      source,
    );
  });
  // The lock of the report's file is no portal.
  expect(steering).toEqual(['reportAtExit.ts']);
});
