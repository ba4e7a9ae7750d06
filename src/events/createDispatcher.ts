import { INPUT_ACTION_NOTIFY } from '../map/v2Names';
import { isFields } from '../values/structures';
import { type Claims, createClaims } from './claims';
import { type EventIdentity, eventIdentity } from './eventIdentity';
import { eventKeys } from './eventKeys';
import { type EventTwins, eventTwins } from './eventTwins';
import { teach } from './facts';
import { memorySeen, type SeenStore } from './memorySeen';
import { resolveHandlers } from './resolveHandlers';
import { toV1Event } from './toV1Event';
import type { Awaitable, DecodedEvent, EventClient, EventHandlers, V1Event } from './types';
import { withFileLinks } from './withFileLinks';

/** What handlers and pollers have in common: who handles which event, and how v2 events are made to look like v1. */
export interface DispatchOptions {
  /** Learns from events and shows "typing"; a function where one handler serves many portals. */
  imbot?: EventClient | ((event: DecodedEvent) => Awaitable<EventClient | undefined>);
  /**
   * Handlers by v1 event name: an object, an instance of a class, a Map. A name that no event has is refused when the
   * handler is made.
   */
  on: EventHandlers;
  /** Show "typing" before messages, commands and joins that v2 delivered, as v1 did by itself. Default: false. */
  typing?: boolean;
  /**
   * Ask the portal for a link to each file of a message that v2 delivered, one call a file: `PARAMS.FILES[id].urlDownload`. v2
   * gives no name, size or type of a file. Default: false.
   */
  files?: boolean;
  /** Pass v2's edits and deletions to `'*'` too. v1 bots never got them unasked. Default: false. */
  updates?: boolean;
  /**
   * `drop`: not twice the same event, and not the message of a command. A second delivery waits for the first, and is
   * handled when that one fails. Default: `keep`. An event that comes in both generations is handled once either way, by
   * readers of one process that have the same object of handlers; across processes, messages and typed commands by a
   * store that they share.
   */
  duplicates?: 'keep' | 'drop' | SeenStore;
}

/** `busy`: somebody else handles it and has not come to an end in time; it is to be asked again. */
export type DispatchEnd = 'handled' | 'ignored' | 'duplicate' | 'busy';

export interface Dispatcher {
  /** Runs the handler of an event; rejects with what the handler threw. */
  dispatch(event: DecodedEvent): Promise<DispatchEnd>;
  /** Tells of commands that are about to come, so that their messages can be dropped first. */
  announce(events: readonly DecodedEvent[]): Promise<void>;
}

export interface DispatcherParts {
  /** Told when the store of seen events fails. The event is handled all the same. */
  tell(error: unknown, event: DecodedEvent): Promise<void>;
  /** This is the only reader: an event in work that comes to no end was in hand when its process was killed. */
  onlyReader: boolean;
}

const TYPING_BEFORE = new Set(['ONIMBOTMESSAGEADD', 'ONIMCOMMANDADD', 'ONIMBOTJOINCHAT']);
const ONLY_IF_ASKED = new Set(['ONIMBOTMESSAGEUPDATE', 'ONIMBOTMESSAGEDELETE']);

/**
 * One event, one handler: facts to the client, duplicates out, the v1 shape in.
 *
 * @throws ImbotError CONFIG when `on` can hold no handlers or names one that would never be called
 */
