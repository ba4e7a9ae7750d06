import type { Reading } from '../facade/Form';
import { LOOKUPS } from '../map/lookups';
import type { Params } from '../values/structures';
import type { WrappedCall } from './WrappedCall';

/** How a question of ours is put to the wrapped function. */
interface Asking<Given> {
  readonly put: (args: readonly unknown[]) => PromiseLike<Given>;
  readonly read: (answer: Given) => Reading;
}

/** The answer to what was sent for a call; behind one to a question, as it is known how the wrapper encodes. */
export async function settled<Given>(
  { felt, argumentsIn }: WrappedCall,
  method: string,
  params: Params,
  going: Promise<Given>,
  { put, read }: Asking<Given>,
): Promise<Given> {
  const answer = await going;
  // What ran waits for nothing.
  if (felt === undefined || !LOOKUPS.has(method)) return answer;
  await felt.settle(params, async (encoding, name, sent) => {
    const reading = read(await put(argumentsIn(encoding, name, sent)));
    return 'envelope' in reading ? reading.envelope.result : undefined;
  });
  return answer;
}
