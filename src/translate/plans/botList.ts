import { PAGE_SIZE } from '../../map/limits';
import { V2 } from '../../map/v2Names';
import { field, botList as toV1 } from '../../values/answers';
import type { Call, Plan } from '../types';

/** imbot.bot.list: every page of Bot.list. */
export function* botList(call: Call): Plan<unknown> {
  const pages: unknown[] = [];
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const answer = yield {
      method: V2.botList,
      params: { ...call.token, limit: PAGE_SIZE, offset, ...call.auth },
      replay: 'read',
      sample: { result: { bots: [], users: [], hasNextPage: false } },
    };
    pages.push(answer.result);
    const bots = field(answer.result, 'bots');
    if (field(answer.result, 'hasNextPage') !== true || !Array.isArray(bots) || bots.length === 0) return toV1(pages);
  }
}
