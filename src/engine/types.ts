import type { LossId } from '../map/losses';
import type { EventFormat } from '../translate/formatOf';
import type { Params, TranslateContext, Translation } from '../translate/types';
import type { Envelope, SendOptions } from '../transport/types';
import type { Mode, ModeOptions } from './modeOf';
import type { Warnings } from './notify';

export type Send = (
  method: string,
  params: Readonly<Record<string, unknown>>,
  options: SendOptions,
) => Promise<Envelope>;

/** How calls reach a portal, and which one it is. */
export interface Connection {
  readonly send: Send;
  /** A key without secrets for what is remembered about the portal; undefined: nothing may be remembered or looked up. */
  readonly portal: string | undefined;
  /**
   * Somebody else's transport: its failures may come without their status, or without their code. What only a refusal may
   * decide is not tried there in mode `auto`.
   */
  readonly foreign?: boolean;
  /**
   * Nobody knows how it tells the refusal of a bot: perhaps by null, which may as well mean that the answer got lost. No question
   * could settle that afterwards, so a bot is asked for before its first v2 call.
   */
  readonly mute?: boolean;
}

/** What one call may be told; the rest is decided by the options of its client. */
export interface CallOptions {
  /** Mode of this call alone. */
  readonly mode?: Mode;
  /** Losses that mode `v2` may take; other modes ignore them. */
  readonly accept?: readonly LossId[];
  /** Gives the call up: it fails with ABORTED, outcome `refused` where nothing was sent yet. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole call. */
  readonly timeout?: number;
}

/** What a call was given, and until when all of its requests together may take, on the clock of its connection. */
export interface OwnOptions extends CallOptions {
  readonly until?: number;
}

export interface EngineOptions extends ModeOptions {
  readonly context: Omit<TranslateContext, 'facts'>;
  readonly accept?: readonly LossId[];
  readonly warnings?: Warnings;
  /** Sees each translation of a call; absent in pages, which have no diagnostics channel. */
  readonly observe?: (translation: Translation, mode: Mode) => void;
  /** The place in the code of the call that is being made; absent where it is made in another process. */
  readonly site?: (() => string | undefined) | undefined;
}

/** What an event, or a caller who knows, tells the client. */
export interface LearnedFacts {
  /** A message and the dialog that it stands in. */
  readonly dialogOfMessage?: readonly [messageId: number, dialogId: string];
  /** A command and its bot. */
  readonly botOfCommand?: readonly [commandId: number, botId: number];
  /** The id of a command by its bot and its name, without the slash. */
  readonly commandOfName?: readonly [botId: number, name: string, commandId: number];
}

/** An event of a bot came, in the format of v1 or v2, or out of the queue of v2. */
export interface SeenDelivery {
  readonly format: EventFormat | 'queue';
  readonly botId: number;
  readonly code?: string;
}

export type { Envelope, Params };
