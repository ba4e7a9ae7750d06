import { memberIds } from '../../values/answers';
import { buildRequest } from '../buildRequest';
import { findBot } from '../findBot';
import { LossFound } from '../signals';
import type { Call, Plan } from '../types';

/** v2 answers at most this many members and has no pages. */
export const MOST_MEMBERS = 200;

/** imbot.chat.user.list: one page of members; a full page may be cut. */
export function* memberList(call: Call): Plan<unknown> {
  const answer = yield {
    method: 'imbot.v2.Chat.User.list',
    params: buildRequest(call, yield* findBot(call), { fixed: { limit: MOST_MEMBERS } }),
    replay: 'read',
    sample: { result: [] },
  };
  const members = memberIds(answer.result);
  if (members.length >= MOST_MEMBERS) throw new LossFound('member-limit', members);
  return members;
}
