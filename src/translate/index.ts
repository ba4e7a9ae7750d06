/**
 * `imbot-compat/translate`: the pure translation of v1 calls and the map behind it. No I/O, no clock, no Node built-in.
 */

export { ADVISED_LOSSES as LOSSES } from '../map/advisedLosses';
export type {
  BotRule,
  CheckEntry,
  CheckKind,
  ComputedLoss,
  Family,
  HandlerFact,
  KeptFact,
  MethodEntry,
  ParamEntry,
  ParamKind,
  Target,
  Verdict,
  When,
} from '../map/entry';
export { type V1Outcome, v1Outcome, v1Status } from '../map/errors';
export { METHODS, methodEntry, NEVER_EXISTED, NEW_IN_V2 } from '../map/index';
export { documentation, type LossId } from '../map/losses';
export type { NoRoute, OneRoute, PlanRoute, Route, RouteRule } from '../map/routes';
export type { Replay } from '../values/answers';
export { createFacts } from './createFacts';
export { type Explanation, explain } from './explain';
export { type TranslateOptions, translate } from './translate';
export type {
  Facts,
  LossNotice,
  Params,
  Plan,
  Refusal,
  Step,
  StepAnswer,
  TranslateContext,
  Translation,
} from './types';
