import type { MethodCall } from '../call';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import type { State } from '../state';
import type { Bot, Chat } from '../types';
import { v2Failure } from './failures';

/** Who owns what this call may touch: on webhook auth the botToken tells. */
/** [source] both versions name the owner by the token alike: that is the bridge between them. */
export function webhookOwner(state: State): string {
  return state.holds('bridge') ? 'custom' : 'customV2';
}

export function owner({ caller, params, state }: MethodCall, token: unknown = params.botToken): string {
  if (caller.kind === 'oauth') return caller.application?.clientId ?? '';
  const text = read.text(token);
  if (text === '') throw v2Failure('BOT_TOKEN_NOT_SPECIFIED');
  return `${webhookOwner(state)}${text}`;
}

export function bot(call: MethodCall): Bot {
  const mine = owner(call);
  const id = read.int(call.params.botId);
  if (id <= 0) throw v2Failure('BOT_ID_REQUIRED');
  const found = call.state.bots.get(id);
  if (!found) throw v2Failure('BOT_NOT_FOUND');
  if (found.owner !== mine) throw v2Failure('BOT_OWNERSHIP_ERROR');
  return found;
}

/** The chat of dialogId, which the bot must be in. */
export function chatOf(call: MethodCall, botId: number): Chat {
  const chat = dialog.find(call.state, botId, read.text(call.params.dialogId));
  if (!dialog.isMember(chat, botId)) throw v2Failure('ACCESS_DENIED');
  return chat;
}

export function fieldsOf(call: MethodCall): Readonly<Record<string, unknown>> {
  return read.record(call.params.fields) ?? {};
}

export const DONE = { result: true } as const;
