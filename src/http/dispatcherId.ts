import { processState } from './processState';

/** A number for a dispatcher that was handed in: behind each there may be another world, a test's or a tunnel's. */
export function dispatcherId(dispatcher: object): number {
  const state = numbered();
  const known = state.ids.get(dispatcher);
  if (known !== undefined) return known;
  state.ids.set(dispatcher, ++state.count);
  return state.count;
}

function numbered(): { ids: WeakMap<object, number>; count: number } {
  return processState('dispatchers', () => ({ ids: new WeakMap<object, number>(), count: 0 }));
}
