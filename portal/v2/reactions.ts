import type { MethodCall, MethodTable } from '../call';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import type { Bot, Message } from '../types';
import { bot, DONE } from './bot';
import { v2Failure } from './failures';

const CODES = new Set(
  `like dislike faceWithTearsOfJoy redHeart neutralFace fire cry slightlySmilingFace winkingFace laugh kiss wonder
   slightlyFrowningFace loudlyCryingFace faceWithStuckOutTongue faceWithStuckOutTongueAndWinkingEye
   smilingFaceWithSunglasses confusedFace flushedFace thinkingFace angry smilingFaceWithHorns faceWithThermometer
   facepalm poo flexedBiceps clappingHands raisedHand smilingFaceWithHeartEyes smilingFaceWithHearts pleadingFace
   relievedFace foldedHands okHand signHorns loveYouGesture clownFace partyingFace questionMark exclamationMark
   lightBulb bomb sleepingSymbol crossMark whiteHeavyCheckMark eyes hundredPoints`
    .trim()
    .split(/\s+/),
);

/** imbot.v2.Chat.Message.Reaction.* One reaction per user: a new one takes the place of the old. */
export const v2Reactions: MethodTable = {
  'imbot.v2.Chat.Message.Reaction.add': add,
  'imbot.v2.Chat.Message.Reaction.delete': remove,
};

function add(call: MethodCall): unknown {
  const { actor, message, reaction } = target(call);
  if (message.reactions.get(actor.id) === reaction) throw v2Failure('REACTION_ALREADY_SET');
  message.reactions.set(actor.id, reaction);
  return DONE;
}

/** Taking back what was never given is no error. */
function remove(call: MethodCall): unknown {
  const { actor, message, reaction } = target(call);
  if (message.reactions.get(actor.id) === reaction) message.reactions.delete(actor.id);
  return DONE;
}

function target(call: MethodCall): { actor: Bot; message: Message; reaction: string } {
  const actor = bot(call);
  const { params, state } = call;
  const message = state.messages.get(read.int(params.messageId));
  const chat = message && state.chats.get(message.chatId);
  if (!message || message.deleted || !dialog.isMember(chat, actor.id)) throw v2Failure('ACCESS_DENIED');
  const reaction = read.text(params.reaction);
  if (!CODES.has(reaction)) throw v2Failure('REACTION_NOT_FOUND');
  return { actor, message, reaction };
}
