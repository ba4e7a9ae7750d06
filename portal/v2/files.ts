import type { MethodCall, MethodTable } from '../call';
import { dates } from '../dates';
import { people } from '../entities/people';
import { fingerprint } from '../fingerprint';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { post } from '../rules/post';
import { nextId } from '../state';
import type { StoredFile } from '../types';
import { bot, fieldsOf } from './bot';
import { v2Failure } from './failures';

/** imbot.v2.File.* The portal remembers name and size, not the content. */
export const v2Files: MethodTable = { 'imbot.v2.File.upload': upload, 'imbot.v2.File.download': download };

function upload(call: MethodCall): unknown {
  const sender = bot(call);
  const { state } = call;
  const fields = fieldsOf(call);
  const name = read.text(fields.name);
  const content = read.text(fields.content);
  if (name === '' || content === '') throw v2Failure('FILE_EMPTY');
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(content)) throw v2Failure('FILE_INVALID_CONTENT');
  const dialogId = read.text(call.params.dialogId);
  const chat = dialog.open(state, sender.id, dialogId);
  if (!dialog.isMember(chat, sender.id)) throw v2Failure('FILE_FOLDER_ERROR');
  const file: StoredFile = {
    id: nextId(state, 'file'),
    chatId: chat.id,
    authorId: sender.id,
    name,
    size: Math.floor((content.replace(/[\s=]/g, '').length * 3) / 4),
    date: state.now(),
  };
  state.files.set(file.id, file);
  const message = post(state, chat, { authorId: sender.id, text: read.text(fields.message), files: [file.id] });
  return { file: view(call, file), messageId: message.id, chatId: chat.id, dialogId };
}

function view(call: MethodCall, file: StoredFile): Record<string, unknown> {
  const author = people.byId(call.state, [file.authorId])[0];
  return {
    id: file.id,
    chatId: file.chatId,
    date: dates.iso(file.date),
    type: 'file',
    name: file.name,
    extension: file.name.includes('.') ? (file.name.split('.').at(-1) ?? '') : '',
    size: file.size,
    image: false,
    authorId: file.authorId,
    authorName: author?.name ?? '',
    isTranscribable: false,
    isVideoNote: false,
    isVoiceNote: false,
  };
}

function download(call: MethodCall): unknown {
  const reader = bot(call);
  const file = call.state.files.get(read.int(call.params.fileId));
  if (!file) throw v2Failure('FILE_NOT_FOUND');
  if (!dialog.isMember(call.state.chats.get(file.chatId), reader.id)) throw v2Failure('FILE_ACCESS_ERROR');
  const token = `imbot|${fingerprint(`${file.id}:${reader.id}`)}`;
  return { downloadUrl: `${call.state.address}/rest/download.json?token=${encodeURIComponent(token)}` };
}
