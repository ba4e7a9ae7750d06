import { resolve } from 'node:path';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { oauth } from '../../src/auth/oauth';
import type { Auth } from '../../src/auth/types';
import { webhook } from '../../src/auth/webhook';
import { createImbot } from '../../src/client/createImbot';
import { ImbotError } from '../../src/errors/ImbotError';
import { UsageError } from '../../src/errors/UsageError';
import { type PollOptions, pollEvents } from '../../src/events/pollEvents';
import { ONLY_IF_ASKED } from '../../src/events/toV1Body';
import type { V1Event } from '../../src/events/types';
import type { EventGate } from '../../src/gateway/events/createEventGate';
import type { HeldPair } from '../../src/gateway/tokens/HeldPair';
import { EVENT_NAMES } from '../../src/map/events';
import { checkTokenFile } from './checkTokenFile';
import type { Log } from './createLog';
import type { Keeping } from './openKeeping';
import type { GatewayConfig } from './settings';

type HandlerSettings = NonNullable<GatewayConfig['handlers']>[string];

/**
 * Reads the queue of a handler's bot and hands its events to the gate, which has each on its disk before the queue forgets it.
 * @returns stops it, after the event in hand
 * @throws UsageError for settings that name no portal
 */
export async function startPolling(
  name: string,
  { poll, updates = false }: HandlerSettings,
  gate: EventGate,
  log: Log,
  { offsetsOf }: Pick<Keeping, 'offsetsOf'>,
  held: Pick<HeldPair, 'auth'> | undefined,
  sleep?: PollOptions['sleep'],
): Promise<() => Promise<void>> {
  if (poll === undefined) return async () => {};
  const auth = await authOf(name, poll, held);
  if (auth === undefined) {
    log('poll', { name, what: 'waits for an installation' });
    return async () => {};
  }
  const imbot = createImbot({ auth, warnings: false });
  const names = Object.keys(EVENT_NAMES).filter((event) => updates || !ONLY_IF_ASKED.has(event));
  const stop = new AbortController();
  const keep = async (given: V1Event): Promise<void> => {
    try {
      await gate.post(name, given);
    } catch (error) {
      log('poll', { name, what: 'not kept', eventId: given.v2?.eventId, error: textOf(error) });
      throw error;
    }
  };
  const polling = pollEvents(imbot, {
    botId: poll.botId,
    offsetStore: offsetsOf(poll.botId),
    signal: stop.signal,
    on: Object.fromEntries(names.map((event) => [event, keep])),
    // A full disk, or a Redis that is away, is no fault of the event: the queue keeps it until there is a place for it.
    tries: Number.POSITIVE_INFINITY,
    ...(sleep === undefined ? {} : { sleep }),
    onError: (error, wait, what) => log('poll', { name, what, wait, error: textOf(error) }),
    onPoisoned: ({ eventId }, error) => log('poll', { name, what: 'set aside', eventId, error: textOf(error) }),
  }).then(
    ({ stopped }) => log('poll', { name, what: 'stopped', why: stopped }),
    (error: unknown) => log('poll', { name, what: 'ended', error: textOf(error) }),
  );
  return async () => {
    stop.abort();
    await polling;
    await imbot.close();
  };
}

/** Undefined where the held pair is to be used, and there is none yet. */
async function authOf(
  name: string,
  poll: NonNullable<HandlerSettings['poll']>,
  held: Pick<HeldPair, 'auth'> | undefined,
): Promise<Auth | undefined> {
  const { clientId, clientSecret, tokenUrl } = poll;
  try {
    if (poll.webhook !== undefined) return webhook(poll.webhook, clientId === undefined ? {} : { clientId });
    if (poll.tokens === undefined && held !== undefined) return held.auth();
    if (poll.tokens === undefined || clientId === undefined || clientSecret === undefined) {
      throw new UsageError(`handlers.${name}.poll wants a webhook, or tokens with clientId and clientSecret.`);
    }
    await checkTokenFile(`handlers.${name}.poll.tokens`, resolve(poll.tokens));
    const store = fileTokenStore(resolve(poll.tokens));
    const tokens = await store.read();
    if (tokens === undefined) throw new UsageError(`${poll.tokens} does not exist.`);
    return oauth({ clientId, clientSecret, tokens, store, ...(tokenUrl === undefined ? {} : { tokenUrl }) });
  } catch (error) {
    if (error instanceof ImbotError) throw new UsageError(`handlers.${name}.poll: ${error.message}`);
    throw error;
  }
}

function textOf(error: unknown): string {
  return error instanceof ImbotError ? error.code : error instanceof Error ? error.message : String(error);
}
