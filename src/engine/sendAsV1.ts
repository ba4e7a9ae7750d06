import type { MethodEntry } from '../map/entry';
import type { Replay } from '../values/answers';
import type { Call } from './Call';
import { complete } from './complete';
import type { Desk } from './desk';
import { noteRegistered } from './eventFormat';
import { forget } from './forget';
import { inOrder } from './inOrder';
import { reading } from './reading';
import { tried } from './tried';
import type { Envelope, Params } from './types';

/** Sends a call under the name that the caller gave it. */
export async function sendAsV1(desk: Desk, call: Call, replay: Replay): Promise<Envelope> {
  const { method, named, params, connection, known, entry, own } = call;
  const { context } = desk.options;
  const full = connection.foreign
    ? (tried(() => complete(context, named, params)) ?? params)
    : reading(named, () => complete(context, named, params));
  const { signal, timeout, until } = own;
  if (call.departure ? call.departure.before : known.departing.size > 0 && replay !== 'read') await inOrder.turn(call);
  const going = connection.send(named, full, { replay, signal, timeout, until });
  if (call.departure) inOrder.leave(call);
  const envelope = await going;
  if (entry?.ends) forget(known.facts, entry.ends, params);
  noteRegistered(desk, call, method, params, envelope.result);
  return envelope;
}

/** What cannot be read must not run twice. */
export function replayOf({ replay }: MethodEntry, params: Params): Replay {
  if (typeof replay !== 'function') return replay;
  const named = (): Params =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name.toUpperCase(), value]));
  return tried(() => replay(named())) ?? 'never';
}
