import type { ts } from 'ts-morph';
import type { TransformContext } from '../plan/site';

/** How other given files are reached. */
export type Reach = Pick<TransformContext, 'resolve' | 'importers' | 'named' | 'sharing'>;

/** One following of one call: everything that its parts share. */
export interface ReadingEngine {
  readonly reach: Reach;
  readonly trace: Trace;
  /** The call that is followed. */
  readonly site: ts.Node;
  /** Values that the site's own nodes stand for. */
  readonly overrides: Map<ts.Node, Value>;
  /** Functions that are running, outermost first. */
  readonly stack: FunctionRun[];
  readonly frames: Map<ts.Node, Frame>;
  readonly instances: Map<ts.Node, InstanceValue>;
  /** What `new F()` makes of functions that are used like classes. */
  readonly prototypes: Map<ts.Node, ObjectValue>;
  /** Names are only spoken of: the arguments of a log are being looked at. */
  speaking: boolean;
  /** How many blocks with a `catch` stand around, within the function that runs. */
  tries: number;
  /** What is thrown is taken by somebody: it is waited for within a `try`, or has a handler. */
  isGuarded: boolean;
  /** What stands in for a known client, or looks like one by how it is used, is taken for one. */
  readonly isGenerous: boolean;
  /** The site names a method alone: what stands beside the name where it arrives are the parameters. */
  readonly infersParams: boolean;
  /** It only looks for what may be which: changes that it does not come by are no matter. */
  readonly isApart: boolean;
  /** The parameters of which callers are asked; whatever another one is handed, it may be anything. All, where there is no such set. */
  readonly asked?: Set<ts.ParameterDeclaration>;
  /** While one function is read by itself. */
  readonly marks?: Marks;
  /** What stands under a name of a holder, also by what changes it elsewhere. */
  readonly others: Map<string, readonly Value[]>;
  evaluate(node: ts.Expression, frame: Frame): Value;
  member(value: Value, name: string, node: ts.Node): Value;
  call(callee: Value, given: readonly Value[], node: ts.Node, self?: Value): Value;
  invoke(fn: FunctionValue, given: readonly Value[], node: ts.Node, self?: Value): Value;
  instance(of: ClassValue, given?: readonly Value[]): InstanceValue;
  /** `new F(…)` of a function. */
  construct(of: FunctionValue, given?: readonly Value[]): ObjectValue;
  /** `a === b`, done for every name of the method. */
  equal(a: Value, b: Value, node: ts.Node): Value;
  /** Looks at something again without noting anything. */
  quietly(work: () => Value): Value;
  /** Another engine that knows of no site. */
  apart(): ReadingEngine;
  moduleFrame(tree: ts.SourceFile): Frame;
  /** The frame of a function that nobody was seen to call, or of a file. */
  openFrame(node: ts.Node, tree: ts.SourceFile): Frame;
  /** What a type says of a value: an instance of a class, a client of the outside. */
  typed(type: ts.TypeNode, frame: Frame): Value;
  exported(frame: Frame, name: string): Value;
}

/** Something that goes out: the call of a client. */
export interface ClientCall {
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
  /** The client itself, where it was made in the given files: an axios instance. */
  readonly made?: MadeValue;
  /** The functions that were running, outermost first. */
  readonly stack: readonly FunctionRun[];
}

/** One function on the way from the site to the client, and what it was given. */
export interface FunctionRun {
  readonly node: FunctionNode;
  readonly tree: ts.SourceFile;
  readonly given: readonly Value[];
  readonly self?: Value;
  /** What it gave back so far. */
  readonly returned: readonly Returned[];
  /** The function itself, with what it sees around it. */
  readonly of: FunctionValue;
}

/** What was seen while the call was followed. */
/** What a package got, and what it gave back. */
export interface HandedOut {
  readonly node: ts.Node;
  readonly given: readonly Value[];
  readonly made: Value;
  readonly from: string;
}

