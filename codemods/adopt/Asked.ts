import type { ts } from 'ts-morph';
import type { Site, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import type { FunctionRun } from '../transport/types';
import type { Choice } from './Choice';
import type { Wanted } from './cover';

/** One site and everything by which it is sent. */
export interface Asked {
  readonly site: Site;
  readonly file: SourceText;
  /** Each has to be under the facade, one way or another. */
  readonly needs: readonly Need[];
  /** Why it stays, whatever covers its ways. */
  readonly reason?: ReasonId;
  /** The functions that the call enters. */
  readonly first: readonly FunctionRun[];
  /** There was too much of what stands behind it to follow it to its end. */
  readonly isCut: boolean;
}

export interface Need extends Wanted<Choice> {
  /** The call of the site, where there is one. */
  readonly call?: ts.CallExpression | ts.NewExpression;
  /** The functions on the way. */
  readonly steps: readonly FunctionRun[];
  readonly isDone: boolean;
  /** Under the facade, and kept on v1: why. */
  readonly held?: ReasonId;
  /** Under the facade by a function that tells failures by the portal's text alone. */
  readonly hidesCode?: boolean;
  /** What sends it, or a function before, gets the name otherwise than it stands at the site. */
  readonly isRenamed?: boolean;
  /** Why nothing covers it. */
  readonly reason?: ReasonId;
}
