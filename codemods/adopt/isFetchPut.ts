import type { ts } from 'ts-morph';
import { sharedChanges } from '../transport/changes/sharedChanges';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { Reach } from '../transport/types';

/**
 * Does a given file put another fetch in the place of the global one, be it one that only adds a header? A wrapped fetch
 * takes the one that is there when its file is loaded, which may be before.
 */
export function isFetchPut(node: ts.Node, reach: Reach): boolean {
  const engine = createReadingEngine(reach, new Map(), node, { isGenerous: true });
  return ['fetch', 'fetch of a package'].some((name) => sharedChanges(name, engine).length > 0);
}
