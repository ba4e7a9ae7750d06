import { callerFile, callSite } from '../engine/callSite';
import { createEngine, type Engine } from '../engine/createEngine';
import type { EngineOptions } from '../engine/types';
import type { FacadeOptions, WrapControls } from './types';

/**
 * The engine behind a facade over somebody else's transport: the call itself tells who speaks. Nothing here is of Node; where
 * a facade may run there, `reportedEngine` adds what is.
 */
export function createFacadeEngine(
  options: FacadeOptions,
  more: Pick<EngineOptions, 'observe' | 'heldOnV1' | 'site'> = {},
): Engine {
  const file = callerFile();
  const { mode, methods, accept, events, botId, clientId, botToken, warnings } = options;
  return createEngine({
    context: { auth: 'site', events, botId, clientId, botToken },
    mode,
    methods,
    accept,
    warnings,
    // The wrapped transport's own frames are no call sites.
    site: () => callSite(file),
    ...more,
  });
}

/** `report` and `explain` of an engine, as they hang on a facade. */
export function controlsOf(engine: Engine): WrapControls {
  return {
    report: engine.report,
    explain: (method, params) => engine.explain({ portal: undefined }, method, params),
  };
}
