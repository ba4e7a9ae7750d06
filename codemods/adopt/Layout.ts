import type { ArgumentPlace } from '../transport/TransportReading';

/** Options of wrapCall for one function. */
export interface Layout {
  readonly method: ArgumentPlace;
  readonly params: ArgumentPlace;
  /** Source of the option; undefined where nothing tells portals apart. */
  readonly portal?: string;
  readonly answer: AnswerLayout;
  /** Where the callback stands, where it is not the last function; and the one that hears of failures alone. */
  readonly callback?: ArgumentPlace | { readonly success: ArgumentPlace; readonly error: ArgumentPlace };
  readonly encoding: 'json' | 'form';
  /** Sources of the ids that the function puts in by itself; `hidden` where nothing outside of it tells. */
  readonly clientId?: string;
  readonly botId?: string;
}

export type AnswerLayout =
  | 'envelope'
  | 'result'
  | 'axios'
  | 'callback'
  | { readonly envelope: string }
  | { readonly result: string };
