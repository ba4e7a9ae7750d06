import { botList as toV1 } from '../../values/answers';
import type { Call, Plan } from '../types';
import { botPages } from './botPages';

/** imbot.bot.list: every page of Bot.list. */
export function* botList(call: Call): Plan<unknown> {
  return toV1(yield* botPages(call));
}
