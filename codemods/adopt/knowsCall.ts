import { nameArrives } from '../transport/nameArrives';
import { nameStays } from '../transport/nameStays';
import { placesOf } from '../transport/placesOf';
import type { ArgumentPlace } from '../transport/TransportReading';
import type { FunctionRun, Value } from '../transport/types';
import { holds, isName } from '../transport/values/Value';
import type { SiteRead } from './siteReads';

/** Does a function on the way get the name as it stands at the site? With another one it gets another call. */
export function knowsCall(step: FunctionRun, { read: { method }, form }: SiteRead): boolean {
  const place = placesOf(step, form)?.method;
  const given = place === undefined ? undefined : givenAt(step.given, place);
  if (given && holds(given, isName)) return nameArrives(given, method);
  return step.given.every((one) => nameStays(one, method));
}

function givenAt(given: readonly Value[], place: ArgumentPlace): Value | undefined {
  const [first = '', ...path] = String(place).split('.');
  return path.reduce<Value | undefined>(
    (value, name) => (value?.kind === 'object' ? value.fields.get(name) : undefined),
    given[Number(first)],
  );
}
