import { describe, expect, it } from 'vitest';
import type * as dropIn from '../../src/b24jssdk/index';
import { ACCEPTED, CLIENT, play, type Scene, SEEN, type Subject, setScene } from '../facades/scenario';
import { fromBatch } from '../facades/transports';

type DropIn = typeof dropIn;
type Client = InstanceType<DropIn['B24Hook']> | InstanceType<DropIn['B24OAuth']>;
type Options = NonNullable<dropIn.SdkOptions['imbot']>;

/** No waiting between repeats. */
const restrictionParams = { retryDelay: 1 };

/** The SDK forces https; the portal of the tests listens on plain loopback. */
function onLoopback<C extends Client>(client: C, { ApiVersion }: DropIn): C {
  client.getHttpClient(ApiVersion.v2).ajaxClient.interceptors.request.use((config) => {
    config.url = config.url?.replace(/^https:/, 'http:');
    return config;
  });
  return client;
}

function hook(sdk: DropIn, scene: Scene, imbot?: Options): InstanceType<DropIn['B24Hook']> {
  const url = scene.hook.replace(/^http:/, 'https:');
  return onLoopback(sdk.B24Hook.fromWebhookUrl(url, { restrictionParams, imbot }), sdk);
}

function oauth(sdk: DropIn, scene: Scene, imbot?: Options, clientId = 'app.1'): InstanceType<DropIn['B24OAuth']> {
  const tokens = scene.application.tokens();
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  return new sdk.B24OAuth(
    {
      applicationToken: tokens.application_token,
      userId: 1,
      memberId: tokens.member_id,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      expires: inAnHour,
      expiresIn: 3600,
      scope: tokens.scope,
      domain: scene.host,
      clientEndpoint: `${scene.server.url}/rest`,
      serverEndpoint: `${scene.server.url}/rest/`,
      status: sdk.EnumAppStatus.Free,
    },
    { clientId, clientSecret: 'secret-of-app' },
    { restrictionParams, imbot },
  );
}

const codeOf = (error: unknown): unknown => Reflect.get(Object(error), 'code');

async function seen(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return { code: codeOf(error) };
  }
}

/** By `actions.v2.call.make` and `actions.v2.batch.make`, as SDK 2 wants it. */
function byActions(client: Client): Subject {
  return {
    call: (method, params) =>
      seen(async () => {
        const result = await client.actions.v2.call.make({ method, params: params ?? {} });
        return result.isSuccess ? result.getData()?.result : { code: codeOf([...result.getErrors()][0]) };
      }),
    batch: async (commands) => {
      const calls = Object.fromEntries(
        Object.entries(commands).map(([key, [method, params]]) => [key, { method, params: { ...params } }]),
      );
      const result = await client.actions.v2.batch.make({
        calls,
        options: { isHaltOnError: false, returnAjaxResult: true },
      });
      const rows = Object.entries(Object(result.getData()));
      return Object.fromEntries(
        rows.map(([key, row]) => {
          const one = Object(row);
          return [key, one.isSuccess ? one.getData().result : { code: codeOf([...one.getErrors()][0]) }];
        }),
      );
    },
  };
}

/** By the older `callMethod`; the batch as a plain call of the REST method. */
function byCallMethod(client: Client): Subject {
  return {
    call: (method, params) =>
      seen(async () => {
        const result = await client.callMethod(method, params ?? {});
        return result.getData()?.result;
      }),
    batch: async (commands) => {
      const result = await client.callMethod('batch', { halt: 0, cmd: { ...commands } });
      return fromBatch(result.getData()?.result);
    },
  };
}

