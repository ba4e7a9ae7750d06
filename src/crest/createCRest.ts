import { oauth } from '../auth/oauth';
import { restAuth } from '../auth/restAuth';
import type { Auth } from '../auth/types';
import { webhook } from '../auth/webhook';
import { createImbot, type Imbot } from '../client/createImbot';
import { mergeReports } from '../engine/mergeReports';
import { environment } from '../engine/notify';
import type { UsageReport } from '../engine/usage';
import { ImbotError } from '../errors/ImbotError';
import { isLoopback } from '../http/hosts';
import { field } from '../values/answers';
import { checkCRest } from './checkCRest';
import { eventAuth } from './eventAuth';
import type { CRestAnswer, CRestCommands, CRestLike, CRestOptions } from './types';

/** Clients for the `auth` of events that are kept, with what they remember of their portals. */
const KEPT = 100;

interface Kept {
  readonly client: Imbot;
  /** Calls that are not over. */
  active: number;
}

/**
 * The calling conventions of the PHP wrapper: plain answers, `{ result }` or `{ error, error_description }`, never thrown.
 * Without options everything comes from the environment: C_REST_WEB_HOOK_URL, or C_REST_CLIENT_ID and
 * C_REST_CLIENT_SECRET with `tokens`.
 * @throws ImbotError CONFIG for options that are unknown or malformed, with the nearest right word; calls never throw
 * @example
 * const crest = createCRest({ webhookUrl });
 * const { result, error } = await crest.call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' });
 */
export function createCRest(options: CRestOptions = {}): CRestLike {
  checkCRest(options);
  const { webhookUrl, clientId, clientSecret, tokens, store, tokenUrl, allowHosts, ...rest } = options;
  const clients = new Map<string, Kept>();
  let own: Imbot | undefined;
  /** What clients that are gone had counted. */
  let past: UsageReport | undefined;

  function ownClient(): Imbot | undefined {
    const auth = own ? undefined : ownAuth();
    if (auth) own = createImbot({ ...rest, auth });
    return own;
  }

  function ownAuth(): Auth | undefined {
    const address = webhookUrl ?? environment('C_REST_WEB_HOOK_URL');
    if (address) return webhook(address, { allowHosts });
    const id = clientId ?? environment('C_REST_CLIENT_ID');
    const secret = clientSecret ?? environment('C_REST_CLIENT_SECRET');
    if (!id || !secret || tokens === undefined) return undefined;
    return oauth({ clientId: id, clientSecret: secret, tokens, store, tokenUrl, allowHosts });
  }

  /** One client per token, so that what it learnt of its portal serves the next event too. */
  async function withClient<T>(auth: object, work: (client: Imbot) => Promise<T>): Promise<T> {
    const given = eventAuth(auth, exchange, reachable());
    const key = `${given.portalKey()} ${given.secrets().join(' ')}`;
    const kept = clients.get(key) ?? { client: createImbot({ ...rest, auth: given }), active: 0 };
    clients.delete(key);
    clients.set(key, kept);
    kept.active += 1;
    try {
      return await work(kept.client);
    } finally {
      kept.active -= 1;
      retire();
    }
  }

  /** Lets go of the clients that have not been used for longest; never of one whose calls are under way or wait their turn. */
  function retire(): void {
    for (const [key, { client, active }] of clients) {
      if (clients.size <= KEPT) return;
      if (active > 0) continue;
      clients.delete(key);
      past = mergeReports([...(past ? [past] : []), client.report()]);
      void client.close();
    }
  }

  /** Hosts that an event may name besides the cloud: those allowed, and those of this application's own configuration. */
  function reachable(): readonly string[] {
    const own = [webhookUrl ?? environment('C_REST_WEB_HOOK_URL'), tokenUrl, field(tokens, 'client_endpoint')].flatMap(
      (address) => (typeof address === 'string' && URL.canParse(address) ? [new URL(address)] : []),
    );
    return [...(allowHosts ?? []), ...own.map(({ host, hostname }) => (isLoopback(hostname) ? hostname : host))];
  }

  async function exchange(auth: unknown): Promise<Record<string, unknown> | false> {
    try {
      return await restAuth(auth, { clientId, clientSecret, tokenUrl, allowHosts, dispatcher: rest.dispatcher });
    } catch (error) {
      return { ...failed(error) };
    }
  }

  async function answer(method: string, params: object | null | undefined, auth?: object | null) {
    const send = async (imbot: Imbot) => plain(await imbot.request(method, { ...params }));
    try {
      if (auth) return await withClient(auth, send);
      const imbot = ownClient();
      return imbot ? await send(imbot) : NOT_INSTALLED;
    } catch (error) {
      return failed(error);
    }
  }

  return {
    call: (method, params) => answer(method, params),
    callBatch: (commands, halt) => answer('batch', { halt: halt ? 1 : 0, cmd: withParams(commands) }),
    restCommand: answer,
    restAuth: exchange,
    report() {
      const present = [...(own ? [own] : []), ...[...clients.values()].map(({ client }) => client)].map((client) =>
        client.report(),
      );
      return mergeReports(past ? [past, ...present] : present);
    },
    async close() {
      await Promise.all([own?.close(), ...[...clients.values()].map(({ client }) => client.close())]);
    },
  };
}

const NOT_INSTALLED: CRestAnswer = {
  error: 'no_install_app',
  error_description:
    'Neither a webhook (C_REST_WEB_HOOK_URL) nor an application with tokens (C_REST_CLIENT_ID, C_REST_CLIENT_SECRET) is configured. Nothing was sent.',
};

function plain(envelope: Awaited<ReturnType<Imbot['request']>>): CRestAnswer {
  const { error: _none, error_description: _text, ...answer } = envelope;
  return { ...answer, result: envelope.result };
}

/** Entries without a method are left out, as the wrapper always did. */
function withParams(commands: CRestCommands): CRestCommands {
  const named = Object.entries(commands).filter(([, command]) => hasMethod(command));
  return Array.isArray(commands) && named.length === commands.length ? commands : Object.fromEntries(named);
}

function hasMethod(command: unknown): boolean {
  if (typeof command === 'string') return command !== '';
  if (Array.isArray(command)) return typeof command[0] === 'string';
  return typeof command === 'object' && command !== null && 'method' in command && typeof command.method === 'string';
}

function failed(error: unknown): { error: string; error_description: string } {
  if (error instanceof ImbotError) return { error: error.code, error_description: error.description ?? error.message };
  return { error: 'NO_ANSWER', error_description: 'The call failed for an unknown reason.' };
}
