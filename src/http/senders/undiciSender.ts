import { Agent, type Dispatcher } from 'undici';
import { processState } from '../processState';
import type { Sender } from '../Sender';

/** Sends through an undici dispatcher that was handed in, else through an Agent of its own with `connections` sockets per portal. */
export function undiciSender(given?: Dispatcher, connections = 1): Sender {
  const dispatcher = given ?? new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 });
  const sender: Sender = {
    send: (request, receiver) => void dispatcher.dispatch(request, receiver),
    // Undici's own dispatchers do.
    announces: given === undefined,
    get world() {
      return given === undefined ? 0 : worldOf(given);
    },
    alone: () => (given === undefined ? undiciSender() : sender),
    async end() {
      if (given === undefined) await dispatcher.destroy();
    },
  };
  return sender;
}

/** A number for a dispatcher that was handed in: behind each there may be another world, a test's or a tunnel's. */
function worldOf(dispatcher: object): number {
  const state = processState('dispatchers', () => ({ ids: new WeakMap<object, number>(), count: 0 }));
  const known = state.ids.get(dispatcher);
  if (known !== undefined) return known;
  state.ids.set(dispatcher, ++state.count);
  return state.count;
}
