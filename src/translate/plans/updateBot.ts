import { V2 } from '../../map/v2Names';
import { done, field, MissingField } from '../../values/answers';
import { isGiven } from '../../values/flags';
import { isEmpty, isFields } from '../../values/structures';
import { buildRequest, set } from '../buildRequest';
import { findBot } from '../findBot';
import { handlersOf } from '../handlersOf';
import type { Call, Plan, StepAnswer } from '../types';

const SAMPLE: StepAnswer = {
  result: {
    bot: {},
    users: [{ firstName: '<as it is>', lastName: '<as it is>', workPosition: '<as it is>', gender: '<as it is>' }],
  },
};

/** v2 property → the user field that holds its present value. A partial `properties` would blank or reset these. */
const KEPT: readonly (readonly [property: string, user: string, param: string])[] = [
  ['name', 'firstName', 'NAME'],
  ['lastName', 'lastName', 'LAST_NAME'],
  ['workPosition', 'workPosition', 'WORK_POSITION'],
  ['gender', 'gender', 'PERSONAL_GENDER'],
];

/** v1 passes over a position that is empty and a gender that is neither; v2 would reset the one and blank the other. */
const SAYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  workPosition: (value) => !isEmpty(value),
  gender: (value) => value === 'M' || value === 'F',
};

/** imbot.update: reads the bot first where PROPERTIES are changed, then one Bot.update that keeps what was not named. */
export function* updateBot(call: Call): Plan<unknown> {
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
    keepTheRest(request, properties, present.result);
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

function keepTheRest(
  request: Record<string, unknown>,
  given: Readonly<Record<string, unknown>>,
  present: unknown,
): void {
  const users = field(present, 'users');
  const user = Array.isArray(users) ? users[0] : undefined;
  for (const [property, userField, param] of KEPT) {
    if (SAYS[property]?.(given[param]) ?? isGiven(given[param])) continue;
    const value = field(user, userField);
    // An empty or missing name is kept by v2 itself; the other three are not.
    if (value === undefined && property !== 'name') throw new MissingField(`result.users[0].${userField}`);
    set(request, `fields.properties.${property}`, value);
  }
}
