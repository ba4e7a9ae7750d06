/** A place in a line: a call that was made and whose own request has not left yet. */
export interface Departure {
  readonly line: string;
  /** The one before it, in the same line. */
  before: Departure | undefined;
  /** It left, or was waited for long enough. */
  isGone: boolean;
  /** Those who wait until it left. */
  readonly waiting: (() => void)[];
}
