import type { PlanName } from '../../map/routes';
import type { Plan, V1Call } from '../types';
import { botListPlan } from './botList';
import { commandAnswer } from './commandAnswer';
import { likeToggle } from './likeToggle';
import { register } from './register';
import { updateBot } from './updateBot';

/** Calls that need more than one v2 request, or more than a rule per parameter. */
export const PLANS: Readonly<Record<PlanName, (call: V1Call) => Plan>> = {
  likeToggle,
  botList: botListPlan,
  register,
  updateBot,
  commandAnswer,
};
