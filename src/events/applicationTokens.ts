import { configError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { isPortalId } from './ids';
import { sameText } from './sameText';
import type { Awaitable, DecodedEvent } from './types';
import { within } from './within';

/** Tokens by portal. The key is `member_id`, which every event's auth has; a single-portal store may ignore it. */
export interface ApplicationTokenStore {
  /** The token of a portal, or undefined. */
  get(portal: string): Awaitable<string | undefined>;
  /** Keeps the token that ONAPPINSTALL brought. */
  set?(portal: string, token: string): unknown;
  /** Drops it after ONAPPUNINSTALL. */
  delete?(portal: string): unknown;
}

/** Where the application tokens of many portals are looked up, by `member_id`: a record, a Map, a store, or a function. */
export type ApplicationTokens =
  | ApplicationTokenStore
  | Readonly<Record<string, string>>
  | ((portal: string, event: DecodedEvent) => Awaitable<string | undefined>);

/**
 * What the application token of an event is compared with. One of the three is needed: without any, anybody could post
 * events.
 */
export interface VerifyOptions {
  /** The token of the one portal, or the few that are valid while a botToken is being rotated. */
  applicationToken?: string | readonly string[];
  /** Tokens of many portals by member_id: a record, a Map, a store, or a function. */
  applicationTokens?: ApplicationTokens;
  /** Without a token: take the first one that any event brings, once, and hold to it. For bots registered by webhook. */
  learnOnce?: boolean;
}

/** Whether an event is to be trusted, and why not. */
export type TokenCheck = 'ok' | 'missing' | 'unknown-portal' | 'mismatch';

/** Milliseconds for one question to the store. */
const STORE_TIME = 5_000;

/** Tokens that the store would not take, of so many portals, for the life of the process. */
const MOST_UNSAVED = 1_000;

/**
 * The check of an event's top-level `auth.application_token`. A portal that no token is known of is let in by its
 * ONAPPINSTALL alone, whose token is kept where the store can keep it; ONAPPUNINSTALL, once verified, drops it.
 *
 * @param tell told when the store does not take or drop a token; it is then kept, or known as gone, in memory
 * @returns rejects when the store cannot be read: nobody is let in on that
 */
export function applicationTokens(
  options: VerifyOptions,
  tell: (error: unknown, event: DecodedEvent) => Promise<void>,
): (event: DecodedEvent) => Promise<TokenCheck> {
  const { applicationToken, learnOnce = false } = options;
  const fixed = (typeof applicationToken === 'string' ? [applicationToken] : (applicationToken ?? [])).filter(Boolean);
  const store = storeOf(options.applicationTokens);
  if (fixed.length === 0 && store === undefined && !learnOnce) throw nothingToCompareWith();
  let learnt: Promise<string> | undefined;
  /** What the store was told and did not take: a token, or null for one that is gone. */
  const unsaved = new Map<string, string | null>();

  async function ask<Value>(question: () => Value | PromiseLike<Value>): Promise<Value> {
    return within(STORE_TIME, 'the store of application tokens', question);
  }

  async function read(portal: string, event: DecodedEvent): Promise<string | undefined> {
    const left = unsaved.get(portal);
    if (left !== undefined) return left ?? undefined;
    const known = await ask(() => store?.get(portal, event));
    return typeof known === 'string' && known !== '' ? known : undefined;
  }

  async function write(portal: string, token: string | null, event: DecodedEvent): Promise<void> {
    try {
      await ask(() => (token === null ? store?.delete(portal) : store?.set(portal, token)));
      unsaved.delete(portal);
    } catch (error) {
      if (unsaved.size < MOST_UNSAVED) unsaved.set(portal, token);
      await tell(error, event);
    }
  }

  return async (event) => {
    const given = event.auth?.['application_token'];
    if (typeof given !== 'string' || given === '') return 'missing';
    if (fixed.length > 0) return verdict(fixed.filter((token) => sameText(given, token)).length > 0);
    const member = event.auth?.['member_id'];
    const portal = isPortalId(member) ? member : '';
    // No key and no path is ever made of what is no id.
    if (portal === '' && member !== undefined && member !== '') return 'unknown-portal';
    const known = store === undefined ? undefined : await read(portal, event);
    if (known !== undefined) {
      const same = sameText(given, known);
      if (same && event.event === 'ONAPPUNINSTALL') await write(portal, null, event);
      return verdict(same);
    }
    if (learnOnce) {
      learnt ??= read('*', event).then(async (kept) => {
        if (kept === undefined) await write('*', given, event);
        return kept ?? given;
      });
      try {
        return verdict(sameText(given, await learnt));
      } catch (error) {
        learnt = undefined;
        throw error;
      }
    }
    if (event.event !== 'ONAPPINSTALL' || portal === '') return 'unknown-portal';
    await write(portal, given, event);
    return 'ok';
  };
}

interface FullStore {
  get(portal: string, event: DecodedEvent): Awaitable<string | undefined>;
  set(portal: string, token: string): unknown;
  delete(portal: string): unknown;
}

function storeOf(tokens: ApplicationTokens | undefined): FullStore | undefined {
  if (tokens === undefined) return undefined;
  if (typeof tokens === 'function') return { get: tokens, set: ignore, delete: ignore };
  if (!isStore(tokens)) {
    return {
      get: (portal) => (Object.hasOwn(tokens, portal) ? tokens[portal] : undefined),
      set: ignore,
      delete: ignore,
    };
  }
  return {
    get: (portal) => tokens.get(portal),
    set: (portal, token) => tokens.set?.(portal, token),
    delete: (portal) => tokens.delete?.(portal),
  };
}

function isStore(tokens: ApplicationTokenStore | Readonly<Record<string, string>>): tokens is ApplicationTokenStore {
  return typeof tokens.get === 'function';
}

function ignore(): void {}

function verdict(same: boolean): TokenCheck {
  return same ? 'ok' : 'mismatch';
}

function nothingToCompareWith(): ImbotError {
  return configError(
    'createEventHandler',
    'there is no application token to compare events with, so anybody could post them: give ' +
      'applicationToken, applicationTokens (many portals) or learnOnce: true (the first one seen is kept). ' +
      'An empty environment variable looks like this too.',
  );
}
