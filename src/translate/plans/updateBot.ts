import type { KeptFact, ParamEntry } from '../../map/entry';
import { V2 } from '../../map/v2Names';
import { done, field, MissingField } from '../../values/answers';
import { isGiven } from '../../values/flags';
import { isEmpty, isFields } from '../../values/structures';
import { buildRequest, set } from '../buildRequest';
import { findBot } from '../findBot';
import { handlersOf } from '../handlersOf';
import type { Plan, StepAnswer, V1Call } from '../types';

const SAMPLE: StepAnswer = {
  result: {
    bot: {},
    users: [{ firstName: '<as it is>', lastName: '<as it is>', workPosition: '<as it is>', gender: '<as it is>' }],
  },
};

/** What v1 takes for a new value. */
const SAYS: Readonly<Record<NonNullable<KeptFact['unless']>, (value: unknown) => boolean>> = {
  filled: (value) => !isEmpty(value),
  gender: (value) => value === 'M' || value === 'F',
};

/** imbot.update: reads the bot first where PROPERTIES are changed, then one Bot.update that keeps what was not named. */
export function* updateBot(call: V1Call): Plan<unknown> {
  const botId = yield* findBot(call);
  const fields = call.params.FIELDS;
  const properties = isFields(fields) ? fields.PROPERTIES : undefined;
  const request = buildRequest(call, botId);
  if (isFields(properties)) {
    const present = yield {
      method: V2.botGet,
      params: { botId, ...call.token, ...call.auth },
      replay: 'read',
      sample: SAMPLE,
    };
    keepTheRest(request, properties, call.entry.params.FIELDS?.fields?.PROPERTIES?.fields ?? {}, present.result);
  }
  const { url } = handlersOf(call);
  if (url !== undefined) {
    set(request, 'fields.eventMode', 'webhook');
    set(request, 'fields.webhookUrl', url);
  }
  const updated = yield { method: V2.botUpdate, params: request, replay: 'fixed' };
  if (url !== undefined && typeof botId === 'number' && !call.preview) call.facts.handlerOf.set(botId, url);
  return done(updated.result);
}

/** A partial `properties` would blank or reset what it does not name. */
function keepTheRest(
  request: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
  entries: Readonly<Record<string, ParamEntry>>,
  present: unknown,
): void {
  const users = field(present, 'users');
  const user = Array.isArray(users) ? users[0] : undefined;
  for (const [name, { kept, targets = [] }] of Object.entries(entries)) {
    if (!kept || (kept.unless === undefined ? isGiven(given[name]) : SAYS[kept.unless](given[name]))) continue;
    const value = field(user, kept.user);
    if (value === undefined && !kept.mayBeMissing) throw new MissingField(`result.users[0].${kept.user}`);
    for (const { to } of targets) set(request, to, value);
  }
}
