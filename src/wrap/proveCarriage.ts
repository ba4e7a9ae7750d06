import { withPatience } from '../facade/withPatience';
import { TWO_TYPES } from '../map/botKinds';
import { REVISION_GET } from '../map/index';
import { V2 } from '../map/v2Names';
import { field } from '../values/answers';
import type { Params } from '../values/structures';
import { answerOfOne, batchOfOne } from './batchOfOne';
import { whoAsks } from './whoAsks';

/** How objects within objects go out. */
export type Carriage = 'json' | 'form';

/** Sends a question in the given way, and resolves to its result. */
export type Ask = (encoding: Carriage, method: string, params: Params) => Promise<unknown>;

export interface CarriageProof {
  /** The parameters of the question before: who asks. */
  readonly question: Params;
  readonly ask: Ask;
  readonly takesBatch: boolean;
  /** How a command within a batch was seen to arrive. */
  readonly inBatch: Carriage | undefined;
}

/**
 * Asks the portal how a wrapper's nested values arrive: by a batch whose only command is read where they do, and by a list with a
 * filter that changes what comes. A wrapper may send the two in different ways, or make calls of its own for a batch, and nothing
 * shows which of them a message takes: so both have to say the same. Undefined where they do not, or neither shows it, `silent`
 * where nothing was answered at all.
 */
export async function proveCarriage({
  question,
  ask,
  takesBatch,
  inBatch: seen,
}: CarriageProof): Promise<Carriage | 'silent' | undefined> {
  const asUser = whoAsks(question);
  const { botToken } = question;
  const asBot = botToken === undefined ? asUser : { ...asUser, botToken };
  let isSilent = true;

  async function put(way: Carriage, method: string, params: Params): Promise<unknown> {
    const answer = await withPatience(ask(way, method, params)).catch(() => undefined);
    if (answer !== undefined) isSilent = false;
    return answer;
  }

  async function list(way: Carriage, filter?: Params): Promise<readonly unknown[] | undefined> {
    const bots = field(await put(way, V2.botList, { ...asBot, ...(filter && { filter }), limit: 1 }), 'bots');
    return Array.isArray(bots) ? bots : undefined;
  }

  let inBatch = seen;
  for (const way of takesBatch && inBatch === undefined ? WAYS : []) {
    const told = answerOfOne(await put(way, 'batch', batchOfOne(REVISION_GET, asUser)));
    if (told === undefined || !('result' in told) || field(told.result, 'rest') === undefined) continue;
    inBatch = way;
    break;
  }
  const type = field((await list('json'))?.[0], 'type');
  if (typeof type !== 'string') return inBatch ?? (isSilent ? 'silent' : undefined);
  // One bot of another type comes with the filter, or none: without it the first one comes again.
  const other = TWO_TYPES.find((one) => one !== type);
  for (const way of inBatch ? [inBatch] : WAYS) {
    const found = await list(way, { type: other });
    if (found?.every((bot) => field(bot, 'type') === other)) return way;
  }
  return undefined;
}

const WAYS = ['json', 'form'] as const;
