import type { Params } from '../values/structures';
import { isQuestion } from './createFeeler';
import type { WrappedCall } from './WrappedCall';

/** The answer to what was sent for a call; behind one to a question, as it is known how the wrapper encodes. */
export async function settled<Given>(
  { felt, argumentsIn }: WrappedCall,
  method: string,
  params: Params,
  going: Promise<Given>,
  ask: (args: readonly unknown[]) => Promise<unknown>,
): Promise<Given> {
  const answer = await going;
  const settling = felt?.settle(params, async (encoding, name, sent) => ask(argumentsIn(encoding, name, sent)));
  // What ran waits for nothing.
  if (isQuestion(method)) await settling;
  return answer;
}
