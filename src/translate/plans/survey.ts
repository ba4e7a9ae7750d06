import { botList } from '../../values/answers';
import type { Plan, V1Call } from '../types';
import { botPages } from './botPages';

/** Notes which bots are there already. */
export function* survey(call: V1Call): Plan<undefined> {
  for (const id of Object.keys(botList(yield* botPages(call)))) call.facts.wasThere.set(Number(id), true);
  return undefined;
}
