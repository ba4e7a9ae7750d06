import { within } from './within';

/** A question to the store of offsets; one that does not answer in ten seconds has failed. */
export function askOffsets<Value>(question: () => Value | PromiseLike<Value>): Promise<Value> {
  return within(10_000, 'the offset store', question);
}
