/*
 * The contract between the finder and the transforms.
 *
 * findSites(file) finds every old name as text and asks the tree what stands there. Each occurrence becomes exactly one
 * Site; `kind: 'mention'` has no shape and is never touched. Sites come in the order of their offsets, and offsets count
 * in the decoded text of the whole file, also in .vue and .html: the tree of such a file is the file with everything
 * outside <script> blanked, so that node.getStart() needs no correction.
 *
 * Nodes are compiler nodes with parents set. Get guards and SyntaxKind from syntax() of ./sourceFile, which alone loads
 * ts-morph. There is no type checker.
 *
 * A transform is pure: (site, file, context) => Outcome. It returns edits against file.text (./edits makes them), all of
 * which are applied or none. Several sites may want the same edit (one import, the two names of a ternary): identical
 * edits merge, other overlaps are refused for the later site. Text to insert uses `\n`; the edit layer writes it in the
 * line ends of its surroundings.
 */
import type { ts } from 'ts-morph';
import type { Importing } from '../adopt/Importing';
import type { AddressesOf } from '../events/Address';
import type { ReasonId } from '../report/reasons';
import type { PackagePlace } from '../rewrite/PackagePlace';

/**
 * What a place in the code is: a call, a command of a batch, an address, a constant, an event, code that is half v2, a name
 * that never existed, or a mere mention.
 */
export type SiteKind = 'call' | 'batch' | 'url' | 'constant' | 'event' | 'half-migrated' | 'unknown-method' | 'mention';

/**
 * `auto`: a command moves it. `review`: it can be moved, by somebody who looks. `manual`: v2 has no equivalent, or it cannot
 * be seen.
 */
export type SiteVerdict = 'auto' | 'review' | 'manual';

/** Why an occurrence is a mention. */
export type MentionKind =
  | 'comment'
  | 'code'
  | 'text'
  | 'log'
  | 'error'
  | 'type'
  | 'comparison'
  | 'mock'
  | 'key'
  | 'outside-script';

/**
 * Where the method's name stands: an argument of a call, `method:` of an object, first of a tuple `[method, params]`,
 * the path of a URL, a constant or table, `method?query` text of a batch.
 */
export type MethodPlace = 'argument' | 'property' | 'tuple' | 'url' | 'constant' | 'query';

export interface Position {
  /** In UTF-16 units from the start of the decoded text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, a byte order mark not counted. */
  readonly column: number;
}

/** A call, or one command of a batch, seen from the expression that names its method. */
export interface CallShape {
  readonly place: MethodPlace;
  /** The expression that names the method: a literal, a template, a concatenation, `METHODS.add`. */
  readonly name: ts.Expression;
  /** The call the name is handed to; undefined where a command is stored first: `cmds[key] = {…}`. */
  readonly call?: ts.CallExpression | ts.NewExpression;
  /** Source of the callee, white space squeezed, type arguments left out: `this.bitrix.call`. */
  readonly callee?: string;
  /** `place: 'argument' | 'url'`: which argument of `call` names the method. */
  readonly argument?: number;
  /** `place: 'property' | 'tuple'`: the object or the array that holds method and parameters. */
  readonly container?: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
  /** The property of the container that holds the parameters (`params: {…}`), or the shorthand. */
  readonly paramsProperty?: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
  /** The parameters; undefined where the call has none. With `paramsProperty` shorthand: the identifier. */
  readonly params?: ts.Expression;
  /** `place: 'url'`: how the parameters travel, where the code shows it. */
  readonly encoding?: 'json' | 'form' | 'query';
  /** The whole expression whose value is the answer: the call, with `await`, parentheses and `!` around it. */
  readonly outer?: ts.Expression;
  readonly awaited: boolean;
  /** The answer is thrown away: `outer` is a statement. */
  readonly ignored: boolean;
}

interface SiteShape extends CallShape {
  /** The string literal or template piece that holds the occurrence. */
  readonly literal: ts.Node;
  /** The literal is one branch of `a ? 'imbot.x' : 'imbot.y'` or `x ?? 'imbot.y'`: `name` is the whole choice. */
  readonly choice: boolean;
  /** `place: 'constant'`. */
  readonly constant?: ConstantShape;
}

export interface ConstantShape {
  /** `METHODS` of `const METHODS = { message: { add: '…' } }`; `endpoints` of a class field. */
  readonly root: string;
  /** `['message', 'add']`. */
  readonly path: readonly string[];
  readonly exported: boolean;
  /** Calls in this file whose method is this constant. */
  readonly calls: readonly CallShape[];
  /** Uses in this file that are no calls: handed on, compared, logged. */
  readonly otherUses: readonly ts.Node[];
}

