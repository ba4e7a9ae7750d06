import { processState } from '../http/processState';
import { boundedMap } from '../translate/boundedMap';
import type { Departure } from './Departure';

/** What a process knows of one portal: whether v2 can be used there. */
export interface PortalState {
  /** undefined: not asked yet. */
  v2?: boolean;
  /** The question under way. */
  asking?: Promise<boolean>;
  /** By line, the last call that waits to leave: whoever has two clients or wrappers says with both what comes first. */
  readonly departing: Map<string, Departure>;
}

interface EngineState {
  readonly portals: Map<string, PortalState>;
  /** Ids of notices already given. */
  readonly warned: Set<string>;
}

/** State of the whole process, shared by the ESM and CommonJS copies of this package. */
export function shared(): EngineState {
  return processState('engine', () => ({
    portals: boundedMap<string, PortalState>(10_000),
    warned: new Set<string>(),
  }));
}

/** What is known of a portal; made where nothing is. */
export function portalState(key: string): PortalState {
  const { portals } = shared();
  const known = portals.get(key);
  if (known) return known;
  const made: PortalState = { departing: new Map() };
  portals.set(key, made);
  return made;
}
