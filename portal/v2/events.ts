import type { MethodCall, MethodTable } from '../call';
import { dropOld } from '../events/v2Event';
import { read } from '../read';
import { bot } from './bot';
import { v2Failure } from './failures';

/** imbot.v2.Event.get: the queue of one bot. Everything below `offset` is confirmed and gone. */
export const v2Events: MethodTable = { 'imbot.v2.Event.get': get };

function get(call: MethodCall): unknown {
  const reader = bot(call);
  const { params } = call;
  if (read.flag(params.withUserEvents, false)) {
    const scopes = call.caller.scope.split(',');
    throw v2Failure(scopes.includes('im') ? 'USER_NOT_SUBSCRIBED' : 'SCOPE_ERROR');
  }
  dropOld(call.state, reader);
  if (read.present(params.offset)) {
    const offset = Math.max(read.int(params.offset), reader.cursor);
    reader.queue = reader.queue.filter((event) => event.eventId >= offset);
    reader.cursor = offset;
  }
  const limit = Math.min(Math.max(read.int(params.limit ?? 100), 1), 1000);
  const events = reader.queue.slice(0, limit);
  const last = events.at(-1);
  return {
    events: events.map(({ at: _at, ...event }) => event),
    nextOffset: last ? last.eventId + 1 : reader.cursor,
    hasMore: reader.queue.length > events.length,
  };
}
