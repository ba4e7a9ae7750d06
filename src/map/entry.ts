import type { LossId } from './losses';
import type { AnswerRule, ValueRule } from './rules';

export type Replay = 'read' | 'fixed' | 'never';
export type Family = 'bots' | 'messages' | 'chats' | 'commands' | 'apps';
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

export interface ParamEntry {
  /** The type of the v1 parameter, as written in the generated interfaces. */
  readonly type: string;
  readonly required?: boolean;
  readonly targets?: readonly Target[];
  readonly loss?: { readonly id: LossId; readonly when: When };
  /** The value decides which v2 method is called, or whether any can be. */
  readonly decides?: true;
  /** Says who calls (BOT_ID, CLIENT_ID); becomes botId and botToken. */
  readonly identity?: true;
  /** Known to v1, and taken into account elsewhere (a plan, a conditional loss): no target of its own. */
  readonly known?: true;
  /** Not in the documentation; read in the vendor's implementation. */
  readonly undocumented?: true;
  /** Fields of an object parameter. */
  readonly fields?: Readonly<Record<string, ParamEntry>>;
}

/**
 * How the bot of a call is found: `optional` BOT_ID, else the default bot; `required` BOT_ID; `command` BOT_ID, else
 * the bot of the command; `none` the call concerns no bot.
 */
export type BotRule = 'optional' | 'required' | 'command' | 'none';

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
  readonly kind: CheckKind;
  readonly code: string;
  readonly text: string;
}

/** The way of a call through v2: one request, or a plan of several with its own name in `src/translate/plans`. */
export type Route =
  | {
      readonly kind: 'one';
      readonly v2: string;
      /** Parameters that stand in every such request. */
      readonly fixed?: Readonly<Record<string, unknown>>;
      /** The v1 parameters this route sends; default all. */
      readonly only?: readonly string[];
      /** v2 wants `fields` even where nothing is in them. */
      readonly fields?: true;
      readonly emulated?: true;
    }
  | {
      readonly kind: 'plan';
      readonly plan: PlanName;
      readonly emulated: boolean;
      /** A refusal of its first request decides about the next one. */
      readonly byRefusal?: true;
    };

export type PlanName = 'likeToggle' | 'botList' | 'register' | 'updateBot' | 'commandAnswer';

/** What decides the route of a call: the parameters under their v1 names in capitals. */
export type RouteRule = (
  params: Readonly<Record<string, unknown>>,
) => Route | { readonly kind: 'none'; readonly loss: LossId };

export interface MethodEntry {
  readonly v1: string;
  readonly family: Family;
  /** Page of the v1 method under api-reference of the vendor's documentation. */
  readonly doc: string;
  /** Every v2 method this call may become, the main one first; empty where there is none. */
  readonly v2: readonly string[];
  readonly bot: BotRule;
  readonly params: Readonly<Record<string, ParamEntry>>;
  /** Parameters are not listed: none is unknown. */
  readonly anyParams?: true;
  readonly checks: readonly CheckEntry[];
  readonly route: RouteRule;
  readonly answer: AnswerRule;
  /** The type of the v1 answer, as written in the generated interfaces. */
  readonly answerType: string;
  /** May the call be repeated when its outcome is unknown; a function where a parameter decides. */
  readonly replay: Replay | ((params: Readonly<Record<string, unknown>>) => Replay);
  /** v1 takes the call over a webhook without CLIENT_ID too. */
  readonly openToAll?: true;
  /** Changes what is named in FIELDS and leaves the rest as it is. */
  readonly patch?: true;
  /** What a client that remembered it has to forget after the call. */
  readonly ends?: 'bot' | 'command' | 'command-name';
  /** Losses that every call of this method has. */
  readonly always?: readonly LossId[];
  /** Losses that depend on more than one parameter or on the client; their conditions are in `src/translate/losses.ts`. */
  readonly conditional?: readonly LossId[];
  /** v2 wants a higher rank in the chat than v1 does: its ACCESS_DENIED says nothing about v1. */
  readonly higherRank?: true;
  /** What remains different though the verdict is exact. */
  readonly differences?: readonly string[];
}
