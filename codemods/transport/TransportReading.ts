import type { ts } from 'ts-morph';
import type { FunctionNode } from './types';

/** How parameters travel: `json` and `form` nest, `flat` and `multipart` do not; in all but `json` a flag is a text. */
export type Encoding = 'json' | 'form' | 'flat' | 'multipart';

/** Why a transport is not seen. */
export type Unseen =
  /** The function is not in the given files, or nothing says which one it is. */
  | 'not-found'
  /** It hands the method or the parameters to something that is not in the given files. */
  | 'handed-on'
  /** There is too much code on the way. */
  | 'too-far'
  /** It sends the name to an address of its own: what stands there is not in the given files. */
  | 'own-server'
  /** The parameters were not seen to be sent. */
  | 'no-parameters';

/** Where something stands in the arguments of a function: `2`, `1.params`, `this.token`. */
export type ArgumentPlace = number | string;

/** One function on the way from the call to the client that sends. */
export interface TransportStep {
  readonly name?: string;
  readonly file: string;
  readonly node: FunctionNode;
  readonly tree: ts.SourceFile;
  /** Undefined where the method is no argument of this function. */
  readonly method?: ArgumentPlace;
  readonly params?: ArgumentPlace;
  readonly answer: Answers;
}

/** What a function gives back where the call succeeds. */
export type Answers =
  | 'envelope'
  | 'result'
  | 'axios'
  | 'response'
  | 'sdk'
  | 'callback'
  | 'nothing'
  | 'mixed'
  | 'unknown';

/** What a function does where the portal refuses. */
export type FailureKind =
  /** It throws something that holds the portal's code. */
  | 'throws-code'
  | 'throws'
  /** It gives back something that holds the code: the envelope, an object of its own. */
  | 'returns-code'
  | 'returns-nothing';

/** A place in a transport that a finding can point to. */
export interface Evidence {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** A parameter that the transport puts in by itself. */
export interface Added extends Evidence {
  /** In capitals. */
  readonly key: string;
}

/**
 * What the code of a transport shows, followed from one call by what its names mean: the one reading that adopt and
 * rewrite stand on.
 */
export interface TransportReading {
  /** Undefined where it was seen to send this method and these parameters. */
  readonly unseen?: Unseen;
  /** Undefined where that does not show. */
  readonly encoding?: Encoding;
  /** Names of the clients that send: `fetch`, `axios`, `BX24`. */
  readonly clients: readonly string[];
  /** The functions that the call may enter: one, unless a choice stands there. */
  readonly called: readonly FunctionNode[];
  /** The functions from the one that is called to the one that sends, outermost first. */
  readonly steps: readonly TransportStep[];
  readonly answer: Answers;
  readonly failures: readonly FailureKind[];
  /** Does the client throw by itself where the portal refuses, and does that pass? */
  readonly clientThrows: 'never' | 'caught' | 'through';
  /** All that it throws are errors of the language, with a text and what was put on them; not those of a client or a class. */
  readonly throwsPlain: boolean;
  /** What it gives back instead of an answer: `other` is an empty value besides null and undefined, or one of its own; `no-promise` is nothing that has a `then`. */
  readonly instead: readonly ('null' | 'undefined' | 'other' | 'no-promise')[];
  /** It may give back a `result` that is not the portal's: a default, a number of its own. */
  readonly hasOwnResult: boolean;
  /** Places that read what the call answers, and not only whether it does. */
  readonly looksAtResult: readonly Evidence[];
  readonly added: readonly Added[];
  /** Places that look at the method's name, or at parameters by their v1 names. */
  readonly dependsOnName: readonly Evidence[];
  readonly comparesCodes: readonly Evidence[];
  /** The function that is called was made within another function, and may hold the portal that it speaks to. */
  readonly isClosure: boolean;
  /** It stands under wrapCall already. */
  readonly isAdopted: boolean;
  /** What tells the one address of the process to which it sends from others; undefined where it may send to several. */
  readonly portal?: string;
}
