import type { MethodCall, MethodTable } from '../call';
import { messageEntity } from '../entities/message';
import { people } from '../entities/people';
import { Failure } from '../failure';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { cut, post } from '../rules/post';
import { isBlank, phpTrim } from '../rules/trim';
import type { Bot, Chat, Message } from '../types';
import { mayDelete, softDelete } from '../v1/messages';
import { bot, chatOf, DONE, fieldsOf } from './bot';
import { v2Content } from './content';
import { v2Failure } from './failures';

const MAX_FORWARDS = 100;

/** imbot.v2.Chat.Message.* but reactions. */
export const v2Messages: MethodTable = {
  'imbot.v2.Chat.Message.send': send,
  'imbot.v2.Chat.Message.update': update,
  'imbot.v2.Chat.Message.delete': remove,
  'imbot.v2.Chat.Message.read': markRead,
  'imbot.v2.Chat.Message.get': get,
  'imbot.v2.Chat.Message.getContext': getContext,
};

function send(call: MethodCall): unknown {
  const sender = bot(call);
  const { params, state } = call;
  const fields = fieldsOf(call);
  const attach = v2Content.attach(fields);
  const keyboard = v2Content.keyboard(fields, sender.id);
  const chat = dialog.open(state, sender.id, read.text(params.dialogId));
  if (!dialog.isMember(chat, sender.id)) throw v2Failure('ACCESS_DENIED');
  const text = read.text(fields.message);
  const uuidMap = forward(call, chat, sender, fields.forwardIds);
  const forwarded = Object.values(uuidMap);
  const isEmpty = state.holds('blank-refused') ? phpTrim(text) === '' : text === '';
  if (isEmpty && attach === null) {
    if (forwarded.length === 0) throw v2Failure('EMPTY_MESSAGE');
    return { id: forwarded.at(-1), uuidMap };
  }
  const system = read.flag(fields.system, false);
  const application = call.caller.application?.name ?? '';
  const prefix = system && !dialog.isPrivate(chat) && application !== '' ? `[b]${application}[/b][br]` : '';
  const message = post(state, chat, {
    authorId: sender.id,
    text: prefix + text,
    attach,
    keyboard,
    system,
    urlPreview: read.flag(fields.urlPreview, true),
    skipConnector: read.flag(fields.skipConnector, false),
    replyId: read.int(fields.replyId),
    templateId: read.text(fields.templateId),
  });
  return { id: message.id, uuidMap };
}

function forward(call: MethodCall, chat: Chat, sender: Bot, value: unknown): Record<string, number> {
  const { state } = call;
  const wanted = Object.entries(read.record(value) ?? {}).slice(0, MAX_FORWARDS);
  return Object.fromEntries(
    wanted.flatMap(([uuid, id]) => {
      const original = state.messages.get(read.int(id));
      const source = original && state.chats.get(original.chatId);
      if (!original || !dialog.isMember(source, sender.id)) return [];
      const copy = post(state, chat, { authorId: sender.id, text: original.text, forwardOf: original.id });
      return [[uuid, copy.id]];
    }),
  );
}

function update(call: MethodCall): unknown {
  const sender = bot(call);
  const fields = fieldsOf(call);
  if (call.params.fields === undefined && call.state.holds('update-needs-fields')) {
    throw new Failure('100', 'Could not find value for parameter {fields}');
  }
  const message = call.state.messages.get(read.int(call.params.messageId));
  if (!message || message.authorId !== sender.id || message.deleted) throw v2Failure('ACCESS_DENIED');
  const attach = v2Content.attach(fields);
  const clears = fields.keyboard === 'N';
  const keyboard = clears ? null : v2Content.keyboard(fields, sender.id);

  if (read.present(fields.message)) {
    const text = read.text(fields.message);
    const bare = message.files.length === 0 && message.keyboard === null && message.attach === null;
    if (bare && isBlank(text) && call.state.holds('blank-deletes')) {
      softDelete(message);
      return DONE;
    }
    message.text = cut(text);
  }
  if (attach !== null) message.attach = attach;
  if (clears || keyboard !== null) message.keyboard = keyboard;
  message.urlPreview = fields.urlPreview !== 'N';
  return DONE;
}

function remove(call: MethodCall): unknown {
  const sender = bot(call);
  const { params, state } = call;
  const message = state.messages.get(read.int(params.messageId));
  const chat = message && state.chats.get(message.chatId);
  if (!message || !chat || !mayDelete(message, chat, sender.id)) throw v2Failure('ACCESS_DENIED');
  if (read.flag(params.complete, false)) state.messages.delete(message.id);
  else softDelete(message);
  return DONE;
}

function markRead(call: MethodCall): unknown {
  const reader = bot(call);
  const chat = chatOf(call, reader.id);
  const inChat = ofChat(call, chat.id);
  const wanted = read.int(call.params.messageId);
  if (wanted > 0 && !inChat.some((message) => message.id === wanted)) throw v2Failure('MESSAGE_NOT_FOUND');
  const member = chat.members.get(reader.id) ?? dialog.newMember(reader.id);
  const lastId = wanted > 0 ? wanted : (inChat.at(-1)?.id ?? 0);
  const unread = inChat.filter((message) => message.id > member.lastRead && message.authorId !== reader.id);
  const viewedMessages = unread.filter((message) => message.id <= lastId).map((message) => message.id);
  member.lastRead = Math.max(member.lastRead, lastId);
  return { chatId: chat.id, lastId: member.lastRead, counter: unread.length - viewedMessages.length, viewedMessages };
}

function ofChat({ state }: MethodCall, chatId: number): Message[] {
  return [...state.messages.values()].filter((message) => message.chatId === chatId);
}

/** Only supervisors and personal bots may read. */
function readable(call: MethodCall): Message {
  const reader = bot(call);
  if (reader.type !== 'supervisor' && reader.type !== 'personal') throw v2Failure('BOT_TYPE_NOT_ALLOWED');
  const message = call.state.messages.get(read.int(call.params.messageId));
  if (!message) throw v2Failure('MESSAGE_NOT_FOUND');
  if (!dialog.isMember(call.state.chats.get(message.chatId), reader.id)) throw v2Failure('MESSAGE_ACCESS_DENIED');
  return message;
}

function get(call: MethodCall): unknown {
  const message = readable(call);
  return { message: messageEntity(message), user: people.byId(call.state, [message.authorId])[0] ?? null };
}

function getContext(call: MethodCall): unknown {
  const centre = readable(call);
  const inChat = ofChat(call, centre.chatId);
  const range = Math.min(Math.max(read.int(call.params.range ?? 50), 1), 50);
  const index = inChat.indexOf(centre);
  const from = Math.max(index - range, 0);
  const window = inChat.slice(from, index + range + 1);
  return {
    messages: window.map(messageEntity),
    users: people.byId(
      call.state,
      window.map((message) => message.authorId),
    ),
    hasPrevPage: from > 0,
    hasNextPage: from + window.length < inChat.length,
  };
}
