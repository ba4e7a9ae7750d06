import { indexed } from './indexed';
import { isEmpty } from './isEmpty';
import { json } from './json';

/** ATTACH as parsed; block keys stay UPPER_CASE. An empty one is left out. */
export function attach(value: unknown): unknown {
  const parsed = indexed(json(value));
  return isEmpty(parsed) ? undefined : parsed;
}
