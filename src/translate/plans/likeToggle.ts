import { V2 } from '../../map/v2Names';
import { done } from '../../values/answers';
import { buildRequest } from '../buildRequest';
import { findBot } from '../findBot';
import type { Plan, V1Call } from '../types';

const ALREADY_SET = 'REACTION_ALREADY_SET';

/** imbot.message.like with ACTION auto or none: set the like, and where it is set already take it back. */
export function* likeToggle(call: V1Call): Plan<unknown> {
  const params = buildRequest(call, yield* findBot(call), { fixed: { reaction: 'like' } });
  const added = yield {
    method: V2.chatMessageReactionAdd,
    params,
    replay: 'never',
    tolerate: [ALREADY_SET],
    sample: { refused: ALREADY_SET },
  };
  if (added.refused === undefined) return done(added.result);
  const removed = yield { method: V2.chatMessageReactionDelete, params, replay: 'never' };
  return done(removed.result);
}
