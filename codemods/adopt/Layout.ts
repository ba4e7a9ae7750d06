import type { Place } from '../transport/TransportReading';

/** Options of wrapCall for one function. */
export interface Layout {
  readonly method: Place;
  readonly params: Place;
  /** Source of the option; undefined where nothing tells portals apart. */
  readonly portal?: string;
  readonly answer: Answer;
  /** Where the callback stands, where it is not the last function. */
  readonly callback?: Place;
  readonly encoding: 'json' | 'form';
  /** Sources of the ids that the function puts in by itself; `hidden` where nothing outside of it tells. */
  readonly clientId?: string;
  readonly botId?: string;
}

export type Answer =
  | 'envelope'
  | 'result'
  | 'axios'
  | 'callback'
  | { readonly envelope: string }
  | { readonly result: string };