export interface Trace {
  readonly sent: ClientCall[];
  /** Functions that the call itself enters, and what it gives them. */
  readonly entered: FunctionNode[];
  readonly first: FunctionRun[];
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
  /** The same of packages, with the answer and with what they made of it: asked of a function that is read by itself only. */
  readonly handedOut: HandedOut[];
  /** Places that read what the call answers, and not only whether it does. */
  readonly results: ts.Node[];
  /** What is sent, or what came back, is written to a log. */
  logs: boolean;
  /** What is thrown on the way. */
  readonly thrown: Value[];
  /** What is thrown within a promise that nobody has waited for yet: a `try` around it takes nothing. */
  readonly rejected: Value[];
  /** The call itself is being followed, and not what stands around it. */
  isFollowing: boolean;
  /** The client throws where the portal refuses. */
  clientThrows: boolean;
  /** That passes all who would catch it. */
  passes: boolean;
  /** A client on the way is changed where the reading does not come by. */
  isChanged: boolean;
  /** The places that may change it, where they are known. */
  readonly changedBy: ts.Node[];
  /** Encoders that call themselves on what is within a parameter, under bracket keys. */
  nests: boolean;
  /** Parameters with an empty value are left out, which v2 would take from within `fields`. */
  dropsEmpty: boolean;
  /** Places that treat the values of parameters one by one, by their type or as texts: they would not see what v2 nests within `fields`. */
  readonly apart: { readonly node: ts.Node; readonly isOfFlags: boolean }[];
  /** The answer passed a function that could not be looked into. */
  guessed: boolean;
  /** The name was put somewhere, from where another function may take it. */
  isStored: boolean;
  /** A package makes something else of what the first function gives. */
  isRemade: boolean;
  /** Something that stands under wrapCall was called. */
  isWrapped: boolean;
  /** Functions that were called with what came back, or with a failure; and all that they were given. */
  readonly heard: Map<Value, Value[]>;
  /** Objects on which methods were called. */
  readonly selves: Set<Value>;
  /** Imports of the SDK that were looked at. */
  readonly sdk: { readonly tree: ts.SourceFile; readonly specifier: string }[];
  /** How often each expression was looked at. */
  readonly looked: Map<ts.Node, number>;
  budget: number;
}

/** One run of a function, or a file, or a function around a site that nobody was seen to call. */
export interface Frame {
  readonly node: ts.Node;
  readonly tree: ts.SourceFile;
  readonly outer?: Frame;
  /** Values of declarations: variables, parameters. */
  readonly values: Map<ts.Node, Value>;
  readonly self?: Value;
  readonly given?: readonly Value[];
  /** The body is run from top to bottom; otherwise names are looked up by need. */
  readonly runs: boolean;
  readonly returned: Returned[];
  /** What a generator gives, one after the other. */
  yielded?: Value[];
}

/** What a function gives back, and whether it does so because the call failed. */
interface Returned {
  readonly value: Value;
  readonly onFailure: boolean;
  readonly isThrown: boolean;
}

/** A function of the given files, with what it sees around it. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  /** Where its free names are looked up. */
  readonly around: Frame;
  /** `this`, where that is known. */
  readonly self?: Value;
  /** Arguments that stand before those of the call: `f.bind(null, domain)`. */
  readonly bound?: readonly Value[];
  /** It stands under wrapCall. */
  readonly isWrapped?: boolean;
  /** It stands in the place of something that all files share. */
  readonly isForAll?: boolean;
}

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body?: ts.ConciseBody };

/** A class, or a function that is called with `new`. */
export interface ClassValue {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly around: Frame;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly fields: Map<string, Value>;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly fields: Map<string, Value>;
  /** What stands under names that are only known at run time. */
  readonly others: Value[];
  /** `...spread`, in order; a spread of `params` is the parameters. */
  readonly spreads: Value[];
  /** Where it is made. */
  readonly at?: ts.Node;
  /** Where those are made that were put into it whole. */
  readonly copied?: ts.Node[];
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** More items may be there. */
  open: boolean;
  /** It is kept under a name, empty where it is made. */
  readonly isFilledLater?: boolean;
  /** Where it is made. */
  readonly at?: ts.Node;
  /** The function that was given the items as its arguments, and may take them one by one. */
  readonly givenTo?: ts.Node;
}

