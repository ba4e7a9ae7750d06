import { oauth } from '../auth/oauth';
import { restAuth } from '../auth/restAuth';
import type { Auth } from '../auth/types';
import { webhook } from '../auth/webhook';
import { createImbot, type Imbot } from '../client/createImbot';
import { mergeReports } from '../engine/mergeReports';
import { environment } from '../engine/notify';
import type { UsageReport } from '../engine/usage';
import { ImbotError } from '../errors/ImbotError';
import { eventAuth } from './eventAuth';
import type { CRestAnswer, CRestCommands, CRestLike, CRestOptions } from './types';

/** Clients for the `auth` of events that are kept, with what they remember of their portals. */
const KEPT = 100;

/**
 * The calling conventions of the PHP wrapper: plain answers, `{ result }` or `{ error, error_description }`, never thrown.
 * Without options everything comes from the environment: C_REST_WEB_HOOK_URL, or C_REST_CLIENT_ID and
 * C_REST_CLIENT_SECRET with `tokens`.
 */
export function createCRest(options: CRestOptions = {}): CRestLike {
  const { webhookUrl, clientId, clientSecret, tokens, store, tokenUrl, allowHosts, ...rest } = options;
  const clients = new Map<string, Imbot>();
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
  function clientFor(auth: object): Imbot {
    const given = eventAuth(auth, exchange);
    const key = `${given.portalKey()} ${given.secrets().join(' ')}`;
    const known = clients.get(key);
    const client = known ?? createImbot({ ...rest, auth: given });
    clients.delete(key);
    clients.set(key, client);
    for (const [oldest, old] of clients) {
      if (clients.size <= KEPT) break;
      clients.delete(oldest);
      past = mergeReports([...(past ? [past] : []), old.report()]);
      void old.close();
    }
    return client;
  }

  async function exchange(auth: unknown): Promise<Record<string, unknown> | false> {
    try {
      return await restAuth(auth, { clientId, clientSecret, tokenUrl, allowHosts, dispatcher: rest.dispatcher });
    } catch (error) {
      return { ...failed(error) };
    }
  }

  async function answer(client: () => Imbot | undefined, method: string, params: object | null | undefined) {
    try {
      const imbot = client();
      return imbot ? plain(await imbot.request(method, { ...params })) : NOT_INSTALLED;
    } catch (error) {
      return failed(error);
    }
  }

  return {
    call: (method, params) => answer(ownClient, method, params),
    callBatch: (commands, halt) => answer(ownClient, 'batch', { halt: halt ? 1 : 0, cmd: withParams(commands) }),
    restCommand: (method, params, auth) => answer(auth ? () => clientFor(auth) : ownClient, method, params),
    restAuth: exchange,
    report() {
      const present = [...(own ? [own] : []), ...clients.values()].map((client) => client.report());
      return mergeReports(past ? [past, ...present] : present);
    },
    async close() {
      await Promise.all([own, ...clients.values()].map((client) => client?.close()));
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
