import { isOpenlineBot } from '../../map/botKinds';
import { V2 } from '../../map/v2Names';
import { field, botId as registeredId } from '../../values/answers';
import { isFields } from '../../values/structures';
import { scalar } from '../../values/texts';
import { buildRequest, set } from '../buildRequest';
import { callToken, LOOKED_UP_BOT } from '../findBot';
import { rememberFormat, rememberRegistered } from '../formatOf';
import { handlersOf } from '../handlersOf';
import type { Plan, V1Call } from '../types';

/**
 * imbot.register: Bot.register, then Bot.update with the handler, since registering leaves an existing bot as it is.
 * The token goes to both places, for the vendor's pages differ.
 *
 * A bot that was there before, in a version that nobody has seen, is left so: an address of v2 would bring one registered
 * through v1 each event twice, and take one in fetch mode its queue. Bot.register answers the same for it as for a new one:
 * mode `auto` makes a `survey` first, and a bot that has done something tells it by its counts.
 */
export function* register(call: V1Call): Plan<unknown> {
  const { url } = handlersOf(call);
  const request = buildRequest(call, undefined);
  if (call.token.botToken !== undefined) set(request, 'fields.botToken', call.token.botToken);
  if (isOpenlineBot(call.params)) set(request, 'fields.isSupportOpenline', true);
  set(request, 'fields.eventMode', 'webhook');
  set(request, 'fields.webhookUrl', url);
  nameFromLastName(request);
  const registered = yield {
    method: V2.botRegister,
    params: request,
    replay: 'fixed',
    sample: { result: { bot: { id: 1 } } },
  };
  const botId = registeredId(registered.result);
  if (!call.preview && leftAlone(call, botId, field(registered.result, 'bot'))) return botId;
  yield {
    method: V2.botUpdate,
    params: {
      botId: call.preview ? LOOKED_UP_BOT : botId,
      ...call.token,
      fields: { eventMode: 'webhook', webhookUrl: url },
      ...call.auth,
    },
    replay: 'fixed',
  };
  if (!call.preview) {
    if (url !== undefined) call.facts.handlerOf.set(botId, url);
    rememberRegistered(call.facts, 'v2', botId, call.params.CODE);
    const known = call.facts.defaultBot.get(callToken(call));
    if (known !== undefined && botId < known) call.facts.defaultBot.set(callToken(call), botId);
  }
  return botId;
}

/** Whether the address of this bot stays as it is; notes what its mode tells. */
function leftAlone({ facts, params }: V1Call, botId: number, bot: unknown): boolean {
  if (field(bot, 'eventMode') === 'fetch') {
    rememberFormat(facts, 'v2', botId, scalar(params.CODE));
    return true;
  }
  if (facts.formatOf.get(botId) !== undefined) return false;
  return facts.wasThere.has(botId) || COUNTS.some((name) => Number(field(bot, name)) > 0);
}

/** Of a bot that was just made, each is 0. */
const COUNTS = ['countMessage', 'countCommand', 'countChat', 'countUser'] as const;

/** v2 wants a name; v1 took LAST_NAME alone, and made it the name. */
function nameFromLastName(request: Record<string, unknown>): void {
  const properties = field(field(request, 'fields'), 'properties');
  if (!isFields(properties) || properties.name || !properties.lastName) return;
  const { lastName, ...others } = properties;
  set(request, 'fields.properties', { ...others, name: lastName });
}
