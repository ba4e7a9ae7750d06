/** An event on its way to a handler. */
export interface Letter {
  readonly id: string;
  /** The name of the handler, and the dialog: letters of one lane go in order. */
  readonly lane: string;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  /** How often it was sent in vain. */
  attempts: number;
  /** When it may go again, in milliseconds since 1970. */
  at: number;
}
