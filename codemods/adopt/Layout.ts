import type { ClientId } from './clientIdOf';

/** Where things stand in a transport function, as options of wrapCall. */
export interface Layout {
  readonly method: number | string;
  readonly params: number | string;
  /** Source of the option; undefined where nothing tells portals apart. */
  readonly portal?: string;
  readonly answer: 'envelope' | 'result' | 'axios' | 'callback';
  readonly encoding: 'json' | 'form';
  /** The CLIENT_ID that the transport adds by itself. */
  readonly clientId?: ClientId;
}
