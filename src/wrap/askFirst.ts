import { REVISION_GET } from '../map/index';
import type { Params } from '../values/structures';
import { askAhead } from './askAhead';
import { batchOfOne } from './batchOfOne';
import { isThenable } from './promiseKind';
import type { Invocation } from './types';
import { whoAsks } from './whoAsks';

/** A question that was put, and what the transport returned for it. */
export interface FirstQuestion {
  readonly method: string;
  readonly params: Params;
  readonly returned: unknown;
}

/** Asks for the revision, in a batch of one where the wrapper takes it; undefined where it throws at once. */
export function askFirst(invocation: Invocation): FirstQuestion | undefined {
  const { call, batches } = invocation;
  const params = whoAsks(call.params);
  const inBatch = batches.left > 0 ? put('batch', batchOfOne(REVISION_GET, params)) : undefined;
  // Of no batch it may give nothing, and a promise of all else.
  if (inBatch && isThenable(inBatch.returned)) return inBatch;
  const alone = put(REVISION_GET, params);
  // It may have a list of the methods that it sends.
  if (alone) batches.left = 0;
  return alone;

  function put(method: string, sent: Params): FirstQuestion | undefined {
    const { fn, self } = invocation;
    const asked = askAhead(invocation, () => Reflect.apply(fn, self, call.argumentsFor(method, sent)));
    return asked && { method, params: sent, returned: asked.returned };
  }
}
