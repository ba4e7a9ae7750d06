import type { MethodEntry, Verdict } from '../map/entry';
import type { LossId } from '../map/losses';
import type { AnswerRule } from '../map/rules';
import type { V1ErrorCode } from '../map/V1ErrorCode';
import type { Replay } from '../values/answers';
import type { Params } from '../values/structures';

export type { Params } from '../values/structures';

/** What a client remembers of one portal. Filled by look-ups, answers and events; never sent anywhere. */
export interface Facts {
  /** Bot token ('' under OAuth) → the bot that calls without BOT_ID mean. */
  readonly defaultBot: Map<string, number>;
  readonly botOfCommand: Map<number, number>;
  /** `<bot id>/<command name without slash>` → command id. */
  readonly commandOfName: Map<string, number>;
  readonly dialogOfMessage: Map<number, string>;
  /** Bot id → the one handler URL it was registered with through this client. */
  readonly handlerOf: Map<number, string>;
  /** Bot id → the version whose events it gets, seen by an event or registered by this client. */
  readonly formatOf: Map<number, 'v1' | 'v2'>;
  /** The code of a bot in `formatOf` → its id. */
  readonly botOfCode: Map<string, number>;
  /** Bots that were there before this client registered any of that code: see `survey`. */
  readonly wasThere: Map<number, true>;
}

/** Who calls and what is known, for the translation of one call. All fields have a default. */
export interface TranslateContext {
  /**
   * `webhook`: every v2 call carries botToken. `oauth`: none does. `site`: the call itself tells, a CLIENT_ID in it
   * means webhook (transports that this package cannot see).
   */
  readonly auth?: 'webhook' | 'oauth' | 'site';
  /** The CLIENT_ID of the client (webhook). */
  readonly clientId?: string;
  /** The v2 botToken where it differs from CLIENT_ID. */
  readonly botToken?: string;
  /** The bot of calls that may omit BOT_ID. */
  readonly botId?: number;
  /** `v2` once the handlers run through `imbot-compat/events`. */
  readonly events?: 'v1' | 'v2';
  /** What is remembered of the portal. Default: nothing. */
  readonly facts?: Facts;
  /** `form` where this package itself writes parameters as form fields; default `json`. */
  readonly encoding?: 'json' | 'form';
}

/** One loss of one call, with its text. */
export interface LossNotice {
  /** As `accept` takes it. */
  readonly id: LossId;
  /** The v1 parameter that costs it, dots between levels. */
  readonly param?: string;
  /** What is lost. */
  readonly message: string;
  /** Section of MIGRATION.md. */
  readonly doc: string;
}

/** One v2 request of a plan. */
export interface Step {
  readonly method: string;
  readonly params: Params;
  readonly replay: Replay;
  /** A question whose answer is remembered: equal ones under way share one request. */
  readonly lookup?: true;
  /** v2 codes that the plan goes on after. */
  readonly tolerate?: readonly string[];
  /** What `explain` assumes as the answer. */
  readonly sample?: StepAnswer;
}

/** What the request of a step answered: its result, or the code that the plan goes on after. */
export interface StepAnswer {
  readonly result?: unknown;
  /** One of the tolerated codes. */
  readonly refused?: string;
}

/** The v2 requests of a call, one after another; returns the v1 result. Pure: whoever drives it does the sending. */
export type Plan<T = unknown> = Generator<Step, T, StepAnswer>;

/** An error that v1 would answer, found without asking or by a look-up: nothing ran. */
export interface Refusal {
  /** As v1 has it. */
  readonly code: V1ErrorCode;
  /** HTTP status that v1 answers it with. */
  readonly status: number;
  /** The text beside it. */
  readonly description: string;
}

/** A normalised v1 call. */
export interface V1Call {
  readonly entry: MethodEntry;
  /** Parameters under their v1 names in capitals; null and undefined left out. */
  readonly params: Params;
  readonly context: TranslateContext;
  readonly facts: Facts;
  /** `{ botToken }`, or nothing under OAuth. */
  readonly token: { readonly botToken?: string };
  /** An access token passed along with the call itself. */
  readonly auth?: { readonly auth: unknown };
  /** Within a batch: values may be references to earlier answers. */
  readonly inBatch: boolean;
  /** It travels as form fields, which know no booleans and nothing empty; commands of a batch do so always. */
  readonly asForm: boolean;
  /** For `explain`: look-ups are not awaited, placeholders stand for what they would find. */
  readonly preview: boolean;
}

export interface OneRequest {
  readonly method: string;
  readonly params: Params;
  readonly answer: AnswerRule;
}

/** What a v1 call is in v2: the answer of `translate`. */
export interface Translation {
  readonly method: string;
  readonly verdict: Verdict;
  readonly losses: readonly LossNotice[];
  /** What v1 would refuse before doing anything. */
  readonly refusal?: Refusal;
  readonly replay: Replay;
  /** Who the call speaks for on v2. */
  readonly token: { readonly botToken?: string };
  /** Something must be asked before the call itself. */
  readonly lookup: boolean;
  /** A refusal of the first request decides about the next one: it has to be seen as one. */
  readonly byRefusal?: true;
  /** v1 may read one of its values otherwise: mode `auto` leaves it there. */
  readonly unsure?: true;
  /** The bot whose commands or addresses it sets, where nobody has seen yet which version's events it gets. */
  readonly unseenBot?: number | string;
  /** A registration: asks which bots are there already, in mode `auto`, for its answer does not tell a new one from an old one. */
  readonly survey?: () => Plan;
  /** The bot was not named but remembered from a look-up. */
  readonly fromMemory: boolean;
  /** The single v2 request, where one without look-ups does it. */
  readonly one?: OneRequest;
  /** The look-ups alone; afterwards the same call is one request. */
  readonly prepare?: () => Plan;
  /** All v2 requests; absent where v2 has no equivalent. */
  readonly plan?: () => Plan;
}
