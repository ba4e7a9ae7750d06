import { V2 } from '../../map/v2Names';
import { done } from '../../values/answers';
import { id } from '../../values/ids';
import { scalar } from '../../values/texts';
import { buildRequest } from '../buildRequest';
import { findBot, learnCommands } from '../findBot';
import { refusal } from '../firstRefusal';
import { CannotTranslate, Refused } from '../signals';
import type { Plan, V1Call } from '../types';

/** imbot.command.answer: v2 wants the bot, the command's id and the dialog; whatever is not given is found. */
export function* commandAnswer(call: V1Call): Plan<unknown> {
  const dialogId = scalar(call.params.DIALOG_ID) ?? call.facts.dialogOfMessage.get(id(call.params.MESSAGE_ID));
  if (dialogId === undefined && !call.preview) throw new CannotTranslate('answer-dialog');
  const botId = yield* findBot(call);
  const request = buildRequest(call, botId);
  request.commandId = yield* commandIdOf(call, botId);
  request.dialogId = dialogId ?? '<dialog of the message>';
  const answer = yield { method: V2.commandAnswer, params: request, replay: 'never' };
  return done(answer.result);
}

function* commandIdOf(call: V1Call, botId: number | string): Plan<number | string> {
  const given = id(call.params.COMMAND_ID);
  if (given > 0) return given;
  const key = `${botId}/${(scalar(call.params.COMMAND) ?? '').replace(/^\//, '')}`;
  if (!call.facts.commandOfName.has(key)) yield* learnCommands(call, botId);
  const found = call.facts.commandOfName.get(key);
  if (found === undefined && call.preview) return '<command id, looked up>';
  if (found === undefined) throw new Refused(refusal('COMMAND_ID_ERROR', 'Command not found'));
  return found;
}
