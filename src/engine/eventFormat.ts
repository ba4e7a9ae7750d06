import { ImbotError } from '../errors/ImbotError';
import { rememberRegistered } from '../translate/formatOf';
import type { Plan, Translation } from '../translate/types';
import { field } from '../values/answers';
import { id } from '../values/ids';
import { askBot } from './askBot';
import { briefly } from './briefly';
import type { Asking } from './Call';
import type { Desk } from './desk';
import { lookupFailed } from './errors';
import { learnFormat } from './memory';
import { isOver } from './nothingRan';
import { notify } from './notify';
import { patienceOf } from './patienceOf';
import { runPlan, StepFailed } from './runPlan';
import { NOTICES } from './texts';
import { tried } from './tried';
import type { Params } from './types';

const REGISTER = 'imbot.register';

/**
 * Whether a bot whose commands or addresses a call sets gets v2 events. Where nobody has seen, the portal is asked: a bot
 * in fetch mode gets them through its queue, however it was registered. Of the others the API tells nothing.
 */
export async function getsV2Events(
  desk: Desk,
  asking: Asking,
  { unseenBot: botId, token, survey }: Translation,
): Promise<boolean> {
  if (survey !== undefined && desk.options.context.events === 'v2') return surveyed(desk, asking, survey);
  const { known, own } = asking;
  if (botId === undefined) return true;
  try {
    const asked = askBot({ ...token, botId }, asking, { timeout: patienceOf('auto', own) });
    const bot = field((await briefly(asked, asking))?.result, 'bot');
    if (typeof botId === 'number' && field(bot, 'eventMode') === 'fetch') {
      learnFormat(known, { format: 'queue', botId });
      return true;
    }
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
  }
  noteUnseen(desk, asking, botId);
  return false;
}

/** A registration: are the bots known that are there already? Where not, it stays on v1, said once. */
async function surveyed(
  desk: Desk,
  { method, connection, portal, known, own }: Asking,
  survey: () => Plan,
): Promise<boolean> {
  const patience = patienceOf('auto', own);
  try {
    await runPlan(survey(), { as: method, send: connection.send, own, patience, lookups: known.lookups });
    return true;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (isOver(error.error)) throw lookupFailed(method, error.step.method, error.error);
    notify(desk.options.warnings, `unasked-bots:${desk.keyOf(portal)}`, NOTICES.unasked, 'loss-event-format');
    return false;
  }
}

/** A call that went out as v1 was answered: a bot that it registered gets v1 events. */
export function noteRegistered(
  desk: Desk,
  { known }: Pick<Asking, 'known'>,
  method: string,
  params: Params,
  answer: unknown,
): void {
  // Without 'v2' nobody asks.
  if (desk.options.context.events !== 'v2' || method.toLowerCase() !== REGISTER) return;
  tried(() => rememberRegistered(known.facts, 'v1', answer, parameterOf(params, 'CODE')));
}

/** With `events: 'v2'`: a registration through v2 met a bot that was there before, of a version that nobody has seen. */
export function noteLeft(desk: Desk, asking: Asking, method: string, answer: unknown): void {
  if (method !== REGISTER) return;
  const bot = id(answer);
  if (bot > 0 && asking.known.facts.formatOf.get(bot) === undefined) noteUnseen(desk, asking, bot);
}

function noteUnseen(desk: Desk, { portal }: Asking, bot: number | string): void {
  const notice = NOTICES.unseenBot(bot);
  notify(desk.options.warnings, `unseen-bot:${desk.keyOf(portal)}:${bot}`, notice, 'loss-event-format');
}

/** A parameter by its name in any case. */
function parameterOf(params: Params, name: string): unknown {
  const key = Object.keys(params).find((given) => given.toUpperCase() === name);
  return key === undefined ? undefined : params[key];
}
