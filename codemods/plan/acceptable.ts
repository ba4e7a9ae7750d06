import { UsageError } from '../../src/errors/UsageError';
import { LOSSES } from '../../src/map/losses';
import { isReasonId, type ReasonId } from '../report/reasons';

/**
 * The names that `rewrite --accept` takes: losses of the map, and reasons that rest on what the user knows of the portal.
 * @throws UsageError names the first that is none
 */
export function acceptable(names: readonly string[]): ReasonId[] {
  return names.map((name) => {
    if (isReasonId(name) && (Object.hasOwn(LOSSES, name) || OF_THE_PORTAL.has(name))) return name;
    throw new UsageError(`--accept ${name}: there is no such loss. Known: ${KNOWN.join(', ')}`);
  });
}

const OF_THE_PORTAL: ReadonlySet<ReasonId> = new Set<ReasonId>(['higher-rank', 'denied-by-v2']);
const KNOWN = [...Object.keys(LOSSES), ...OF_THE_PORTAL].sort();
