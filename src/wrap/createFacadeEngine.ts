import { callerFile } from '../engine/callSite';
import { createEngine, type Engine } from '../engine/createEngine';
import { reportAtExit } from '../engine/reportAtExit';
import type { FacadeOptions, WrapControls } from './types';

/** The engine behind a facade over somebody else's transport: the call itself tells who speaks. */
export function createFacadeEngine(options: FacadeOptions): Engine {
  const file = callerFile();
  const { mode, methods, accept, events, botId, clientId, botToken, warnings } = options;
  const engine = createEngine({
    context: { auth: 'site', events, botId, clientId, botToken },
    mode,
    methods,
    accept,
    warnings,
    ignoredFile: () => file,
  });
  reportAtExit(engine.report);
  return engine;
}

/** `report` and `explain` of an engine, as they hang on a facade. */
export function controlsOf(engine: Engine): WrapControls {
  return {
    report: engine.report,
    explain: (method, params) => engine.explain({ portal: undefined }, method, params),
  };
}
