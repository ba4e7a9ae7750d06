import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, listIn, objectIn, type Said } from '../livePortal';
import type { CutoverState } from './cutoverState';

export type QueueProof =
  | { readonly ok: true; readonly how: string }
  /** `closed`: no look into the queue succeeded. */
  | { readonly ok: false; readonly why: string; readonly closed?: boolean };

export interface ProofTools {
  readonly save: (state: CutoverState) => void;
  /** Waits between two looks into the queue. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Where the queue of a bot stands: the next offset, undefined where it does not open. */
export async function queueMark(portal: LivePortal, bot: number): Promise<number | undefined> {
  const said = await portal.read(V2.eventGet, { botId: bot, limit: 1000, ...identity(portal) });
  const next = said.ok ? Number(objectIn(said, 'result')['nextOffset']) : Number.NaN;
  return Number.isSafeInteger(next) ? next : undefined;
}

/**
 * Whether events of a moved bot come into its queue: makes one and looks for it. What people write meanwhile proves as much,
 * and so does a queue that has moved on since `mark`: then the bot’s own poller was faster.
 */
export async function queueProof(
  portal: LivePortal,
  state: CutoverState,
  mark: number | undefined,
  { save, sleep }: ProofTools,
): Promise<QueueProof> {
  const bot: Fields = { botId: state.bot, ...identity(portal) };
  const problems: string[] = [];
  for (const make of [openChat, writeAsUser]) {
    const made = await make(portal, state);
    if (!made.said.ok) problems.push(`${made.method} returned ${made.said.code}`);
    if (made.said.ok && made.chat !== undefined) save({ ...state, testChat: made.chat });
    if (!made.said.ok) continue;
    const found = await look(portal, bot, made.isOurs, mark, sleep);
    if (made.chat !== undefined) await portal.change(V2.chatLeave, { ...bot, dialogId: `chat${made.chat}` }, 'fixed');
    if (found.ok) return found;
    problems.push(found.why);
    if (found.closed) break;
  }
  return { ok: false, why: `${problems.join('; ')}.` };
}

interface Made {
  readonly method: string;
  readonly said: Said;
  readonly chat?: number;
  readonly isOurs: (event: Fields) => boolean;
}

/** A chat with nobody else in it: the bot joins, and nobody is disturbed. */
async function openChat(portal: LivePortal, state: CutoverState): Promise<Made> {
  const params = { botId: state.bot, ...identity(portal), fields: { title: 'imbot-compat cutover test' } };
  const said = await portal.change(V2.chatAdd, params, 'never');
  const chat = said.ok ? Number(objectIn(said.result, 'chat')['id']) : Number.NaN;
  const isOurs = (event: Fields) =>
    event['type'] === 'ONIMBOTV2JOINCHAT' && objectIn(event, 'data')['dialogId'] === `chat${chat}`;
  return { method: V2.chatAdd, said, isOurs, ...(Number.isSafeInteger(chat) ? { chat } : {}) };
}

/** Where a bot hears nothing of its own chats: the user of the webhook writes to it. */
async function writeAsUser(portal: LivePortal, state: CutoverState): Promise<Made> {
  const method = 'im.message.add';
  const said = await portal.change(method, { DIALOG_ID: state.bot, MESSAGE: 'imbot-compat cutover test' }, 'never');
  const isOurs = (event: Fields) =>
    said.ok && Number(objectIn(objectIn(event, 'data'), 'message')['id']) === Number(said.result);
  return { method, said, isOurs };
}

/** Milliseconds between two looks. */
const LOOKS = [0, 200, 500, 1_000, 2_000] as const;

async function look(
  portal: LivePortal,
  bot: Fields,
  isOurs: (event: Fields) => boolean,
  mark: number | undefined,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<QueueProof> {
  let why = 'no event came into the queue';
  let closed = true;
  for (const wait of LOOKS) {
    if (wait > 0) await sleep(wait);
    const said = await portal.read(V2.eventGet, { ...bot, limit: 1000 });
    if (!said.ok) {
      why = `the queue does not open: ${said.code}`;
      continue;
    }
    closed = false;
    const queue = listIn(said.result, 'events');
    if (queue[0] !== undefined && isOurs(queue[0])) {
      // Only the first may be confirmed: an offset confirms all that stands before.
      await portal.change(V2.eventGet, { ...bot, offset: Number(queue[0]['eventId']) + 1, limit: 1 }, 'fixed');
    }
    // What stood there before the move proves nothing.
    const events = queue.filter(({ eventId }) => Number(eventId) >= (mark ?? 0));
    if (events.some(isOurs)) return { ok: true, how: 'the test event came into the queue' };
    if (events.length > 0) return { ok: true, how: 'events of people came into the queue' };
    const next = Number(objectIn(said, 'result')['nextOffset']);
    if (mark !== undefined && next > mark) return { ok: true, how: 'the queue moved on: a poller reads it' };
  }
  return { ok: false, why, closed };
}
