import type { Engine } from '../engine/createEngine';
import { heldOnV1 } from '../engine/heldOnV1';
import { observeTranslation } from '../engine/observe';
import { reportAtExit } from '../engine/reportAtExit';
import type { EngineOptions } from '../engine/types';
import type { UsageReport } from '../engine/usage';
import { createFacadeEngine } from './createFacadeEngine';
import { renamedReport } from './renamedReport';
import type { ReportedOptions } from './types';

/**
 * The engine of a facade that may run in Node: its calls stand in IMBOT_COMPAT_REPORT and on the diagnostics channel.
 *
 * @param more `site` where callers have no place in the code of this process
 * @param nameOf how a report names a method, where its own name may hold what nobody is to read
 */
export function reportedEngine(
  options: ReportedOptions,
  more: Pick<EngineOptions, 'site'> = {},
  nameOf?: (method: string) => string,
): ReportedEngine {
  const held = options.facts && heldOnV1(options.facts.facts);
  const engine = createFacadeEngine(options, { observe: observeTranslation, heldOnV1: held, ...more });
  const report = nameOf === undefined ? engine.report : (): UsageReport => renamedReport(engine.report(), nameOf);
  return { ...engine, report, retire: reportAtExit(report) };
}

interface ReportedEngine extends Engine {
  /** It is used no more: its counts stay, and it can be let go. */
  retire(): void;
}
