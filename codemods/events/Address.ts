import type { V1EventName } from '../../src/map/events';

/** An address to which events come, as the registration of a bot or a command says. */
export interface Address {
  /** The path of the address as it is written: `/hooks/message`. */
  readonly path: string;
  readonly events: readonly V1EventName[];
  readonly file: string;
  readonly line: number;
}

/** The addresses of the given files. */
export type AddressesOf = () => readonly Address[];
