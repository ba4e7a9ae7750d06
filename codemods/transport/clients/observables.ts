import type { MadeValue, Value } from '../types';
import { rejecting } from '../values/rejecting';
import { alternatives, joined, native, UNDEFINED } from '../values/Value';

const OBSERVABLE = 'rxjs.Observable';

/** What rxjs makes of a value: it goes through operators, and to whoever subscribes. */
export function observable(value: Value): Value {
  return { kind: 'made', what: OBSERVABLE, from: [value], held: [] };
}

export function isObservable(value: Value): boolean {
  return alternatives(value).some((one) => one.kind === 'made' && one.what === OBSERVABLE);
}

/** What comes out of it; anything else is what it is. */
export function observed(value: Value): Value {
  if (!isObservable(value)) return value;
  return joined(
    ...alternatives(value).flatMap((one) => (one.kind === 'made' && one.what === OBSERVABLE ? one.from : [one])),
  );
}

/** `pipe`, `subscribe` and their like. */
export function observableMember({ what, from }: MadeValue, name: string): Value | undefined {
  if (what !== OBSERVABLE) return undefined;
  const [value = UNDEFINED] = from;
  if (name === 'pipe')
    return native((operators, node, engine) =>
      observable(
        rejecting(engine, () =>
          operators.reduce((piped, operator) => observed(engine.call(operator, [piped], node)), value),
        ),
      ),
    );
  if (name === 'subscribe' || name === 'forEach')
    return native(([watcher], node, engine) => {
      const work = watcher?.kind === 'object' ? watcher.fields.get('next') : watcher;
      if (work) rejecting(engine, () => engine.call(work, [value], node));
      return UNDEFINED;
    });
  return name === 'toPromise' ? native(() => value) : undefined;
}
