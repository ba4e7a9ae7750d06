import type { MethodEntry } from '../map/entry';
import type { Translation } from '../translate/types';
import type { Departure } from './Departure';
import type { PortalMemory } from './memory';
import type { Mode } from './modeOf';
import type { Connection, OwnOptions, Params } from './types';

/** On whose behalf the engine asks a portal: a call, or a whole batch. */
export interface Asking {
  /** The method as the map names it. */
  readonly method: string;
  readonly connection: Connection;
  /** The portal of the connection, asked once. */
  readonly portal: string | undefined;
  /** What is remembered of it. */
  readonly known: PortalMemory;
  readonly own: OwnOptions;
  /** Until when it waits for questions of ours, see `briefly`; undefined until it waits. */
  waitsUntil?: number;
}

/** A call that the engine was given, read. */
export interface Call extends Asking {
  /** The method as the caller named it. */
  readonly named: string;
  readonly params: Params;
  readonly mode: Mode;
  /** Undefined for methods other than imbot v1. */
  readonly entry: MethodEntry | undefined;
  /** Undefined in mode `v1`, and where it could not be read. */
  readonly translation: Translation | undefined;
  /** While it waits to leave, and others for the same dialog behind it. */
  departure?: Departure | undefined;
}
