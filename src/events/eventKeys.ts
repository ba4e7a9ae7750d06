import { isFields } from '../values/structures';
import { entriesOf, portalOfEvent } from './eventIdentity';
import type { DecodedEvent, V1Event } from './types';

export interface EventKeys {
  /** The event itself; absent where two alike may both be meant. */
  own?: string;
  /** Set on a command: the message it stands in. */
  commandMessage?: string;
  /** Set on a message: it is handled already if this command message was. */
  coveredBy?: string;
}

/** What tells a redelivered event, and a message that also came as a command, from a new one. */
export function eventKeys(decoded: DecodedEvent, v1: V1Event | null): EventKeys {
  const portal = portalOfEvent(decoded);
  if (v1 === null) return decoded.eventId === undefined ? {} : { own: `${portal}|queue|${decoded.eventId}` };
  const params = isFields(v1.data['PARAMS']) ? v1.data['PARAMS'] : {};
  const entries = entriesOf(v1.data['BOT']).concat(entriesOf(v1.data['COMMAND']));
  const bots = entries.map((entry) => entry['BOT_ID']).join(',');
  const message = `${portal}|${bots}|${String(params['MESSAGE_ID'])}`;
  if (v1.event === 'ONIMCOMMANDADD') {
    // A button may be pressed again, under the same message; only the queue tells two presses apart.
    if (entries.some((entry) => entry['COMMAND_CONTEXT'] !== 'TEXTAREA' && entry['COMMAND_CONTEXT'] !== undefined)) {
      return decoded.eventId === undefined ? {} : { own: `${portal}|queue|${decoded.eventId}` };
    }
    const commands = entries.map((entry) => entry['COMMAND_ID']).join(',');
    return { own: `command|${message}|${commands}`, commandMessage: `in-command|${message}` };
  }
  if (v1.event === 'ONIMBOTMESSAGEADD') return { own: `message|${message}`, coveredBy: `in-command|${message}` };
  const subject = params['DIALOG_ID'] ?? v1.data['BOT_ID'];
  if (subject === undefined) return {};
  return { own: JSON.stringify([v1.event, message, v1.ts, decoded.eventId, subject, params['MESSAGE']]) };
}
