import { isV2Imbot } from '../map/imbotName';
import { LOOKUPS } from '../map/lookups';
import { NOTHING_ARRIVED } from '../map/v2Names';
import type { Params } from '../values/structures';
import { type Ask, type Carriage, proveCarriage } from './proveCarriage';

/** Knows how a wrapper carries values that hold others: its layout says it, or the portal does. */
export interface Feeler {
  /** Undefined until it is known, and for good where no question shows it. */
  readonly encoding: Carriage | undefined;
  /** May these go out? As long as nobody knows how, v2's nested values would be lost, and messages with them. */
  mayCarry(method: string, params: Params): boolean;
  /** A command within a batch was read. */
  noteBatch(way: Carriage): void;
  /** Behind the answer to a question of ours. Ends as it is known, or as nobody will know. */
  settle(question: Params, ask: Ask): Promise<void>;
  /** As a call fails: a refusal of v2 that finds nothing in what was filled in shows that it does not arrive, whatever questions showed. */
  heed(method: string, code: string): void;
}

export interface FeelerOptions {
  /** What the layout says: nobody asks then. */
  readonly said: Carriage | undefined;
  /** Does the wrapper send `batch` under that name? One that completes names does not. */
  readonly takesBatch: boolean;
  /** Told once, but for wrappers that carry JSON. */
  readonly onFound: (encoding: 'form' | undefined) => void;
}

/**
 * What a wrapper does with the values it is given shows nothing: many log or sign in another form than they send, copy before
 * they send, or send what reads in another way than what writes. So the portal is asked, of every wrapper, once.
 */
export function createFeeler({ said, takesBatch, onFound }: FeelerOptions): Feeler {
  let encoding = said;
  let proof: Promise<void> | undefined;
  let inBatch: Carriage | undefined;

  async function prove(question: Params, ask: Ask): Promise<void> {
    const proven = { question, ask, takesBatch, inBatch };
    let found = await proveCarriage(proven);
    if (found === 'silent') found = await proveCarriage(proven);
    if (found === 'json' || found === 'form') encoding = found;
    if (encoding !== 'json') onFound(encoding);
  }

  return {
    get encoding() {
      return encoding;
    },
    mayCarry: (method, params) =>
      encoding !== undefined || LOOKUPS.has(method) || !isV2Imbot(method) || !holdsObject(params),
    noteBatch(way) {
      inBatch = way;
    },
    settle(question, ask) {
      // One after the other: whoever makes one call at a time may renew a token in each.
      proof ??= said === undefined ? prove(question, ask) : Promise.resolve();
      return proof;
    },
    heed(method, code) {
      if (encoding === undefined || code !== NOTHING_ARRIVED || !isV2Imbot(method)) return;
      encoding = undefined;
      onFound(encoding);
    },
  };
}

function holdsObject(params: Params): boolean {
  return Object.values(params).some((value) => typeof value === 'object' && value !== null);
}
