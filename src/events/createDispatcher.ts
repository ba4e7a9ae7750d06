import { V2 } from '../map/v2Names';
import { eventKeys } from './eventKeys';
import { teach } from './facts';
import { isFields } from './isFields';
import { memorySeen, type SeenStore } from './memorySeen';
import { toV1Event } from './toV1Event';
import type { Awaitable, DecodedEvent, EventClient, EventHandlers, V1Event } from './types';

export interface DispatchOptions {
  /** Learns from events and shows "typing"; a function where one handler serves many portals. */
  imbot?: EventClient | ((event: DecodedEvent) => Awaitable<EventClient | undefined>);
  on: EventHandlers;
  /** Show "typing" before messages, commands and joins that v2 delivered, as v1 did by itself. Default: false. */
  typing?: boolean;
  /** Pass v2's edits and deletions to `'*'` too. v1 bots never got them unasked. Default: false. */
  updates?: boolean;
  /** `drop`: not twice the same event, and not the message of a command. Default: `keep`. */
  duplicates?: 'keep' | 'drop' | SeenStore;
}

export type Outcome = 'handled' | 'ignored' | 'duplicate';

export interface Dispatcher {
  /** Runs the handler of an event; rejects with what the handler threw. */
  dispatch(event: DecodedEvent): Promise<Outcome>;
  /** Tells of commands that are about to come, so that their messages can be dropped first. */
  announce(events: readonly DecodedEvent[]): Promise<void>;
}

const TYPING_BEFORE = new Set(['ONIMBOTMESSAGEADD', 'ONIMCOMMANDADD', 'ONIMBOTJOINCHAT']);
const ONLY_IF_ASKED = new Set(['ONIMBOTMESSAGEUPDATE', 'ONIMBOTMESSAGEDELETE']);

/** One event, one handler: facts to the client, duplicates out, the v1 shape in. */
export function createDispatcher(options: DispatchOptions): Dispatcher {
  const { on, imbot, typing = false, updates = false, duplicates = 'keep' } = options;
  const seen = duplicates === 'keep' ? undefined : duplicates === 'drop' ? memorySeen() : duplicates;

  return {
    async announce(events) {
      if (seen === undefined || !Object.hasOwn(on, 'ONIMCOMMANDADD')) return;
      for (const event of events) {
        const { commandMessage } = eventKeys(event, toV1Event(event));
        if (commandMessage !== undefined) await seen.add(commandMessage);
      }
    },

    async dispatch(decoded) {
      if (decoded.problem !== undefined) throw new TypeError(`an event that cannot be read: ${decoded.problem}`);
      const client = typeof imbot === 'function' ? await imbot(decoded) : imbot;
      teach(client, decoded);
      const v1 = toV1Event(decoded);
      const name = v1?.event ?? decoded.event;
      const unasked = v1?.v2 !== undefined && ONLY_IF_ASKED.has(name) && !updates;
      const handler = handlerOf(on, name) ?? (unasked ? undefined : handlerOf(on, '*'));
      if (handler === undefined) return 'ignored';

      const keys = seen === undefined ? {} : eventKeys(decoded, v1);
      if (keys.coveredBy !== undefined && handlerOf(on, 'ONIMCOMMANDADD') && (await seen?.has(keys.coveredBy))) {
        return 'duplicate';
      }
      if (keys.own !== undefined && (await seen?.add(keys.own)) === false) return 'duplicate';
      if (keys.commandMessage !== undefined) await seen?.add(keys.commandMessage);

      if (typing && client !== undefined && v1?.v2 !== undefined && TYPING_BEFORE.has(name)) showTyping(client, v1);
      try {
        await handler(v1 ?? decoded);
      } catch (error) {
        if (keys.own !== undefined) await seen?.delete(keys.own);
        throw error;
      }
      return 'handled';
    },
  };
}

function handlerOf(on: EventHandlers, name: string): ((event: unknown) => unknown) | undefined {
  const handler: unknown = Object.hasOwn(on, name) ? Reflect.get(on, name) : undefined;
  return typeof handler === 'function' ? (event) => handler.call(on, event) : undefined;
}

/** Not in open lines and not for supervisors, where v1 shows none either. It is a courtesy: its failure is no failure. */
function showTyping(client: EventClient, v1: V1Event): void {
  const bot = v1.v2?.data['bot'];
  const params = v1.data['PARAMS'];
  if (!isFields(bot) || !isFields(params)) return;
  if (bot['type'] === 'supervisor' || params['MESSAGE_TYPE'] === 'L') return;
  const dialogId = params['DIALOG_ID'];
  if (typeof dialogId !== 'string' || dialogId === '') return;
  client.call(V2.chatInputActionNotify, { botId: Number(bot['id']), dialogId }).catch(() => {});
}
