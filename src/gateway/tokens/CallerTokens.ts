/** Tokens that go out in place of those that callers have. */
export interface CallerTokens {
  /**
   * The token to send in place of a caller's own; undefined where his own goes out as it came.
   * @param ofBot is the call one of imbot alone, so that it acts for the bot and not for a person?
   */
  inPlaceOf(token: string, ofBot: () => Promise<boolean>): Promise<string | undefined>;
  /** The portal called `sent` expired, which came from here. The next one to try, or undefined. */
  after(sent: string): Promise<string | undefined>;
  /** The portal does not know `sent`, which came from here. Another one that is held by now, or undefined: it is not renewed. */
  instead(sent: string): Promise<string | undefined>;
  /** The portal called `sent` expired, though it came from `after`. */
  refusedAgain(sent: string): void;
}
