import { botId as registeredId } from '../../values/answers';
import { string } from '../../values/string';
import { buildRequest, set } from '../buildRequest';
import { LOOKED_UP_BOT, tokenKey } from '../findBot';
import { handlersOf } from '../handlersOf';
import type { Call, Params, Plan } from '../types';

/**
 * imbot.register: Bot.register, then Bot.update with the handler, since registering leaves an existing bot as it is.
 * The token goes to both places, for the vendor's pages differ.
 */
export function* register(call: Call): Plan<unknown> {
  const { url } = handlersOf(call);
  const request = buildRequest(call, undefined);
  if (call.token.botToken !== undefined) set(request, 'fields.botToken', call.token.botToken);
  if (call.params.TYPE === 'O') set(request, 'fields.isSupportOpenline', true);
  set(request, 'fields.eventMode', 'webhook');
  set(request, 'fields.webhookUrl', url);
  nameFromLastName(request, call.params.PROPERTIES);
  const registered = yield {
    method: 'imbot.v2.Bot.register',
    params: request,
    replay: 'fixed',
    sample: { result: { bot: { id: 1 } } },
  };
  const botId = registeredId(registered.result);
  yield {
    method: 'imbot.v2.Bot.update',
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
    const known = call.facts.defaultBot.get(tokenKey(call));
    if (known !== undefined && botId < known) call.facts.defaultBot.set(tokenKey(call), botId);
  }
  return botId;
}

/** v2 wants a name; v1 took LAST_NAME alone. */
function nameFromLastName(request: Record<string, unknown>, properties: unknown): void {
  if (typeof properties !== 'object' || properties === null) return;
  const given: Params = { ...properties };
  if (!string(given.NAME) && string(given.LAST_NAME)) set(request, 'fields.properties.name', string(given.LAST_NAME));
}
