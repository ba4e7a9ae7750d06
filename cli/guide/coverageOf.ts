import type { MethodEntry, Verdict } from '../../src/map/entry';
import { explain } from '../../src/translate/explain';
import { METHOD_SAMPLES } from './methodSamples';

export interface Coverage {
  /** The codemod that moves an ordinary call by itself; undefined: it stays, and why. */
  readonly codemod: 'rewrite' | undefined;
  /** Verdict of an ordinary call, while handlers take v1 events and once they take v2 events. */
  readonly verdict: Verdict;
  readonly verdictOnV2Events: Verdict;
  /** Losses of an ordinary call on v1 events. */
  readonly losses: readonly string[];
}

/** What becomes of an ordinary call of a method. `rewrite` moves what is one v2 call without a loss. */
export function coverageOf(entry: MethodEntry): Coverage {
  const sample = METHOD_SAMPLES[entry.v1];
  if (!sample) throw new Error(`cli/guide/methodSamples.ts has no call of ${entry.v1}`);
  const { verdict, losses } = explain(entry.v1, sample, { auth: 'webhook', clientId: 'my_bot' });
  const moved = explain(entry.v1, sample, { auth: 'webhook', clientId: 'my_bot', events: 'v2' });
  return {
    codemod: verdict === 'exact' && !entry.higherRank ? 'rewrite' : undefined,
    verdict,
    verdictOnV2Events: moved.verdict,
    losses: losses.map(({ id }) => id),
  };
}
