import type { ComputedLoss, ParamEntry, When } from '../map/entry';
import { identityParams } from '../map/identity';
import { LONGEST_TOKEN } from '../map/limits';
import { documentation, LOSSES, type LossId } from '../map/losses';
import { yesNo, yesNoAnyCase } from '../values/flags';
import { id, isPicture } from '../values/ids';
import { isEmpty, isFields, json } from '../values/structures';
import { scalar } from '../values/texts';
import { formatOf, setsHandlers } from './formatOf';
import { handlersOf } from './handlersOf';
import type { LossNotice, Params, V1Call } from './types';

/** Every loss that a call has on v2, from its own parameters and what the client knows. */
export function findLosses(call: V1Call, none?: LossId): LossNotice[] {
  const found: LossNotice[] = [];
  // A set, for whoever calls may send as many names as fit in a body; most calls have no loss.
  let known: Set<string> | undefined;
  const add = (loss: LossId, param?: string): void => {
    const key = param === undefined ? loss : `${loss} ${param}`;
    known ??= new Set();
    if (known.has(key)) return;
    known.add(key);
    found.push(lossNotice(loss, param));
  };
  if (none) add(none);
  for (const loss of call.entry.always ?? []) add(loss);
  if (!call.entry.anyParams) ofParams(call.params, call.entry.params, '', add);
  for (const [loss, param] of call.entry.computed) {
    const costs = CONDITIONS[loss](call);
    if (costs !== false) add(loss, (costs === true ? param : costs) || undefined);
  }
  if (call.context.events === 'v2' && formatOf(call) === 'v1') {
    return found.map((notice) => (notice.id === 'event-format' ? { ...notice, message: STAYS_ON_V1 } : notice));
  }
  return found;
}

/** A loss with its text and link. */
export function lossNotice(loss: LossId, param?: string): LossNotice {
  const { message } = LOSSES[loss];
  const doc = documentation(`loss-${loss}`);
  return param === undefined ? { id: loss, message, doc } : { id: loss, param, message, doc };
}

function ofParams(
  params: Params,
  entries: Readonly<Record<string, ParamEntry>>,
  path: string,
  add: (loss: LossId, param: string) => void,
): void {
  for (const name of Object.keys(params)) {
    const value = params[name];
    if (value === undefined || value === null) continue;
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry === undefined) {
      if (!Object.hasOwn(identityParams, name) && !DUST.test(name)) add('unknown-param', path + name);
    } else {
      if (entry.loss && COSTS[entry.loss.when](value)) add(entry.loss.id, path + name);
      if (entry.fields && isFields(value)) ofParams(value, entry.fields, `${path}${name}.`, add);
    }
  }
}

/** What the vendor's own PHP library adds to every call, `bx24_request_id` for one. */
const DUST = /^bx24_/i;

const COSTS: Readonly<Record<When, (value: unknown) => boolean>> = {
  given: () => true,
  filled: (value) => !isEmpty(json(value)),
  on: (value) => yesNoAnyCase(value) === true,
  cleared: (value) => value === 'N' || isEmpty(json(value)),
  human: (value) => value === 'H',
  // An empty one is refused, which is no loss.
  'no picture': (value) => !isEmpty(value) && !isPicture(value),
};

const STAYS_ON_V1 =
  'This bot was registered through v1 and gets v1 events: v2 would answer, and its commands and addresses would have no effect.';

/** Losses that no single parameter tells. A text names another parameter than the map does. */
const CONDITIONS: Readonly<Record<ComputedLoss, (call: V1Call) => boolean | string>> = {
  'system-prefix': ({ params }) => yesNo(params.SYSTEM) === true && isGroup(params.DIALOG_ID),
  'event-format': (call) => setsHandlers(call) && (call.context.events !== 'v2' || formatOf(call) === 'v1'),
  'handlers-split': (call) => {
    const { url, urls, names, command, forAll } = handlersOf(call);
    if (command !== undefined) return differsFromHandler(call, command);
    if (new Set(urls).size > 1) return names[0] ?? true;
    // v2 has one address for all events: to change that of some changes the others too.
    if (!call.entry.patch || url === undefined || forAll) return false;
    return call.facts.handlerOf.get(id(call.params.BOT_ID)) !== url && `${call.entry.patch}.${names[0]}`;
  },
  'token-length': ({ token }) => (token.botToken?.length ?? 0) > LONGEST_TOKEN,
  'answer-dialog': ({ params, facts }) =>
    !scalar(params.DIALOG_ID) && !facts.dialogOfMessage.has(id(params.MESSAGE_ID)),
};

function isGroup(dialog: unknown): boolean {
  return /^(chat|sg)/i.test(scalar(dialog)?.trim() ?? '');
}

/** Registering is compared where this client knows the bot's handler; changing counts as a split unless it is that handler. */
function differsFromHandler(call: V1Call, url: string): boolean {
  const bot = id(call.params.BOT_ID) || call.facts.botOfCommand.get(id(call.params.COMMAND_ID)) || 0;
  const known = call.facts.handlerOf.get(bot);
  return known === undefined ? call.entry.patch !== undefined : known !== url;
}
