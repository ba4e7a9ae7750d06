import type { MethodCall } from '../call';
import { read } from '../read';
import { bots } from '../rules/bots';
import type { Bot } from '../types';
import { v1Failure } from './failures';

/** Who owns what this call may touch; refuses webhook calls that name no CLIENT_ID. */
export function owner({ caller, params }: MethodCall): string {
  if (caller.kind === 'oauth') return caller.application?.clientId ?? '';
  const clientId = read.text(params.CLIENT_ID);
  if (clientId === '') throw v1Failure('noClientId');
  return `custom${clientId}`;
}

/** [source] what sets addresses of v1 is refused for a bot whose events are fetched. */
export function refuseFetchMode(call: MethodCall, target: Bot): void {
  if (target.eventMode === 'fetch' && call.state.holds('fetch-refuses-v1')) throw v1Failure('fetchMode');
}

/** The bot that BOT_ID names, else the first one of the caller. */
export function bot(call: MethodCall): Bot {
  const mine = owner(call);
  const id = read.int(call.params.BOT_ID);
  if (!read.truthy(call.params.BOT_ID)) {
    const first = bots.ofOwner(call.state, mine)[0];
    if (!first) throw v1Failure('botNotFound');
    return first;
  }
  const found = call.state.bots.get(id);
  if (!found) throw v1Failure('botNotFound');
  if (found.owner !== mine) throw v1Failure('otherApplication');
  return found;
}
