import type { ts } from 'ts-morph';
import type { Returned } from './Frame';
import type { FunctionNode, Value } from './Value';

/** Something that goes out: the call of a client. */
export interface Sent {
  /** `fetch`, `axios`, `BX24`, `@bitrix24/b24jssdk`, … */
  readonly client: string;
  readonly url?: Value;
  /** The method where the client takes it as such: BX24, the SDK. */
  readonly method?: Value;
  readonly body?: Value;
  /** What an object in the body becomes. */
  readonly encoding: 'json' | 'form' | 'flat' | 'multipart' | 'raw';
  readonly query?: Value;
  /** What an object in the query becomes. */
  readonly queryEncoding?: 'form' | 'flat';
  readonly node: ts.Node;
  /** The functions that were running, outermost first. */
  readonly stack: readonly Step[];
}

/** One function on the way from the site to the client, and what it was given. */
export interface Step {
  readonly node: FunctionNode;
  readonly tree: ts.SourceFile;
  readonly given: readonly Value[];
  readonly self?: Value;
  /** What it gave back so far. */
  readonly returned: readonly Returned[];
}

/** What was seen while the call was followed. */
export interface Trace {
  readonly sent: Sent[];
  /** Functions that the call itself enters. */
  readonly entered: FunctionNode[];
  /** What each function gave back when it ran last. */
  readonly returned: Map<FunctionNode, readonly Returned[]>;
  /** Places that depend on the method's name. */
  readonly names: ts.Node[];
  /** Names of parameters that the transport reads by itself, and where. */
  readonly keys: { readonly key: string; readonly node: ts.Node }[];
  /** Parameters that the transport puts in. */
  readonly added: { readonly key: string; readonly value: Value; readonly node: ts.Node }[];
  /** Places that compare v1 error codes, or something that may be one. */
  readonly codes: ts.Node[];
  /** Calls of functions that are not in the given files, which got the method or parameters. */
  readonly unseen: { readonly node: ts.Node; readonly given: readonly Value[] }[];
  /** What is thrown on the way. */
  readonly thrown: Value[];
  /** The call itself is being followed, and not what stands around it. */
  isFollowing: boolean;
  /** Something is caught on the way. */
  caught: boolean;
  /** The client throws where the portal refuses. */
  clientThrows: boolean;
  /** Encoders that call themselves on what is within a parameter, under bracket keys. */
  nests: boolean;
  /** Parameters with an empty value are left out, which v2 would take from within `fields`. */
  dropsEmpty: boolean;
  /** The answer passed a function that could not be looked into. */
  guessed: boolean;
  /** The function that is called stands under wrapCall. */
  adopted: boolean;
  budget: number;
}

export function emptyTrace(): Trace {
  return {
    sent: [],
    entered: [],
    returned: new Map(),
    names: [],
    keys: [],
    added: [],
    codes: [],
    unseen: [],
    thrown: [],
    isFollowing: false,
    caught: false,
    clientThrows: false,
    nests: false,
    dropsEmpty: false,
    guessed: false,
    adopted: false,
    budget: 30_000,
  };
}
