import type { CallOptions } from '../engine/types';
import type { ReportedOptions } from '../facade/types';
import type { WrappedCall } from './WrappedCall';

/**
 * Where something stands in a call: the index of an argument, or a path. A path begins with an index (`'0.method'`), with
 * `this` (`'this.domain'`), or it is looked for in every argument that is an object, then in `this`.
 */
export type Place = number | string;

/** Asked at each call, with the call's own `this` and arguments: what the environment holds may come later than the wrap. */
type Asked<T> = (this: unknown, ...args: never[]) => T | undefined;

/** Where callbacks stand; without `error` that is a function named `error`, `fail`, `failure` or `onError` beside `success`. */
export type CallbackPlaces = Place | { readonly success: Place; readonly error?: Place };

/** How a team's own wrapper is called and how it answers. */
export interface CallLayout {
  /** Where the method stands. Default 0. */
  readonly method?: Place;
  /** Where the parameters stand. Default: behind the method. */
  readonly params?: Place;
  /**
   * What tells portals apart: a domain, a webhook address, a member_id, or an auth object that holds one. Nothing of it
   * is kept but its host or a hash. Without it nothing is looked up, and calls that need a look-up stay v1.
   */
  readonly portal?: Place | ((this: unknown, ...args: never[]) => unknown);
  /**
   * What the wrapper answers. Default `'envelope'`, `{ result, time }` or `{ error, error_description }`. `'axios'` is
   * `{ envelope: 'data' }`. A place in the answer: `{ envelope: 'body' }` holds whole envelopes, `{ result: 'data.result' }`
   * results. `null` or `false` for failed calls fits each.
   */
  readonly answer?:
    | 'envelope'
    | 'result'
    | 'axios'
    | 'callback'
    | { readonly envelope: string }
    | { readonly result: string };
  /** With `answer: 'callback'`: where the callback stands, `'success'` in settings for example. Default: the last function. */
  readonly callback?: CallbackPlaces;
  /** What the wrapper puts in front of the methods that it is given: `'imbot.'` for `call('message.add')`. */
  readonly prefix?: string;
  /** `'form'` for wrappers that send flat text: v2's nested values go as bracket keys, flags as Y and N; `true` in a call is read as the text that encoders make of it. `'json'` for those that encode objects within objects. Default: JSON, until a question of ours shows that it is flat. */
  readonly encoding?: 'json' | 'form';
}

/** How the wrapper is called and answers (`CallLayout`), what it adds by itself, and the options of every facade. */
export interface WrapOptions extends Omit<ReportedOptions, 'clientId' | 'botId'>, CallLayout {
  /**
   * The CLIENT_ID that the wrapper adds by itself, out of sight of the call: the id, a function that is asked at each call
   * (`() => process.env.CLIENT_ID`), or a place in `this` or the arguments.
   */
  readonly clientId?: string | Asked<string> | { readonly place: Place };
  /** The bot of calls that omit BOT_ID: the id, a function that is asked at each call, or a place. */
  readonly botId?: number | Asked<number | string> | { readonly place: Place };
}

export type LooseFunction = (...args: unknown[]) => unknown;

/** Does a wrapper take batches? One that completes names does not; of the others it is tried twice. */
interface Batches {
  /** How often one may still come back unread. */
  left: number;
  /** Came one back as REST answers it? Until then the caller's own go out as they are, and what comes is handed on. */
  isWhole: boolean;
}

/** One call of a wrapped transport that the engine has to see. */
export interface Invocation {
  readonly fn: LooseFunction;
  readonly self: unknown;
  readonly args: readonly unknown[];
  readonly call: WrappedCall;
  readonly portal: string | undefined;
  readonly own: CallOptions;
  readonly callback: CallbackPlaces | undefined;
  readonly batches: Batches;
  /** The caller's own batch, of which nobody knows what the function makes. */
  readonly isAsGiven: boolean;
  /** Says once what does not fit the layout. */
  readonly onMisfit: (explanation: string) => void;
  /** Called when a question of ours is not called back. */
  readonly onSilence: () => void;
  /** Says once that a failure found nobody to hear it. */
  readonly onUnheard: (explanation: string) => void;
}
