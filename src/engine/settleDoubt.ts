import type { ImbotError } from '../errors/ImbotError';
import { V2 } from '../map/v2Names';
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
  { bridges }: PortalMemory,
): Promise<ImbotError> {
  const doubt = doubtIn(error);
  if (doubt === undefined) return error;
  const { botId, botToken, auth } = failed;
  const who = { ...(botToken === undefined ? {} : { botToken }), ...(auth === undefined ? {} : { auth }) };
  const [question, params] = botId === undefined ? [V2.botList, { ...who, limit: 1 }] : [V2.botGet, { botId, ...who }];
  try {
    await via.send(question, params, { as: method, replay: 'read', signal: own.signal, timeout: own.timeout });
  } catch (answer) {
    return settle(error, doubt, answer) ?? error;
  }
  if (botId !== undefined) bridges.set(bridgeKey(failed), true);
  return error;
}
