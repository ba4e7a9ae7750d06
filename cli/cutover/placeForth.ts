import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, objectIn } from '../livePortal';
import { removeOwn } from '../prove/leftovers';
import { probeCode } from '../prove/runProbes';
import type { CutoverState } from './cutoverState';
import { NOTES } from './cutoverTexts';
import type { DrainFile } from './drainFile';
import { bindingsOf, type SeenBot } from './lookAtBot';
import { placeHome } from './placeHome';
import type { PlaceWish } from './placePlan';
import { placeProof } from './placeProof';
import { type ProofTools, queueMark, queueProof } from './queueProof';
import type { RefusedAnswer } from './returnHome';
import { registeredCommands, tellsV2At, unbind, v1Addresses } from './v1Addresses';

export interface PlaceTools {
  readonly save: (state: CutoverState) => void;
  /** Nothing was changed: the state file is as it was before. */
  readonly forget: () => void;
  /** For events that came into the queue of a bot that has to go back. */
  readonly drain: DrainFile;
  readonly say: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export type Moved =
  | { readonly end: 'moved'; readonly lines: readonly string[] }
  /** Nothing was changed. */
  | { readonly end: 'refused'; readonly why: string }
  /** A proof failed after the change, and the bot is where it was. */
  | { readonly end: 'back'; readonly why: string; readonly lines: readonly string[] }
  | { readonly end: 'stopped'; readonly step: string; readonly refused: RefusedAnswer };

/**
 * Moves a bot of v1 in place: proof before, change, proof after, and back by itself where the second one fails. The state is
 * saved before each change, so that a repeat goes on, or back, wherever a run was killed.
 */
export async function placeForth(
  portal: LivePortal,
  seen: SeenBot,
  wish: PlaceWish,
  former: CutoverState | undefined,
  { save, forget, drain, say, sleep }: PlaceTools,
): Promise<Moved> {
  let state: CutoverState = {
    version: 1,
    portal: portal.name,
    route: 'place',
    bot: wish.bot,
    code: seen.code,
    to: wish.to,
    before: { eventMode: 'webhook' },
    stage: 'begun',
  };
  if (former?.probe !== undefined) await removeOwn(portal, former.probe);
  if (former?.stage === 'begun') {
    // The change may have been made, and what was noted before it must not be noted anew after it.
    state = { ...state, bindings: former.bindings, commands: former.commands, testChat: former.testChat };
  } else {
    if (!wish.known.holds && !wish.unproven) {
      const probe = probeCode();
      save({ ...state, stage: 'proving', probe });
      say('Proving it in a throwaway bot first.');
      const proof = await placeProof(portal, probe, sleep);
      if (!(await removeOwn(portal, probe))) say(NOTES.proofLeft);
      forget();
      if (!proof.ok) return { end: 'refused', why: NOTES.keepsToSentence(wish.bot, proof.why) };
    }
    const bindings = v1Addresses(seen.bindings);
    if (wish.to.eventMode === 'webhook' && bindings.length > 0 && seen.bots === 1) {
      const commands = await registeredCommands(portal, wish.bot);
      if ('refused' in commands) return { end: 'refused', why: notTold(V2.commandList, commands.refused) };
      state = { ...state, bindings, commands: commands.ids };
    }
  }
  const mark = await queueMark(portal, wish.bot);
  save(state);
  const fields = { ...wish.to };
  const said = await portal.change(V2.botUpdate, { botId: wish.bot, fields, ...identity(portal) }, 'fixed');
  // It may have been made, or a repeat makes it.
  if (!said.ok && !said.isFinal) return { end: 'stopped', step: V2.botUpdate, refused: said };
  if (!said.ok) {
    forget();
    return { end: 'refused', why: `${V2.botUpdate} was refused: ${said.code} (${said.text}). Nothing was changed.` };
  }
  const proven = await proofAfter(portal, state, wish, mark, {
    save: (next) => {
      state = next;
      save(next);
    },
    sleep,
  });
  if (!proven.ok) {
    say(`The proof after the change failed: ${proven.why} Going back.`);
    state = { ...state, stage: 'returning', drain: drain.name };
    save(state);
    const home = await placeHome(portal, state, { drain, unread: true });
    if (!home.ok) return { end: 'stopped', step: 'the way back', refused: home.refused };
    save({ ...state, stage: 'undone' });
    return { end: 'back', why: proven.why, lines: home.lines };
  }
  const lines = [proven.how, ...(wish.to.eventMode === 'webhook' ? await leaveV1(portal, state) : [])];
  save({ ...state, stage: 'moved' });
  return { end: 'moved', lines };
}

type After = { readonly ok: true; readonly how: string } | { readonly ok: false; readonly why: string };

async function proofAfter(
  portal: LivePortal,
  state: CutoverState,
  { bot, to, test }: PlaceWish,
  mark: number | undefined,
  tools: ProofTools,
): Promise<After> {
  const said = await portal.read(V2.botGet, { botId: bot, ...identity(portal) });
  const mode = said.ok ? objectIn(said.result, 'bot')['eventMode'] : undefined;
  if (said.ok && mode !== to.eventMode) return { ok: false, why: `the bot says event mode ${String(mode)}.` };
  if (!said.ok && !test) return { ok: false, why: `${V2.botGet} returned ${said.code}.` };
  if (!test) return { ok: true, how: `bot ${bot} says event mode ${String(mode)}` };
  if (to.eventMode === 'fetch') return queueProof(portal, state, mark, tools);
  const title = 'imbot-compat cutover test';
  const made = await portal.change(V2.chatAdd, { botId: bot, fields: { title }, ...identity(portal) }, 'never');
  const chat = made.ok ? Number(objectIn(made.result, 'chat')['id']) : Number.NaN;
  if (!Number.isSafeInteger(chat)) return { ok: true, how: NOTES.cannotSee('Write to the bot') };
  tools.save({ ...state, testChat: chat });
  await portal.change(V2.chatLeave, { botId: bot, dialogId: `chat${chat}`, ...identity(portal) }, 'fixed');
  return { ok: true, how: NOTES.cannotSee(`Look for ONIMBOTV2JOINCHAT of chat ${chat}`) };
}

/** Takes the v1 addresses away, where the application is seen to be told v2 events. */
async function leaveV1(portal: LivePortal, state: CutoverState): Promise<string[]> {
  const { bindings, to } = state;
  if (bindings === undefined || to.webhookUrl === undefined) return [NOTES.both(portal.kind)];
  const told = await bindingsOf(portal);
  if (!('list' in told) || !tellsV2At(told.list, to.webhookUrl)) return [NOTES.notSeenToldV2];
  const refused = await unbind(portal, bindings);
  if (refused !== undefined) return [`event.unbind returned ${refused.code}: v1 deliveries may go on beside.`];
  return [`took ${bindings.length} v1 addresses away with event.unbind; --to v1 puts them back`];
}

function notTold(method: string, { code, text }: RefusedAnswer): string {
  return `${method} returned ${code} (${text}): what has to be put back on the way back is not known. Nothing was changed.`;
}
