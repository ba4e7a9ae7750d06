import { ImbotError } from '../errors/ImbotError';
import { sameText } from './sameText';
import type { Awaitable, DecodedEvent } from './types';

/** Tokens by portal. The key is `member_id`, which every event's auth has; a single-portal store may ignore it. */
export interface ApplicationTokenStore {
  get(portal: string): Awaitable<string | undefined>;
  set?(portal: string, token: string): unknown;
  delete?(portal: string): unknown;
}

export type ApplicationTokens =
  | ApplicationTokenStore
  | Readonly<Record<string, string>>
  | ((portal: string, event: DecodedEvent) => Awaitable<string | undefined>);

export interface VerifyOptions {
  /** The token of the one portal, or the few that are valid while a botToken is being rotated. */
  applicationToken?: string | readonly string[];
  /** Tokens of many portals by member_id: a record, a Map, a store, or a function. */
  applicationTokens?: ApplicationTokens;
  /** Without a token: take the first one that any event brings, once, and hold to it. For bots registered by webhook. */
  learnOnce?: boolean;
}

/** Whether an event is to be trusted, and why not. */
export type Verdict = 'ok' | 'missing' | 'unknown-portal' | 'mismatch';

/**
 * The check of an event's top-level `auth.application_token`. A portal that no token is known of is let in by its
 * ONAPPINSTALL alone, whose token is kept where the store can keep it; ONAPPUNINSTALL, once verified, drops it.
 */
export function applicationTokens(options: VerifyOptions): (event: DecodedEvent) => Promise<Verdict> {
  const { applicationToken, learnOnce = false } = options;
  const fixed = (typeof applicationToken === 'string' ? [applicationToken] : (applicationToken ?? [])).filter(Boolean);
  const store = storeOf(options.applicationTokens);
  if (fixed.length === 0 && store === undefined && !learnOnce) throw nothingToCompareWith();
  let learnt: Promise<string> | undefined;

  return async (event) => {
    const given = event.auth?.['application_token'];
    if (typeof given !== 'string' || given === '') return 'missing';
    if (fixed.length > 0) return verdict(fixed.filter((token) => sameText(given, token)).length > 0);
    const member = event.auth?.['member_id'];
    const portal = typeof member === 'string' ? member : '';
    const known = await store?.get(portal, event);
    if (typeof known === 'string' && known !== '') {
      const same = sameText(given, known);
      if (same && event.event === 'ONAPPUNINSTALL') await store?.delete(portal);
      return verdict(same);
    }
    if (learnOnce) {
      learnt ??= Promise.resolve(store?.get('*', event)).then(async (kept) => {
        if (kept === undefined) await store?.set('*', given);
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
    await store?.set(portal, given);
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

function verdict(same: boolean): Verdict {
  return same ? 'ok' : 'mismatch';
}

function nothingToCompareWith(): ImbotError {
  return new ImbotError({
    code: 'CONFIG',
    method: 'createEventHandler',
    outcome: 'refused',
    message:
      'createEventHandler has no application token to compare events with, so anybody could post them: give ' +
      'applicationToken, applicationTokens (many portals) or learnOnce: true (the first one seen is kept). ' +
      'An empty environment variable looks like this too.',
  });
}
