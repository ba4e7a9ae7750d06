import { ImbotError } from '../errors/ImbotError';
import { REVISION_GET } from '../map/index';
import { isForeignBot } from '../map/isForeignBot';
import { V2 } from '../map/v2Names';
import type { Translation } from '../translate/types';
import { field } from '../values/answers';
import { id } from '../values/ids';
import { askBot } from './askBot';
import { briefly } from './briefly';
import type { Asking } from './Call';
import type { Desk } from './desk';
import { lookupFailed } from './errors';
import { bridgeKey, deniedKey, type PortalMemory } from './memory';
import { isClosed, saysBotRefused } from './nothingRan';
import { notify } from './notify';
import { patienceOf } from './patienceOf';
import { portalState } from './shared';
import { NOTICES } from './texts';
import type { Params } from './types';
import { v2Usable } from './v2Usable';
import { withSignal } from './withSignal';

/** Mode `auto`: has the portal a usable v2, and does it accept this bot there? */
export async function portalTakes(
  desk: Desk,
  asking: Asking,
  { one, token, lookup }: Translation,
): Promise<boolean | undefined> {
  const { bridges, denied } = asking.known;
  const { mute } = asking.connection;
  if (one && denied.size > 0 && denied.has(deniedKey(one.method, one.params))) return false;
  if (portalState(desk.keyOf(asking.portal)).v2 !== true && !(await usable(desk, asking))) return false;
  if (bridges.size === 0 && !mute) return true;
  const speaker = one?.params ?? token;
  const key = bridgeKey(speaker);
  const holds = bridges.get(key);
  // A look-up that comes first asks for the bot by itself.
  if (mute && holds !== true && holds !== false && (one !== undefined || !lookup)) {
    return proveBridge(desk, asking, speaker);
  }
  if (holds !== 'ask' || one === undefined) return holds !== false;
  return proveBridge(desk, asking, speaker);
}

/** The same of a command: a refused v2 command could not be made good without breaking the order of its batch, so the bridge is proven first. */
export async function portalTakesCommand(desk: Desk, asking: Asking, params: Params): Promise<boolean | undefined> {
  if (!(await usable(desk, asking))) return false;
  const known = asking.known.bridges.get(bridgeKey(params));
  if (known !== undefined && known !== 'ask') return known;
  return typeof params.botId === 'number' && proveBridge(desk, asking, params);
}

/** May v2 be used, in mode `auto`? Undefined where nobody can say so soon. */
export function usable(desk: Desk, asking: Asking): Promise<boolean | undefined> {
  const { method, connection, portal, own } = asking;
  const key = desk.keyOf(portal);
  // Half of the time, so that a question without an answer leaves some for the call as v1.
  const answer = v2Usable(key, connection, desk.options.warnings, patienceOf('auto', own), own.until);
  return briefly(withSignal(answer, own.signal, method), asking).catch((error: unknown) => {
    throw error instanceof ImbotError && isClosed(error) ? lookupFailed(method, REVISION_GET, error) : error;
  });
}

/** Asks for the bot of v2 parameters. False where v2 does not accept it, undefined where nobody can say so soon. */
function proveBridge(desk: Desk, asking: Asking, params: Params): Promise<boolean | undefined> {
  return briefly(bridgeHolds(desk, asking, params), asking);
}

/** The same, and remembers it. */
async function bridgeHolds(desk: Desk, asking: Asking, params: Params): Promise<boolean> {
  const { method, connection, known, own } = asking;
  const key = bridgeKey(params);
  const before = known.unanswered.get(key);
  if (connection.mute && isPutOff(before)) return false;
  try {
    const { result } = await askBot(params, asking, { timeout: patienceOf('auto', own) });
    if (isForeignBot(result)) {
      stayOnV1(desk, asking, key);
      return false;
    }
    if (showsBot(result, params)) {
      known.bridges.set(key, true);
      known.unanswered.delete(key);
      return true;
    }
    const asked = params.botId === undefined ? V2.botList : V2.botGet;
    notify(desk.options.warnings, `unshown-bot:${desk.keyOf(asking.portal)}`, NOTICES.unshown(asked), 'bridge');
    // `[]`, the text of an error, or whatever else a transport gives in place of an answer.
    if (connection.mute && known.unanswered.get(key) === before) putOff(known, key);
    return false;
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    if (isClosed(error)) throw lookupFailed(method, V2.botGet, error);
    if (own.signal?.aborted) throw error;
    if (saysBotRefused(error)) stayOnV1(desk, asking, key);
    else if (connection.mute && known.unanswered.get(key) === before) putOff(known, key);
    return false;
  }
}

/** Does the answer to a question about a bot hold that bot, or the list? */
function showsBot(result: unknown, { botId }: Params): boolean {
  if (botId === undefined) return Array.isArray(field(result, 'bots'));
  return id(field(field(result, 'bot'), 'id')) === id(botId);
}

/** Notes that the portal does not accept a bot through v2, and says so once. */
export function stayOnV1(desk: Desk, { portal, known }: Asking, key: string): void {
  known.bridges.set(key, false);
  notify(desk.options.warnings, `bridge:${desk.keyOf(portal)}`, NOTICES.bridge, 'bridge');
}

/**
 * A question that a mute transport answered by nothing, told by one of those who waited for it: the next one comes with the
 * next call, then with the second, the fourth, up to the 64th after it. It may be a refusal that nobody will ever see, and each
 * question may be an error in somebody's log.
 */
function putOff({ unanswered }: PortalMemory, key: string): void {
  const times = (unanswered.get(key)?.times ?? 0) + 1;
  unanswered.set(key, { times, left: 2 ** Math.min(times - 1, 6) - 1 });
}

/** Counts a call that goes out without a question. */
function isPutOff(question: { left: number } | undefined): boolean {
  if (question === undefined || question.left === 0) return false;
  question.left -= 1;
  return true;
}
