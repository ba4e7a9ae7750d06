/** A call that was made and whose own request has not left yet. */
export interface Departure {
  readonly dialog: unknown;
  /** The one before it, for the same dialog. */
  before: Departure | undefined;
  /** It left, or was waited for long enough. */
  isGone: boolean;
  onGone: (() => void) | undefined;
}