export interface Site extends Position {
  readonly kind: SiteKind;
  /** As written, without `.json`; of a half-migrated site the v2 name. Event names as written. */
  readonly method: string;
  /** Length of the name in the text. */
  readonly length: number;
  readonly mention?: MentionKind;
  /** Everything but mentions and event sites outside of literals has one. */
  readonly shape?: SiteShape;
  /** Node of an event site, also where the name is an unquoted key. */
  readonly node?: ts.Node;
  /** A handler of events that names none; `method` is the event that its address tells, where that is seen. */
  readonly isUnnamed?: boolean;
  /** The text after `imbot-v2-ignore` on this line or the line above. */
  readonly ignored?: string;
  /** Found with the site and independent of any transform (live mistakes, code outside <script>). */
  readonly reasons: readonly ReasonId[];
  /** The v1 parameters that the reasons are about. */
  readonly params?: readonly string[];
}

/** A decoded file. */
export interface SourceText {
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  readonly text: string;
  /** `bytes`: not valid UTF-8, decoded one byte per unit; nothing but ASCII may be inserted. */
  readonly encoding?: 'utf8' | 'bytes';
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface SiteOutcome {
  readonly edits: readonly Edit[];
  /** Edits of other given files that have to go in with these: types that name the method. */
  readonly elsewhere?: readonly { readonly path: string; readonly edits: readonly Edit[] }[];
  readonly verdict: SiteVerdict;
  /** Worst first is not needed: reports sort by severity. */
  readonly reasons: readonly ReasonId[];
  /** The v1 parameters, or the fields of the event, that the reasons are about. */
  readonly params?: readonly string[];
  /** The v2 method or event. */
  readonly target?: string;
  /** The edits send the call through the facade instead of moving it to v2. */
  readonly delegated?: boolean;
  /** The edits put the call under the facade, and it stays on v1 all the same. */
  readonly isHeld?: boolean;
  /** The facade's module seen from the working directory, its file, and what tells the portal of the call from others. */
  readonly facade?: { readonly module: string; readonly path: string; readonly portal?: string };
  /** What the site was moved on the user's word for: nobody saw it. */
  readonly assumed?: readonly Assumption[];
  /** Losses and reasons that the user took by name, and that this site has. */
  readonly accepted?: readonly ReasonId[];
}

/**
 * `transport`: what `--assume-transport` says of one that is not seen; `errors`: what `--assume-errors` says; `bot-id`: BOT_ID is
 * given when the code runs, since nothing in the source says that it may be empty; `failures`: what `--delegate` says, that a
 * transport that is not seen throws where the portal refuses.
 */
export type Assumption = 'transport' | 'errors' | 'bot-id' | 'failures';

export interface TransformContext {
  /** Sites of the same file, mentions included. */
  readonly sites: readonly Site[];
  /** `--only` and `--skip`: which sites may change; default: all. */
  readonly wanted?: (site: Site) => boolean;
  /** `--delegate`. */
  readonly delegate: boolean;
  /** The given file that an import means, seen from a file; default: from this one. */
  readonly resolve?: (specifier: string, from?: string) => SourceText | undefined;
  /** Given files that import a file. */
  readonly importers?: (path: string) => readonly SourceText[];
  /** Given files in which something of this name may be defined. */
  readonly named?: (name: string) => readonly SourceText[];
  /** Given files that may change what all files share: the global fetch, the axios of all. */
  readonly sharing?: () => readonly SourceText[];
  /** How a file takes a module of this package; default: as its own text tells. */
  readonly importing?: (tree: ts.SourceFile) => Importing | undefined;
  /** Is it one of the files that may change? Default: any that can be resolved. */
  readonly isGiven?: (path: string) => boolean;
  /** Where the code of a file's package lies. */
  readonly place?: (path: string) => PackagePlace;
  /** Modules of clients under which calls to more than one portal would go. */
  readonly shared?: ReadonlySet<string>;
  /** How strict the compiler is with a file; default: as strict as can be. */
  readonly typing?: (path: string) => ts.CompilerOptions | undefined;
  /** `--assume-transport`: transports that are not seen nest objects as JSON, authorise by OAuth, answer the envelope. */
  readonly assumeTransport?: 'json';
  /** `--assume-errors`: nobody outside of the given files compares v1 error codes. */
  readonly assumeErrors?: boolean;
  /** `--accept`: losses and reasons taken by name. */
  readonly accept?: readonly ReasonId[];
  /** Does anything in the given files name an error code that only v1 has? */
  readonly namesV1Codes?: () => boolean;
  /** Which events come to which address, as registrations in the given files say. */
  readonly addresses?: AddressesOf;
}

export type Transform = (site: Site, file: SourceText, context: TransformContext) => SiteOutcome;