/** Something of a module that is not in the given files, or a global: `axios.create`, `JSON.stringify`. */
export interface ExternalValue {
  readonly kind: 'external';
  /** `global` for globals. */
  readonly module: string;
  readonly path: readonly string[];
  readonly origin?: Origin;
}

/** What a call of the outside made and what has been put into it since: an axios instance, a URLSearchParams. */
export interface MadeValue {
  readonly kind: 'made';
  readonly what: string;
  /** What it was made from. */
  readonly from: readonly Value[];
  /** What was put in later: keys and values in turn. */
  readonly held: Value[];
  /** The call that made it. */
  readonly node?: ts.Node;
}

/** Everything that a given file exports. */
interface ModuleValue {
  readonly kind: 'module';
  readonly frame: Frame;
}

export interface NativeValue {
  readonly kind: 'native';
  readonly call: (given: readonly Value[], node: ts.Node, engine: ReadingEngine) => Value;
}

/** The name of the method: as v1 and as v2 call it. Both the same means that it does not depend on the name any more. */
export interface MethodValue {
  readonly kind: 'method';
  readonly v1: string;
  readonly v2: readonly string[];
}

/** `params` the parameters; `key` a name of one of them; `part` a value of one of them, or something within it. */
interface ParamsValue {
  readonly kind: 'params' | 'key' | 'part';
  /** The name under which the part was read, where one was. */
  readonly named?: string;
}

/** How parameters became text. */
type Encoded = 'json' | 'form' | 'flat' | 'multipart';

interface EncodedValue {
  readonly kind: 'encoded';
  readonly how: Encoded;
  readonly of: Value;
}

/**
 * What came back: the response of a client, its body as text, the envelope, what is within it, or the failure that a
 * client throws.
 */
export type AnswerStage =
  | 'fetch'
  | 'undici'
  | 'axios'
  | 'body'
  | 'text'
  | 'stream'
  | 'envelope'
  | 'result'
  | 'error'
  | 'description'
  | 'status'
  | 'ok'
  | 'rest'
  | 'failure'
  | 'sdk';

export interface AnswerValue {
  readonly kind: 'answer';
  readonly stage: AnswerStage;
}

export interface LiteralValue {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null | undefined | RegExp;
  readonly origin?: Origin;
}

interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly Value[];
}

/** An error object of the given files: what it was made from and what was put on it. */
interface ErrorValue {
  readonly kind: 'thrown';
  readonly holds: Value[];
  /** Of a class of its own, or with fields that no error of ours has. */
  isOwn?: boolean;
  /** Of a package's class: what it says of what it holds, nobody sees. */
  readonly isForeign?: boolean;
}

export interface UnionValue {
  readonly kind: 'union';
  readonly of: readonly Value[];
}

/** Not known; `from` is what went into it. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly from: readonly Value[];
  readonly origin?: Origin;
  /** What a function gave that is not in the given files: it may know more than what it was given. */
  readonly isAsked?: boolean;
  /** It was put, or may have been, in the place of something that is seen. */
  readonly isReplaced?: boolean;
  /** A package gave it, and nothing of the given files went into it. */
  readonly isForeign?: boolean;
  /** Made of the name by an operation of which only the run shows what it gives. */
  readonly isOtherName?: boolean;
}

/**
 * Where a value stands, for whoever speaks of it from outside the function that is read: a place in its call, or an
 * expression. Known only while one function is read by itself.
 */
export type Origin = { readonly place: string } | { readonly node: ts.Expression; readonly more?: string };

/** Where values come from, while one function is read by itself. */
export interface Marks {
  /** The function. */
  readonly node: FunctionNode;
  /** `this` of the function. */
  readonly self?: Value;
  /** Where objects stand. */
  readonly origins: Map<Value, Origin>;
}

export type Value =
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ObjectValue
  | ListValue
  | ExternalValue
  | MadeValue
  | NativeValue
  | ModuleValue
  | MethodValue
  | ParamsValue
  | EncodedValue
  | AnswerValue
  | LiteralValue
  | TextValue
  | ErrorValue
  | UnionValue
  | UnknownValue;
