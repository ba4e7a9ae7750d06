import type { Replay } from '../values/answers';
import type { V1EventName } from './events';
import type { LossId } from './losses';
import type { RouteRule, Routes } from './routes';
import type { AnswerRule, ValueRule } from './rules';
import type { V1ErrorCode } from './V1ErrorCode';

/** What a method is about; each family is a file of the map. */
export type Family = 'bots' | 'messages' | 'chats' | 'commands' | 'apps';
/**
 * How well v2 does what a v1 call asks for: `exact` by one call with the same result, `emulated` by several calls or with an
 * answer made up, `lossy` not without what `losses` say, `none` not at all.
 */
export type Verdict = 'exact' | 'emulated' | 'lossy' | 'none';

/**
 * When a parameter costs a loss: `given` whenever it is there, `filled` when it is not empty, `on` when it is Y,
 * `cleared` when it is '' or 'N', `human` when it says H, `no picture` when it is neither
 * Base64 of an image nor the id of a file.
 */
export type When = 'given' | 'filled' | 'on' | 'cleared' | 'human' | 'no picture';

/** One v2 place that a v1 parameter goes to. */
export interface Target {
  /** Path in the v2 parameters, dots between levels. */
  readonly to: string;
  readonly rule: ValueRule;
}

/** What a parameter is, whatever its type is called where it is shown: what the codemods go by. */
export type ParamKind =
  | 'id'
  | 'ids'
  | 'dialog'
  | 'text'
  | 'flag'
  | 'colour'
  | 'attach'
  | 'keyboard'
  | 'menu'
  | 'languages'
  | 'choice'
  | 'fields';

/** An address that v1 calls: for all events of a bot, for one kind of them, or for a command. */
export interface HandlerFact {
  readonly of: 'all' | 'one' | 'command';
  /** The one kind. */
  readonly event?: V1EventName;
  /** Without it, or one for all, v1 registers no bot. */
  readonly needed?: true;
  /** A plain bot without open lines never hears of them, whatever it registers. */
  readonly notForPlainBots?: true;
}

/** A property of a bot that an update of others would take away in v2, so that it is read and sent along. */
export interface KeptFact {
  /** The field of the bot's user that holds the present value. */
  readonly user: string;
  /** What v1 takes for a new value; default: whatever is given. */
  readonly unless?: 'filled' | 'gender';
  /** v2 itself keeps one that is empty. */
  readonly mayBeMissing?: true;
}

/** A parameter as it is written in the map. */
export interface ParamSpec {
  readonly kind: ParamKind;
  /** The type in the generated interfaces, where the kind has another one. */
  readonly type?: string;
  readonly required?: boolean;
  readonly targets?: readonly Target[];
  readonly loss?: { readonly id: LossId; readonly when: When };
  /** The value decides which v2 method is called, or whether any can be. */
  readonly decides?: true;
  /** Says who calls (BOT_ID, CLIENT_ID); becomes botId and botToken. */
  readonly identity?: true;
  readonly handler?: HandlerFact;
  readonly kept?: KeptFact;
  /** Known to v1, and taken into account elsewhere (a plan, a computed loss): no target of its own. */
  readonly known?: true;
  /** Not in the documentation; read in the vendor's implementation. */
  readonly undocumented?: true;
  /** Fields of an object parameter. */
  readonly fields?: Readonly<Record<string, ParamSpec>>;
}

/** A parameter with what follows from it. */
export interface ParamEntry extends ParamSpec {
  /** With the path taken apart. */
  readonly targets?: readonly (Target & { readonly path: readonly string[] })[];
  readonly fields?: Readonly<Record<string, ParamEntry>>;
}

/**
 * How the bot of a call is found: `optional` BOT_ID, else the default bot; `required` BOT_ID; `command` BOT_ID, else
 * the bot of the command; `none` the call concerns no bot.
 */
export type BotRule = 'optional' | 'required' | 'command' | 'none';

/** What a check of v1 looks for in the value of a parameter. */
export type CheckKind =
  | 'missing'
  | 'blank'
  | 'not-positive'
  | 'not-colour'
  | 'not-list'
  | 'empty'
  | 'no-name'
  | 'blank-name'
  | 'bad-url'
  | 'no-language'
  | 'no-handler'
  | 'nothing-to-update'
  | 'no-command';

/** A check that v1 makes and v2 does not: the code v1 answers, before anything is sent. */
export interface CheckEntry {
  /** Dots between levels. */
  readonly param: string;
  /** What is looked for. */
  readonly kind: CheckKind;
  /** Fields of the value that it looks at, where it asks for one of several. */
  readonly fields?: readonly string[];
  /** The parameter beside it that stands in for it: where that one is filled, nothing is checked. */
  readonly unless?: string;
  /** What v1 answers. */
  readonly code: V1ErrorCode;
  /** The text beside the code, as documented. */
  readonly text: string;
}

/** Losses that more than one parameter or the client decides: each has its condition in `src/translate/findLosses.ts`. */
export type ComputedLoss = 'system-prefix' | 'event-format' | 'handlers-split' | 'token-length' | 'answer-dialog';

/** Computed losses of a method, each with the parameter that it is told of; '' where that is the call as a whole. */
type ComputedLosses = readonly (readonly [loss: ComputedLoss, param: string])[];

/** A method as it is written in the map. */
export interface MethodSpec {
  readonly v1: string;
  readonly family: Family;
  /** Page of the v1 method under api-reference of the vendor's documentation. */
  readonly doc: string;
  readonly bot: BotRule;
  readonly params: Readonly<Record<string, ParamSpec>>;
  /** Parameters are not listed: none is unknown. */
  readonly anyParams?: true;
  readonly checks: readonly CheckEntry[];
  readonly route: Routes;
  readonly answer: AnswerRule;
  /** The type of the v1 answer in the generated interfaces, where its rule has another one. */
  readonly answerType?: string;
  /** May the call be repeated when its outcome is unknown; a function where a parameter decides. */
  readonly replay: Replay | ((params: Readonly<Record<string, unknown>>) => Replay);
  /** v1 takes the call over a webhook without CLIENT_ID too. */
  readonly openToAll?: true;
  /** Changes what is named in FIELDS and leaves the rest as it is. */
  readonly patch?: 'FIELDS';
  /** What a client that remembered it has to forget after the call. */
  readonly ends?: 'bot' | 'command' | 'command-name';
  /** Losses that every call of this method has. */
  readonly always?: readonly LossId[];
  readonly computed?: ComputedLosses;
  /** v2 wants a higher rank in the chat than v1 does: its ACCESS_DENIED says nothing about v1. */
  readonly higherRank?: true;
  /** Another name of a method that the map holds under its main one. */
  readonly alias?: true;
}

/** A method with what follows from its routes and its answer. */
export interface MethodEntry extends Omit<MethodSpec, 'params' | 'route'> {
  /** Every v2 method this call may become, the main one first; empty where there is none. */
  readonly v2: readonly string[];
  readonly params: Readonly<Record<string, ParamEntry>>;
  readonly route: RouteRule;
  readonly computed: ComputedLosses;
  /** Losses that some calls of this method have: those without a way, the computed ones, and those that an answer shows. */
  readonly conditional: readonly LossId[];
}
