import { id } from '../values/ids';
import { scalar } from '../values/texts';
import { knownBot } from './findBot';
import { handlersOf } from './handlersOf';
import type { Facts, V1Call } from './types';

/** The version whose events a bot gets. */
export type EventFormat = 'v1' | 'v2';

/**
 * In which format the bot of a call gets its events, as far as this process has seen: what it registered itself, and what
 * events came in. The API does not tell.
 */
export function formatOf(call: V1Call): EventFormat | undefined {
  const bot = call.entry.bot === 'none' ? call.facts.botOfCode.get(scalar(call.params.CODE) ?? '') : knownBot(call);
  return typeof bot === 'number' ? call.facts.formatOf.get(bot) : undefined;
}

/**
 * The bot whose commands or addresses a call sets, where nobody has seen yet in which format it gets its events. A call
 * of the wrong version would answer well and change nothing.
 */
export function unseenBot(call: V1Call): number | string | undefined {
  if (call.context.events !== 'v2' || !setsHandlers(call) || call.entry.bot === 'none') return undefined;
  const bot = knownBot(call);
  return bot === undefined || formatOf(call) !== undefined ? undefined : bot;
}

/** Whether a call decides where events go: a registration, a command, or addresses. */
export function setsHandlers(call: V1Call): boolean {
  const { urls, command } = handlersOf(call);
  return !call.entry.patch || urls.length > 0 || command !== undefined;
}

/** Notes what is known of a bot, and its code: registered anew under that it is the same bot. */
export function rememberFormat(facts: Facts, format: EventFormat, bot: number, code?: string): void {
  if (bot <= 0) return;
  facts.formatOf.set(bot, format);
  if (code !== undefined && code !== '') facts.botOfCode.set(code, bot);
}

/** Notes that a bot was registered, unless it is known already: to register an existing bot leaves its version as it is. */
export function rememberRegistered(facts: Facts, format: EventFormat, answer: unknown, code: unknown): void {
  const bot = id(answer);
  rememberFormat(facts, facts.formatOf.get(bot) ?? format, bot, scalar(code));
}
