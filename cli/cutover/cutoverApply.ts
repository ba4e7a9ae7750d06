import { V2 } from '../../src/map/v2Names';
import type { LivePortal, Said } from '../livePortal';
import type { CutoverPlan } from './cutoverPlan';
import type { CutoverState } from './cutoverState';

export type Applied =
  | { readonly ok: true; readonly state: CutoverState }
  | { readonly ok: false; readonly step: string; readonly refused: Extract<Said, { ok: false }> };

/**
 * Carries out a plan step by step. The state is saved before the first call and after each one, so that whatever happens
 * the way back is known; a repeat goes on, since all steps but the test chat leave things as they are when run twice.
 */
export async function cutoverApply(
  plan: CutoverPlan,
  former: CutoverState | undefined,
  save: (state: CutoverState) => void,
): Promise<Applied> {
  let state: CutoverState = { ...plan.state };
  if (former?.testChat !== undefined) state = { ...state, testChat: former.testChat };
  if (former?.newBot !== undefined) state = { ...state, newBot: former.newBot };
  save(state);
  for (const step of plan.steps) {
    if (step.method === V2.chatAdd && state.testChat !== undefined) continue;
    const said = await step.run(state);
    if (!said.ok) return { ok: false, step: step.what, refused: said };
    state = { ...state, ...step.learn?.(said.result) };
    save(state);
    if (plan.route === 'beside' && state.newBot === undefined) {
      return { ok: false, step: step.what, refused: NO_ID };
    }
  }
  state = { ...state, stage: 'moved' };
  save(state);
  return { ok: true, state };
}

const NO_ID: Extract<Said, { ok: false }> = {
  ok: false,
  isFinal: false,
  code: 'BAD_ANSWER',
  text: 'imbot.v2.Bot.register answered without the id of a bot. Look for it with imbot-compat bots.',
};

/** The portal's own name in a state file keeps one portal's way back from being tried on another. */
export function isStateOf(state: CutoverState, portal: Pick<LivePortal, 'name'>): boolean {
  return state.portal === portal.name;
}
