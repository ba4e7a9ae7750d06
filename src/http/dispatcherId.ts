import { processState } from './processState';

/** A number for a dispatcher that was handed in: behind each there may be another world, a test's or a tunnel's. */
export function dispatcherId(dispatcher: object): number {
  const state = processState();
  const known = state.dispatchers.get(dispatcher);
  if (known !== undefined) return known;
  state.dispatchers.set(dispatcher, ++state.dispatcherCount);
  return state.dispatcherCount;
}
