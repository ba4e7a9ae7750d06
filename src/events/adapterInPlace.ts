import { processState } from '../http/processState';

/** Whether this process has made an event handler or a poller: what a client with `events: 'v2'` may ask for its notice. */
export function adapterInPlace(): boolean {
  return state().adapter;
}

/** Said by every event handler and poller. */
export function putAdapterInPlace(): void {
  state().adapter = true;
}

function state(): { adapter: boolean } {
  return processState('events', () => ({ adapter: false }));
}
