import { PAGE_SIZE } from '../../map/limits';
import { V2 } from '../../map/v2Names';
import { field } from '../../values/answers';
import type { Plan, V1Call } from '../types';

/** The answers of Bot.list, page by page: the bots of this token or application. */
export function* botPages(call: V1Call): Plan<unknown[]> {
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
    if (field(answer.result, 'hasNextPage') !== true || !Array.isArray(bots) || bots.length === 0) return pages;
  }
}
