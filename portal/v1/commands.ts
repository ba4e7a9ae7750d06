import type { MethodCall, MethodTable } from '../call';
import { type Params, read } from '../read';
import { answerCommand } from '../rules/answerCommand';
import { handlerUrl } from '../rules/handlerUrl';
import { trim } from '../rules/trim';
import { nextId } from '../state';
import type { Command } from '../types';
import { bot, owner, refuseFetchMode } from './bot';
import { v1Content } from './content';
import { v1Failure } from './failures';
import { previewOf } from './messages';

/** imbot.command.* */
export const v1Commands: MethodTable = {
  'imbot.command.register': register,
  'imbot.command.update': update,
  'imbot.command.unregister': unregister,
  'imbot.command.answer': answer,
};

type Translations = Pick<Command, 'title' | 'params'>;

function register(call: MethodCall): number {
  owner(call);
  const { params, state } = call;
  const handler = read.text(params.EVENT_COMMAND_ADD);
  if (handler === '') throw v1Failure('commandHandler');
  if (!handlerUrl(handler)) throw v1Failure('commandHandlerUrl');
  const name = bare(read.text(params.COMMAND));
  if (name === '') throw v1Failure('commandName');
  if (read.int(params.BOT_ID) <= 0) throw v1Failure('botNotFound');
  const translations = readLang(params.LANG);
  if (translations.title.size === 0) throw v1Failure('lang');
  const target = bot(call);
  refuseFetchMode(call, target);

  const existing = ofBot(call, target.id).find((command) => command.command === name);
  if (existing) return existing.id;
  const id = nextId(state, 'command');
  state.commands.set(id, {
    id,
    botId: target.id,
    command: name,
    common: read.yes(params.COMMON),
    hidden: read.yes(params.HIDDEN),
    extranetSupport: read.yes(params.EXTRANET_SUPPORT),
    ...translations,
    handler,
  });
  return id;
}

export function bare(name: string): string {
  return name.trim().replace(/^\//, '');
}

function ofBot({ state }: MethodCall, botId: number): Command[] {
  return [...state.commands.values()].filter((command) => command.botId === botId);
}

function readLang(value: unknown): Translations {
  const title = new Map<string, string>();
  const params = new Map<string, string>();
  for (const entry of read.list(value) ?? []) {
    const lang: Params = read.record(entry) ?? {};
    const language = read.text(lang.LANGUAGE_ID).toLowerCase();
    if (language === '') continue;
    title.set(language, read.text(lang.TITLE));
    if (read.text(lang.PARAMS) !== '') params.set(language, read.text(lang.PARAMS));
  }
  return { title, params };
}

function update(call: MethodCall): true {
  const mine = owner(call);
  const { params } = call;
  if (read.int(params.COMMAND_ID) <= 0) throw v1Failure('commandNotFound');
  const fields = read.record(params.FIELDS) ?? {};
  const known = ['COMMAND', 'EVENT_COMMAND_ADD', 'HIDDEN', 'EXTRANET_SUPPORT', 'LANG'];
  const says = (value: unknown) => typeof value === 'boolean' || typeof value === 'number' || read.truthy(value);
  if (!known.some((key) => says(fields[key]))) throw v1Failure('nothingToUpdate');
  const command = own(call, mine);
  const handler = read.text(fields.EVENT_COMMAND_ADD);
  if (handler !== '' && !handlerUrl(handler)) throw v1Failure('commandHandlerUrl');
  const name = bare(read.text(fields.COMMAND));
  if (name !== '' && ofBot(call, command.botId).some((other) => other !== command && other.command === name)) {
    throw v1Failure('commandNotUpdated');
  }

  if (name !== '') command.command = name;
  if (handler !== '') command.handler = handler;
  if (read.present(fields.HIDDEN)) command.hidden = read.yes(fields.HIDDEN);
  if (read.present(fields.EXTRANET_SUPPORT)) command.extranetSupport = read.yes(fields.EXTRANET_SUPPORT);
  const translations = readLang(fields.LANG);
  if (translations.title.size > 0) Object.assign(command, translations);
  return true;
}

function own(call: MethodCall, mine: string): Command {
  const command = call.state.commands.get(read.int(call.params.COMMAND_ID));
  if (!command) throw v1Failure('commandNotFound');
  if (call.state.bots.get(command.botId)?.owner !== mine) throw v1Failure('otherCommand');
  return command;
}

function unregister(call: MethodCall): true {
  const mine = owner(call);
  if (read.int(call.params.COMMAND_ID) <= 0) throw v1Failure('commandNotFound');
  call.state.commands.delete(own(call, mine).id);
  return true;
}

function answer(call: MethodCall): number {
  const mine = owner(call);
  const { params, state } = call;
  const byId = read.int(params.COMMAND_ID) > 0;
  const name = bare(read.text(params.COMMAND));
  if (!byId && name === '') throw v1Failure('commandNotFound');
  const messageId = read.int(params.MESSAGE_ID);
  if (messageId <= 0) throw v1Failure('messageIdEmpty');
  const text = trim(state, read.text(params.MESSAGE));
  if (text === '') throw v1Failure('messageEmpty');

  const isMine = (command: Command) => state.bots.get(command.botId)?.owner === mine;
  const named = [...state.commands.values()].find((command) => command.command === name && isMine(command));
  const command = byId ? own(call, mine) : named;
  const sender = command && state.bots.get(command.botId);
  if (!command || !sender) throw v1Failure('commandNotFound');
  const message = answerCommand(call, sender, command, messageId, {
    authorId: sender.id,
    text,
    attach: v1Content.attach(call),
    keyboard: v1Content.keyboard(call, sender.id),
    menu: v1Content.menu(call),
    system: read.yes(params.SYSTEM),
    urlPreview: previewOf(call),
  });
  if (!message) throw v1Failure('messageNotAdded');
  return message.id;
}
