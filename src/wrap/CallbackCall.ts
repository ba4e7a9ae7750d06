/** What a callback was called with. */
export interface CallbackCall {
  readonly self: unknown;
  readonly values: readonly unknown[];
  /** It was the callback of errors. */
  readonly isError: boolean;
}
