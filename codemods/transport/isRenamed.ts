import { nameArrives } from './nameArrives';
import type { ClientCall, MethodValue, Value } from './types';
import { holds, isName } from './values/Value';

/** The name has been changed before it was sent: v2 names need not survive what v1 names did. */
export function isRenamed({ url, method, body }: ClientCall, { v1, v2 }: MethodValue): boolean {
  const isOther = (inner: Value) => inner.kind === 'method' && (inner.v1 !== v1 || inner.v2.join() !== v2.join());
  return (
    [url, method, body].some((one) => one !== undefined && holds(one, isOther)) ||
    (url !== undefined && holds(url, isName) && !nameArrives(url, v1))
  );
}