export function createDispatcher(options: DispatchOptions, { tell, onlyReader }: DispatcherParts): Dispatcher {
  const { imbot, typing = false, files = false, updates = false, duplicates = 'keep' } = options;
  const handlerOf = resolveHandlers(options.on);
  const seen = duplicates === 'keep' ? undefined : duplicates === 'drop' ? memorySeen() : duplicates;
  const claimsFor = seen === undefined ? undefined : createClaims(seen, onlyReader);
  const twins = eventTwins(options.on);
  const ignored = new Set<string>();

  function tellIgnored(name: string): void {
    if (ignored.has(name) || ignored.size >= MOST_NAMES) return;
    ignored.add(name);
    console.warn(
      `imbot-compat: no handler for ${name} in \`on\`, nor one for '*': such events are ignored (said once).`,
    );
  }

  return {
    async announce(events) {
      if (claimsFor === undefined || handlerOf('ONIMCOMMANDADD') === undefined) return;
      for (const event of events) {
        const { commandMessage } = eventKeys(event, toV1Event(event));
        if (commandMessage !== undefined) await claimsFor((error) => tell(error, event)).announce(commandMessage);
      }
    },

    async dispatch(decoded) {
      if (decoded.problem !== undefined) throw new TypeError(`an event that cannot be read: ${decoded.problem}`);
      const client = typeof imbot === 'function' ? await imbot(decoded) : imbot;
      teach(client, decoded);
      const v1 = toV1Event(decoded);
      const name = v1?.event ?? decoded.event;
      const unasked = v1?.v2 !== undefined && ONLY_IF_ASKED.has(name) && !updates;
      const handler = handlerOf(name) ?? (unasked ? undefined : handlerOf('*'));
      if (handler === undefined) {
        if (!unasked && name !== 'ONIMBOTV2REACTIONCHANGE') tellIgnored(name);
        return 'ignored';
      }
      const run = async (): Promise<'handled'> => {
        if (typing && client !== undefined && v1?.v2 !== undefined && TYPING_BEFORE.has(name)) showTyping(client, v1);
        if (files && client !== undefined && v1?.v2 !== undefined) await withFileLinks(v1, client);
        await handler(v1 ?? decoded);
        return 'handled';
      };
      const claimed = async (): Promise<DispatchEnd> => {
        const keys = claimsFor === undefined ? {} : eventKeys(decoded, v1);
        if (claimsFor === undefined || keys.own === undefined) return run();
        const claims = claimsFor((error) => tell(error, decoded));
        const handlesCommands = handlerOf('ONIMCOMMANDADD') !== undefined;
        if (keys.coveredBy !== undefined && handlesCommands && (await claims.covered(keys.coveredBy)))
          return 'duplicate';
        return once(claims, keys.own, keys.commandMessage, run);
      };
      const identity = v1 === null ? undefined : eventIdentity(decoded, v1);
      return identity === undefined ? claimed() : inOneGeneration(twins, identity, claimed);
    },
  };
}

const MOST_NAMES = 100;

/** An event that came in the other generation too is handled once. */
async function inOneGeneration(
  twins: EventTwins,
  identity: EventIdentity,
  run: () => Promise<DispatchEnd>,
): Promise<DispatchEnd> {
  const met = await twins.meet(identity);
  if (met === 'handled') return 'duplicate';
  let handled = false;
  try {
    const outcome = await run();
    handled = outcome !== 'busy';
    return outcome;
  } finally {
    met(handled);
  }
}

async function once(
  claims: Claims,
  key: string,
  cover: string | undefined,
  run: () => Promise<'handled'>,
): Promise<DispatchEnd> {
  const claim = await claims.take(key, cover);
  if (claim !== 'mine') return claim === 'done' ? 'duplicate' : 'busy';
  let handled = false;
  try {
    const outcome = await run();
    handled = true;
    return outcome;
  } finally {
    await claims.settle(key, handled, cover);
  }
}

/** Not in open lines and not for supervisors, where v1 shows none either. It is a courtesy: its failure is no failure. */
function showTyping(client: EventClient, v1: V1Event): void {
  const bot = v1.v2?.data['bot'];
  const params = v1.data['PARAMS'];
  if (!isFields(bot) || !isFields(params)) return;
  if (bot['type'] === 'supervisor' || params['MESSAGE_TYPE'] === 'L') return;
  const dialogId = params['DIALOG_ID'];
  if (typeof dialogId !== 'string' || dialogId === '') return;
  client.call(INPUT_ACTION_NOTIFY, { botId: Number(bot['id']), dialogId }).catch(() => {});
}
