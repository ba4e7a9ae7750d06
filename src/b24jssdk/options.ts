import type { Engine } from '../engine/createEngine';
import { checkFacade } from '../facade/checkFacade';
import { controlsOf } from '../facade/createFacadeEngine';
import { factsCheck } from '../facade/factsCheck';
import { reportedEngine } from '../facade/reportedEngine';
import type { ReportedOptions, WrapControls } from '../facade/types';

let shared: Engine | undefined;
let given: ReportedOptions = {};

/**
 * Options of all SDK objects of this process that got none of their own, before the first call: mode, methods, accept,
 * botId, clientId, … Without it everything has its default, and IMBOT_COMPAT_MODE decides.
 * @throws ImbotError CONFIG for what is unknown or misspelt, with the nearest right word; what held before holds on
 * @example
 * configureImbot({ mode: 'auto', clientId });
 * const $b24 = B24Hook.fromWebhookUrl(webhookUrl);
 * process.once('exit', () => console.log(JSON.stringify(imbotControls.report())));
 */
export function configureImbot(options: ReportedOptions): void {
  checkFacade('configureImbot', options, factsCheck);
  given = options;
  shared = undefined;
}

/** The engine of an SDK object: the shared one, or one of its own where it got options. */
export function engineFor(own: ReportedOptions | undefined): Engine {
  if (own) return reportedEngine(own);
  shared ??= reportedEngine(given);
  return shared;
}

/** Report and explanation of the SDK objects that share the process-wide options. */
export const imbotControls: WrapControls = {
  report: () => controlsOf(engineFor(undefined)).report(),
  explain: (method, params) => controlsOf(engineFor(undefined)).explain(method, params),
};
