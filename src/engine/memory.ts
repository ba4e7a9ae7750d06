import { boundedMap } from '../translate/boundedMap';
import { createFacts } from '../translate/createFacts';
import { rememberFormat } from '../translate/formatOf';
import type { Facts, Params, TranslateContext } from '../translate/types';
import type { Envelope } from '../transport/types';
import type { Departure } from './Departure';
import type { LearnedFacts, SeenDelivery } from './types';

/** What an engine remembers of one portal. */
export interface PortalMemory {
  readonly facts: Facts;
  /** Who calls and what is known, for translations. */
  readonly context: TranslateContext;
  /** Look-ups under way. */
  readonly lookups: Map<string, Promise<Envelope>>;
  /** The last question about each bot. */
  readonly questions: Map<string, Question>;
  /** By line, the last call that waits to leave. */
  readonly departing: Map<string, Departure>;
  /** See `tick`. */
  now: number;
  /** By token and bot: the bridge to v2 is proven (true), the bot stays on v1 (false), or is asked for before its next call. */
  readonly bridges: Map<string, boolean | 'ask'>;
  /** By token and bot: questions that nobody answered, and the calls that are still to go before the next one. */
  readonly unanswered: Map<string, { readonly times: number; left: number }>;
  /** Calls that v2 denied to a bot in a chat, where v1 asks for less: they stay on v1 there. */
  readonly denied: Map<string, true>;
}

/** A question about a bot, or the last one that was asked. */
export interface Question {
  readonly asked: number;
  readonly answer: Promise<Envelope>;
  underWay: boolean;
}

/** The next moment, in the order in which calls and questions of a portal go out. */
export function tick(memory: Pick<PortalMemory, 'now'>): number {
  memory.now += 1;
  return memory.now;
}

export function createPortalMemory(
  context: Omit<TranslateContext, 'facts'>,
  departing: PortalMemory['departing'] = new Map(),
): PortalMemory {
  const facts = createFacts();
  return {
    facts,
    context: { ...context, facts },
    lookups: boundedMap(1_000),
    questions: boundedMap(1_000),
    departing,
    now: 0,
    bridges: boundedMap(10_000),
    unanswered: boundedMap(10_000),
    denied: boundedMap(10_000),
  };
}

/** The bot that v2 parameters speak of, as a key of `bridges`. */
export function bridgeKey({ botToken, botId }: Params): string {
  return `${String(botToken ?? '')}|${String(botId ?? '')}`;
}

/** A v2 method and the bot and chat it is for, as a key of `denied`. */
export function deniedKey(method: string, params: Params): string {
  return `${method}|${bridgeKey(params)}|${String(params.dialogId ?? '')}`;
}

/** Takes in what an event told. */
export function learn({ facts }: PortalMemory, { dialogOfMessage, botOfCommand, commandOfName }: LearnedFacts): void {
  if (dialogOfMessage) facts.dialogOfMessage.set(...dialogOfMessage);
  if (botOfCommand) facts.botOfCommand.set(...botOfCommand);
  if (commandOfName) {
    const [botId, name, commandId] = commandOfName;
    facts.commandOfName.set(`${botId}/${name.replace(/^\//, '')}`, commandId);
  }
}

/**
 * Takes in that an event of a bot came. An event of v1 tells that the bot was registered through it. One of v2 by webhook may
 * come beside v1's own, so it changes nothing then; out of the queue it tells that those of v1 have stopped.
 */
export function learnFormat({ facts }: PortalMemory, { format, botId, code }: SeenDelivery): void {
  if (format === 'v2' && facts.formatOf.get(botId) === 'v1') return;
  rememberFormat(facts, format === 'v1' ? 'v1' : 'v2', botId, code);
}
