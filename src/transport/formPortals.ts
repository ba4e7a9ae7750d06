import { processState } from '../http/processState';

/** Portals of which this process knows that they refuse JSON bodies, by origin. */
export function formPortals(): Set<string> {
  return processState('form portals', () => new Set<string>());
}
