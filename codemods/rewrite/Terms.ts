import type { ReasonId } from '../report/reasons';

/** On what terms calls move. */
export interface Terms {
  /** Which events the handlers take: `event-format` is a loss while they take those of v1. */
  readonly events: 'v1' | 'v2';
  /** Losses and reasons that the user takes by name, with `--accept`. */
  readonly accept: ReadonlySet<string>;
  /** Where those that a call really had are noted. */
  readonly taken: Set<ReasonId>;
}
