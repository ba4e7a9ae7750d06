import { fileTokenStore } from '../src/auth/fileTokenStore';
import { oauth } from '../src/auth/oauth';
import type { Auth } from '../src/auth/types';
import { webhook } from '../src/auth/webhook';
import { ImbotError } from '../src/errors/ImbotError';
import { UsageError } from '../src/errors/UsageError';
import type { Fields } from '../src/events/types';
import { redact } from '../src/http/redact';
import { createTransport } from '../src/transport/createTransport';
import type { Replay } from '../src/transport/types';
import { isFields } from '../src/values/structures';
import { isFinalRefusal } from './isFinalRefusal';
import type { PortalFlags } from './portalOptions';

/** What a portal said to one call: the result, or why not. */
export type Said =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly code: string;
      readonly text: string;
      readonly status?: number;
      /** The portal did not run the call, and would say the same again. Anything else is asked again, or not taken for known. */
      readonly isFinal: boolean;
    };

/** A live portal as the command line asks it: plain calls, nothing translated, nothing thrown. */
export interface LivePortal {
  readonly kind: Auth['kind'];
  /** webhook: the CLIENT_ID, which v2 takes as botToken. */
  readonly clientId: string | undefined;
  /** Names the portal without secrets. */
  readonly name: string;
  /** A call that changes nothing. */
  read(method: string, params?: Fields): Promise<Said>;
  /** A call that changes something; `fixed` where a second run leaves things as they are. */
  change(method: string, params: Fields, replay: Exclude<Replay, 'read'>): Promise<Said>;
  /** Nobody answered as a portal does. */
  isUnreachable(code: string): boolean;
  close(): Promise<void>;
}

const UNREACHABLE: ReadonlySet<string> = new Set(['NO_ANSWER', 'TIMEOUT', 'BAD_ANSWER']);

/**
 * @throws UsageError when the options do not name a portal
 */
export async function livePortal(flags: PortalFlags, env: NodeJS.ProcessEnv = process.env): Promise<LivePortal> {
  const clientId = flags.clientId ?? (env['IMBOT_CLIENT_ID'] || undefined);
  const auth = await authOf(flags, clientId, env);
  const transport = createTransport({ auth, timeout: 20_000 });
  const hidden = () => [...auth.secrets(), env['IMBOT_NEW_BOT_TOKEN'] ?? ''];
  const send = async (method: string, params: Fields, replay: Replay): Promise<Said> => {
    try {
      const { result } = await transport.send(method, params, { replay });
      return { ok: true, result };
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      const { code, status, description } = error;
      const text = redact(description ?? error.message, hidden());
      return { ok: false, code, text, isFinal: isFinalRefusal(error), ...(status ? { status } : {}) };
    }
  };
  return {
    kind: auth.kind,
    clientId: auth.kind === 'webhook' ? clientId : undefined,
    name: transport.portalKey(),
    read: (method, params = {}) => send(method, params, 'read'),
    change: send,
    isUnreachable: (code) => UNREACHABLE.has(code),
    close: () => transport.close(),
  };
}

async function authOf(flags: PortalFlags, clientId: string | undefined, env: NodeJS.ProcessEnv): Promise<Auth> {
  if (flags.tokens !== undefined && flags.webhook !== undefined)
    throw new UsageError('--webhook and --tokens are two ways in: give one.');
  try {
    if (flags.tokens !== undefined) return await oauthFrom(flags.tokens, flags.tokenUrl, env);
    const url = flags.webhook ?? env['C_REST_WEB_HOOK_URL'];
    if (!url)
      throw new UsageError('Which portal? Set C_REST_WEB_HOOK_URL, or give --webhook <url> or --tokens <file>.');
    return webhook(url, clientId === undefined ? {} : { clientId });
  } catch (error) {
    if (error instanceof ImbotError) throw new UsageError(error.message);
    throw error;
  }
}

async function oauthFrom(path: string, tokenUrl: string | undefined, env: NodeJS.ProcessEnv): Promise<Auth> {
  const clientId = env['C_REST_CLIENT_ID'];
  const clientSecret = env['C_REST_CLIENT_SECRET'];
  if (!clientId || !clientSecret)
    throw new UsageError('--tokens needs C_REST_CLIENT_ID and C_REST_CLIENT_SECRET in the environment.');
  const store = fileTokenStore(path);
  const tokens = await store.read();
  if (tokens === undefined) throw new UsageError(`${path} does not exist.`);
  return oauth({ clientId, clientSecret, tokens, store, ...(tokenUrl === undefined ? {} : { tokenUrl }) });
}

/** The botToken that a v2 call needs on webhook auth; nothing under OAuth. */
export function identity(portal: Pick<LivePortal, 'kind' | 'clientId'>): Fields {
  return portal.kind === 'webhook' && portal.clientId !== undefined ? { botToken: portal.clientId } : {};
}

/** The object under a key of an answer, or an empty one. */
export function objectIn(value: unknown, key: string): Fields {
  const found = isFields(value) ? value[key] : undefined;
  return isFields(found) ? found : {};
}

/** The objects of the list under a key of an answer. */
export function listIn(value: unknown, key: string): Fields[] {
  const found = isFields(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isFields) : [];
}
