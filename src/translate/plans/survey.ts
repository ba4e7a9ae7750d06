import { botList } from '../../values/answers';
import type { Call, Plan } from '../types';
import { botPages } from './botPages';

/** Notes which bots are there already. */
export function* survey(call: Call): Plan<undefined> {
  for (const id of Object.keys(botList(yield* botPages(call)))) call.facts.wasThere.set(Number(id), true);
  return undefined;
}
