import type { Fields } from '../../src/events/types';

/**
 * Through which version the one bot of an application was registered, judged by the application's subscriptions
 * (`event.get`, OAuth only). With several bots, with both kinds or with none the API does not tell.
 */
export function registeredThrough(handlers: readonly Fields[], bots: number): 'v1' | 'v2' | 'not told' {
  if (bots !== 1) return 'not told';
  const events = handlers.map(({ event }) => event);
  const hasV2 = events.some(isV2Event);
  const hasV1 = events.some((event) => /^ONIM(BOT(?!V2)|COMMAND)/i.test(String(event)));
  if (hasV1 === hasV2) return 'not told';
  return hasV2 ? 'v2' : 'v1';
}

export function isV2Event(event: unknown): boolean {
  return /^ONIMBOTV2/i.test(String(event));
}
