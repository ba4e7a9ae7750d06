import { botList as toV1 } from '../../values/answers';
import type { Plan, V1Call } from '../types';
import { botPages } from './botPages';

/** imbot.bot.list: every page of Bot.list. */
export function* botListPlan(call: V1Call): Plan<unknown> {
  return toV1(yield* botPages(call));
}
