import type { MethodCall, MethodTable } from '../call';
import { read } from '../read';
import { answerCommand } from '../rules/answerCommand';
import { bots } from '../rules/bots';
import { dialog } from '../rules/dialog';
import { nextId } from '../state';
import type { Command } from '../types';
import { bare } from '../v1/commands';
import { bot, DONE, fieldsOf } from './bot';
import { v2Content } from './content';
import { v2Failure } from './failures';

/** [seen] commands of the messenger itself stand in every list. */
const BUILT_IN = [
  { id: 'def0', command: '/me', title: 'Message about yourself', params: '' },
  { id: 'def1', command: '/loud', title: 'Message in bold', params: '' },
  { id: 'def2', command: '/quote', title: 'Message as a quote', params: '' },
  { id: 'def3', command: '/rename', title: 'Rename the chat', params: '' },
];

/** imbot.v2.Command.* */
export const v2Commands: MethodTable = {
  'imbot.v2.Command.register': register,
  'imbot.v2.Command.update': update,
  'imbot.v2.Command.unregister': unregister,
  'imbot.v2.Command.list': list,
  'imbot.v2.Command.answer': answer,
};

function view(command: Command): Record<string, unknown> {
  return {
    id: command.id,
    botId: command.botId,
    command: `/${command.command}`,
    common: command.common,
    hidden: command.hidden,
    extranetSupport: command.extranetSupport,
  };
}

function register(call: MethodCall): unknown {
  const target = bot(call);
  const { state } = call;
  const fields = fieldsOf(call);
  if (!read.truthy(fields.command)) throw v2Failure('COMMAND_REQUIRED');
  if (typeof fields.command !== 'string') throw v2Failure('COMMAND_NAME_INVALID');
  const name = bare(fields.command);
  if (name === '') throw v2Failure('COMMAND_REQUIRED');
  const hidden = read.flag(fields.hidden, false);
  const title = words(fields.title);
  const named = state.holds('empty-title') ? [...title.values()].some((word) => word !== '') : title.size > 0;
  if (!named && !hidden) throw v2Failure('COMMAND_TITLE_REQUIRED');
  const existing = ofBot(call, target.id).find((command) => command.command === name);
  if (existing) return { command: view(existing) };
  const command: Command = {
    id: nextId(state, 'command'),
    botId: target.id,
    command: name,
    common: read.flag(fields.common, false),
    hidden,
    extranetSupport: read.flag(fields.extranetSupport, false),
    title,
    params: words(fields.params),
    handler: '',
  };
  state.commands.set(command.id, command);
  return { command: view(command) };
}

function ofBot({ state }: MethodCall, botId: number): Command[] {
  return [...state.commands.values()].filter((command) => command.botId === botId);
}

function words(value: unknown): Map<string, string> {
  const entries = Object.entries(read.record(value) ?? {}).filter(([, word]) => read.present(word));
  return new Map(entries.map(([language, word]) => [language.toLowerCase(), read.text(word)]));
}

/** Languages that are not named stay; null takes one away. */
function merge(present: Map<string, string>, value: unknown): void {
  for (const [language, word] of Object.entries(read.record(value) ?? {})) {
    if (word === null) present.delete(language.toLowerCase());
    else present.set(language.toLowerCase(), read.text(word));
  }
}

function own(call: MethodCall, botId: number): Command {
  const command = call.state.commands.get(read.int(call.params.commandId));
  if (!command || command.botId !== botId) throw v2Failure('COMMAND_NOT_FOUND');
  return command;
}

function update(call: MethodCall): unknown {
  const target = bot(call);
  const fields = fieldsOf(call);
  const command = own(call, target.id);
  if (read.present(fields.command)) rename(call, command, fields.command);
  merge(command.title, fields.title);
  merge(command.params, fields.params);
  command.common = read.flag(fields.common, command.common);
  command.hidden = read.flag(fields.hidden, command.hidden);
  command.extranetSupport = read.flag(fields.extranetSupport, command.extranetSupport);
  return { command: view(command) };
}

function rename(call: MethodCall, command: Command, value: unknown): void {
  if (typeof value !== 'string') throw v2Failure('COMMAND_NAME_INVALID');
  const name = bare(value);
  if (name === '') throw v2Failure('COMMAND_NAME_EMPTY');
  const taken = ofBot(call, command.botId).some((other) => other !== command && other.command === name);
  if (taken) throw v2Failure('COMMAND_ALREADY_EXISTS');
  command.command = name;
}

function unregister(call: MethodCall): unknown {
  const target = bot(call);
  call.state.commands.delete(own(call, target.id).id);
  return DONE;
}

function list(call: MethodCall): unknown {
  const target = bot(call);
  const user = call.state.users.get(target.id);
  const category = user ? bots.fullName(user) : target.code;
  const builtIn = BUILT_IN.map((command) => ({
    ...command,
    botId: 0,
    common: true,
    hidden: false,
    extranetSupport: true,
    category: 'Chat',
    context: '',
  }));
  const own = ofBot(call, target.id).map((command) => ({
    ...view(command),
    title: inLanguage(command.title),
    params: inLanguage(command.params),
    category,
    context: '',
  }));
  return { commands: [...builtIn, ...own] };
}

function inLanguage(texts: ReadonlyMap<string, string>): string {
  return texts.get('en') ?? [...texts.values()][0] ?? '';
}

function answer(call: MethodCall): unknown {
  const sender = bot(call);
  const { params, state } = call;
  const fields = fieldsOf(call);
  const command = state.commands.get(read.int(params.commandId));
  const messageId = read.int(params.messageId);
  const question = state.messages.get(messageId);
  const chat = dialog.find(state, sender.id, read.text(params.dialogId));
  const fits = command?.botId === sender.id && chat !== undefined && question?.chatId === chat.id;
  if (!command || !fits) throw v2Failure('COMMAND_ANSWER_FAILED');
  const attach = v2Content.attach(fields);
  const text = read.text(fields.message);
  if (text === '' && attach === null) throw v2Failure('COMMAND_ANSWER_FAILED');
  const message = answerCommand(call, sender, command, messageId, {
    authorId: sender.id,
    text,
    // [source] the answer hands the attachment on unread, and knows no keyboard.
    attach: attach !== null && state.holds('answer-raw-attach') ? fields.attach : attach,
    keyboard: state.holds('answer-without-keyboard') ? null : v2Content.keyboard(fields, sender.id),
    system: read.flag(fields.system, false),
    urlPreview: read.flag(fields.urlPreview, true),
  });
  if (!message) throw v2Failure('COMMAND_ANSWER_FAILED');
  return DONE;
}
