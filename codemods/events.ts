import { type CodemodOptions, type CodemodResult, runCodemod } from './runCodemod';
import { moveEvents as transform } from './transforms';

/** Moves event handlers to v2 names and fields, or puts the event adapter under them. Writes nothing without `write`. */
export async function moveEvents(options: CodemodOptions = {}): Promise<CodemodResult> {
  return runCodemod(options, transform);
}
