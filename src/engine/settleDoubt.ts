import type { ImbotError } from '../errors/ImbotError';
import { isForeignBot } from '../map/isForeignBot';
import { askBot } from './askBot';
import type { Asking } from './Call';
import { bridgeKey } from './memory';
import { doubtIn, refusedFor, settle } from './nothingRan';
import type { Params } from './types';

/**
 * A v2 call failed over a transport that does not show whether the portal refused it. The engine asks for the bot, which
 * changes nothing: a portal that refuses the bot there in the same way, or shows it as somebody else's, refused the call too, and the failure comes back with
 * outcome `refused`. Otherwise it comes back as it is, and nothing is sent again.
 */
export async function settleDoubt(
  error: ImbotError,
  failed: Params,
  asking: Asking,
  sent: number,
): Promise<ImbotError> {
  const doubt = doubtIn(error);
  if (doubt === undefined) return error;
  try {
    const { result } = await askBot(failed, asking, { sent, timeout: asking.own.timeout });
    if (isForeignBot(result)) return refusedFor(error);
  } catch (answer) {
    return settle(error, doubt, answer) ?? error;
  }
  if (failed.botId !== undefined) asking.known.bridges.set(bridgeKey(failed), true);
  return error;
}
