import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPortal, type Fault, type PortalOptions } from '../../portal/index';
import { oauth } from '../../src/auth/oauth';
import { sharedRenewals } from '../../src/auth/spendOnce';
import type { Auth } from '../../src/auth/types';
import { webhook } from '../../src/auth/webhook';
import { ImbotError } from '../../src/errors/ImbotError';
import { createTransport } from '../../src/transport/createTransport';
import type { Replay } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from './clocks';

/** The same faults against the fake portal: what counts is its state afterwards. */
const ACTIONS: Record<Replay, { method: string; params: Record<string, unknown> }> = {
  never: { method: 'imbot.message.add', params: { DIALOG_ID: 'chat1', MESSAGE: 'once' } },
  fixed: { method: 'imbot.chat.updateTitle', params: { CHAT_ID: 1, TITLE: 'Set' } },
  read: { method: 'imbot.dialog.get', params: { DIALOG_ID: 'chat1' } },
};

/** Fault, then the end of a `never` call and its messages, then the end of the two that may be repeated. */
const ROWS: [Omit<Fault, 'method'>, string, number, string][] = [
  [{ kind: 'drop-before' }, 'NO_ANSWER unknown', 0, 'ok'],
  [{ kind: 'drop-after' }, 'NO_ANSWER unknown', 1, 'ok'],
  [{ kind: 'html' }, 'BAD_ANSWER unknown', 0, 'ok'],
  [{ kind: 'html', status: 200 }, 'BAD_ANSWER unknown', 0, 'ok'],
  [{ kind: 'truncated' }, 'BAD_ANSWER unknown', 1, 'ok'],
  [{ kind: 'redirect', location: '/' }, 'BAD_ANSWER unknown', 0, 'ok'],
  [{ kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }, 'ok', 1, 'ok'],
  [{ kind: 'status', status: 429, code: 'OPERATION_TIME_LIMIT' }, 'ok', 1, 'ok'],
  [{ kind: 'status', status: 503, code: 'OVERLOAD_LIMIT' }, 'OVERLOAD_LIMIT refused', 0, 'OVERLOAD_LIMIT refused'],
];

let close: () => Promise<void> = async () => {};
beforeEach(() => sharedRenewals().clear());
afterEach(() => close());

async function world(kind: Auth['kind'], options: PortalOptions = {}) {
  const portal = createPortal(options);
  const application = portal.application({ clientId: 'app.1', clientSecret: 'shh' });
  const owner = kind === 'webhook' ? { clientId: 'bot-client-id' } : { application };
  const bot = portal.addBot({ code: 'echo', ...owner });
  portal.addChat({ id: 1, title: 'Before', owner: 1, users: [2, bot.id] });
  const server = await portal.listen();
  close = () => server.close();
  const hook = portal.webhook({ userId: 1, secret: 's3cr3t' });
  const auth =
    kind === 'webhook'
      ? webhook(server.webhookUrl(hook), { clientId: 'bot-client-id' })
      : oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: application.tokens(), tokenUrl: server.tokenUrl });
  const clock = jumpingClock();
  const transport = createTransport({ auth, limits: false, clock, timeout: CALL_TIMEOUT });
  const identity = kind === 'webhook' ? { CLIENT_ID: 'bot-client-id' } : {};
  const run = async (replay: Replay) => {
    const { method, params } = ACTIONS[replay];
    try {
      await transport.send(method, { BOT_ID: bot.id, ...params, ...identity }, { replay });
      return 'ok';
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      return `${error.code} ${error.outcome}`;
    }
  };
  const messages = () => portal.state.messages.size;
  return { portal, transport, run, messages, application };
}

describe.each(['webhook', 'oauth'] as const)('%s on the fake portal', (kind) => {
  it.each(ROWS)('%j', async (fault, never, messages, repeated) => {
    for (const replay of ['never', 'fixed', 'read'] as const) {
      const { portal, run, transport, messages: count } = await world(kind);
      portal.fault({ ...fault, method: ACTIONS[replay].method });
      expect(`${replay}: ${await run(replay)}`).toBe(`${replay}: ${replay === 'never' ? never : repeated}`);
      if (replay === 'never') expect(count()).toBe(messages);
      if (replay === 'fixed') expect(JSON.stringify(portal.snapshot()).includes('"Set"')).toBe(repeated === 'ok');
      await transport.close();
      await close();
    }
  });

  it('401', async () => {
    const { portal, run, transport, messages } = await world(kind, { now: Date.now });
    portal.fault({ kind: 'expired', method: 'imbot.message.add' });
    expect(await run('never')).toBe(kind === 'oauth' ? 'ok' : 'expired_token refused');
    expect(messages()).toBe(kind === 'oauth' ? 1 : 0);
    expect(portal.oauth.refreshes).toBe(kind === 'oauth' ? 1 : 0);
    await transport.close();
  });

  it('an old portal that refuses JSON', async () => {
    const { run, transport, messages } = await world(kind, { jsonBodies: false });
    expect(await run('never')).toBe('ok');
    expect(await run('never')).toBe('ok');
    expect(messages()).toBe(2);
    await transport.close();
  });
});

it('a portal whose clock is months behind costs one renewal, not one per call', async () => {
  const { portal, run, transport } = await world('oauth');
  for (let i = 0; i < 5; i++) expect(await run('read')).toBe('ok');
  expect(portal.oauth.refreshes).toBe(1);
  await transport.close();
});
