import type { Engine } from '../engine/createEngine';
import { observeTranslation } from '../engine/observe';
import { reportAtExit } from '../engine/reportAtExit';
import { createFacadeEngine } from './createFacadeEngine';
import type { FacadeOptions } from './types';

/** The engine of a facade that may run in Node: its calls stand in IMBOT_COMPAT_REPORT and on the diagnostics channel. */
export function reportedEngine(options: FacadeOptions): Engine {
  const engine = createFacadeEngine(options, observeTranslation);
  reportAtExit(engine.report);
  return engine;
}
