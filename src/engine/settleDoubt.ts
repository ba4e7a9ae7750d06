import type { ImbotError } from '../errors/ImbotError';
import { askBot } from './askBot';
import { bridgeKey, type PortalMemory } from './memory';
import { doubtIn, settle } from './nothingRan';
import type { Journey, Params } from './types';

/**
 * A v2 call failed over a transport that does not show whether the portal refused it. The engine asks for the bot, which
 * changes nothing: a portal that refuses the bot there in the same way refused the call too, and the failure comes back with
 * outcome `refused`. Otherwise it comes back as it is, and nothing is sent again.
 */
export async function settleDoubt(
  error: ImbotError,
  failed: Params,
  { via, own, method }: Journey,
  memory: PortalMemory,
  sent: number,
): Promise<ImbotError> {
  const doubt = doubtIn(error);
  if (doubt === undefined) return error;
  try {
    await askBot(failed, { via, own, method, sent, timeout: own.timeout }, memory);
  } catch (answer) {
    return settle(error, doubt, answer) ?? error;
  }
  if (failed.botId !== undefined) memory.bridges.set(bridgeKey(failed), true);
  return error;
}
