import type { Value } from '../types';

/** Is it a client with interceptors, hooks or defaults, which may be changed from outside? */
export function isClient(one: Value): boolean {
  if (one.kind === 'made') return CLIENTS.test(one.what);
  return (
    one.kind === 'external' &&
    CLIENTS.test(one.module) &&
    (one.path[0] ?? 'default') === 'default' &&
    one.path.length < 2
  );
}

const CLIENTS = /^(?:axios|got|ky|ofetch|superagent|needle|request(?:-promise(?:-native)?)?)\b/;