/** Drives a released package of the SDK through the drop-in, against the portal on a loopback port. */
export function describeSdk(version: string, load: () => Promise<DropIn>): void {
  describe(`@bitrix24/b24jssdk ${version}`, () => {
    it.each([
      ['B24Hook, actions.v2', 'webhook', hook, byActions],
      ['B24Hook, callMethod', 'webhook', hook, byCallMethod],
      ['B24OAuth, actions.v2', 'oauth', oauth, byActions],
    ] as const)('%s: the same values and the same state in v1, auto and v2', async (_name, who, make, subject) => {
      const sdk = await load();
      const run = async (mode: 'v1' | 'auto' | 'v2') => {
        const scene = await setScene(who);
        try {
          const client = make(sdk, scene, { mode, accept: [...ACCEPTED], warnings: false });
          const values = await play(subject(client), scene, who === 'webhook' ? { CLIENT_ID: CLIENT } : {});
          const generations = new Set(scene.portal.requests.map(({ generation }) => generation));
          return { values, state: scene.portal.snapshot(), generations };
        } finally {
          await scene.server.close();
        }
      };
      const v1 = await run('v1');
      const v2 = await run('v2');
      const auto = await run('auto');
      expect(v1.values).toEqual(SEEN);
      expect(v2.values).toEqual(SEEN);
      expect(auto.values).toEqual(SEEN);
      expect(v2.state).toEqual(v1.state);
      expect(auto.state).toEqual(v1.state);
      expect([...v1.generations].sort()).toEqual(['other', 'v1']);
      expect([...v2.generations].sort()).toEqual(['other', 'v2']);
    });

    it('answers with the results and errors of the SDK itself', async () => {
      const sdk = await load();
      const scene = await setScene('webhook');
      const client = hook(sdk, scene, { mode: 'v2', warnings: false });
      expect(client).toBeInstanceOf(sdk.B24Hook);
      const params = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
      const sent = await client.callMethod('imbot.message.add', params);
      expect(sent).toBeInstanceOf(sdk.AjaxResult);
      expect(sent.isSuccess).toBe(true);
      expect(sent.getErrorMessages()).toEqual([]);
      expect(sent.getData()).toMatchObject({ result: 10001, time: { operating: 0 } });
      expect(sent.getQuery()).toMatchObject({ method: 'imbot.message.add', params });
      const add = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, MESSAGE_ID: 77, ACTION: 'plus' };
      const failed = await client.callMethod('imbot.message.like', add).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(sdk.AjaxError);
      expect(failed).toMatchObject({
        code: 'WITHOUT_CHANGES',
        status: 400,
        requestInfo: { method: 'imbot.message.like' },
      });
      const refused = await client.callMethod('imbot.message.add', { ...params, MESSAGE: '' }).catch((error) => error);
      expect(refused).toBeInstanceOf(sdk.AjaxError);
      expect(refused).toMatchObject({ code: 'MESSAGE_EMPTY', status: 400 });
      const lossy = await client.callMethod('imbot.bot.list', { CLIENT_ID: CLIENT }).catch((error) => error);
      expect(lossy).toMatchObject({ name: 'ImbotError', code: 'LOSSY', losses: ['bot-list-scope'] });
      await scene.server.close();
    });

    const FAILURES = [{ kind: 'html' }, { kind: 'drop-before' }, { kind: 'status', status: 500, code: '' }] as const;

    it.each(FAILURES)('names the method of the caller where a call fails without a code: %o', async (fault) => {
      const sdk = await load();
      const failed = async (mode: 'v1' | 'auto' | 'v2', method: string, params: object) => {
        const scene = await setScene('webhook');
        const client = hook(sdk, scene, { mode, warnings: false });
        scene.portal.fault({ ...fault, method: /imbot/i, times: 99 });
        const given = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, ...params };
        const error: unknown = await client.callMethod(method, given).catch((thrown: unknown) => thrown);
        await scene.server.close();
        expect(error).toBeInstanceOf(sdk.AjaxError);
        if (!(error instanceof sdk.AjaxError)) throw error;
        const { code, status, message, requestInfo } = error;
        expect(String(error)).not.toMatch(/imbot\.v2/i);
        return {
          code,
          status,
          message,
          info: { ...requestInfo, requestId: typeof requestInfo?.requestId },
          keys: Object.keys(error).sort(),
        };
      };
      for (const [method, params] of [
        ['imbot.message.add', { DIALOG_ID: '1', MESSAGE: 'Hi' }],
        ['IMBOT.chat.user.list', { CHAT_ID: 5 }],
      ] as const) {
        const v1 = await failed('v1', method, params);
        expect(v1.info.method).toBe(method);
        expect({ mode: 'auto', ...(await failed('auto', method, params)) }).toEqual({ mode: 'auto', ...v1 });
        expect({ mode: 'v2', ...(await failed('v2', method, params)) }).toEqual({ mode: 'v2', ...v1 });
      }
    });

    it('keeps positions in arrays of commands and answers lists', async () => {
      const sdk = await load();
      const scene = await setScene('webhook');
      const client = hook(sdk, scene, { mode: 'v2', warnings: false });
      const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId };
      const answer = await client.callBatch(
        [
          ['imbot.message.add', { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'A' }],
          ['server.time', {}],
          ['imbot.message.like', { ...bot, MESSAGE_ID: '$result[0]', ACTION: 'plus' }],
        ],
        true,
      );
      expect(answer.getData()).toEqual([10001, '2026-01-15T10:00:00.000Z', true]);
      const members = await client.callListMethod('imbot.chat.user.list', { ...bot, CHAT_ID: scene.chatId });
      expect(members.getData()).toEqual([1, 2, scene.botId]);
      const listed = await client.actions.v2.callList.make({
        method: 'imbot.chat.user.list',
        params: { ...bot, CHAT_ID: scene.chatId },
      });
      expect(listed.getData()).toEqual([1, 2, scene.botId]);
      const fetched: unknown[] = [];
      const pages = client.actions.v2.fetchList.make({
        method: 'imbot.chat.user.list',
        params: { ...bot, CHAT_ID: scene.chatId },
      });
      for await (const page of pages) fetched.push(...page);
      expect(fetched).toEqual([1, 2, scene.botId]);
      const chunks = await client.actions.v2.batchByChunk.make({
        calls: Array.from({ length: 60 }, (_, index) => [
          'imbot.chat.sendTyping',
          { ...bot, DIALOG_ID: index % 2 === 0 ? `chat${scene.chatId}` : '1' },
        ]),
      });
      expect(chunks.getData()).toEqual(Array.from({ length: 60 }, () => true));
      await scene.server.close();
    });

    it('sends a message once when its answer is lost, and waits its turn when it was refused', async () => {
      const sdk = await load();
      for (const mode of ['v1', 'v2'] as const) {
        const scene = await setScene('webhook');
        const client = hook(sdk, scene, { mode, warnings: false });
        const params = { CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Once' };
        scene.portal.fault({ method: /message\.(add|send)$/i, kind: 'drop-after', times: 3 });
        const lost = await client.callMethod('imbot.message.add', params).catch((error: unknown) => error);
        expect(lost).toBeInstanceOf(sdk.AjaxError);
        expect(scene.portal.snapshot().messages).toHaveLength(1);
        scene.portal.clearFaults();
        scene.portal.fault({
          method: /message\.(add|send)$/i,
          kind: 'status',
          status: 503,
          code: 'QUERY_LIMIT_EXCEEDED',
        });
        const sent = await client.callMethod('imbot.message.add', params);
        expect(sent.getData()?.result).toBe(10002);
        await scene.server.close();
      }
    });

    it("never lets one application's bot serve another one of the same portal", async () => {
      const sdk = await load();
      const scene = await setScene('oauth');
      const second = scene.portal.application({ clientId: 'app.2', clientSecret: 'other' });
      const secondBot = scene.portal.addBot({ code: 'second', application: { clientId: 'app.2' } });
      const chat = scene.portal.addChat({ owner: 1, users: [scene.botId, secondBot.id] });
      sdk.configureImbot({ mode: 'v2', warnings: false });
      const params = { DIALOG_ID: `chat${chat.id}`, MESSAGE: 'Who am I?' };
      await oauth(sdk, scene).callMethod('imbot.message.add', params);
      await oauth(sdk, { ...scene, application: second }, undefined, 'app.2').callMethod('imbot.message.add', params);
      await oauth(sdk, scene).callMethod('imbot.message.add', params);
      expect(scene.portal.snapshot().messages.map(({ authorId }) => authorId)).toEqual([
        scene.botId,
        secondBot.id,
        scene.botId,
      ]);
      sdk.configureImbot({});
      await scene.server.close();
    });

    it('leaves everything else to the SDK, and re-exports all of it', async () => {
      const sdk = await load();
      const scene = await setScene('webhook');
      const client = hook(sdk, scene);
      const time = await client.callMethod('server.time', {});
      expect(time.getData()?.result).toBe('2026-01-15T10:00:00.000Z');
      const released: object = await loadReleased();
      for (const name of Object.keys(released)) expect(sdk).toHaveProperty(name);
      await scene.server.close();
    });
  });

  async function loadReleased(): Promise<object> {
    return version.startsWith('1.') ? import('b24jssdk1') : import('@bitrix24/b24jssdk');
  }
}
