import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, listIn, objectIn, type Said } from '../livePortal';
import type { DrainFile } from './drainFile';

export type RefusedAnswer = Extract<Said, { ok: false }>;

export type Returned =
  | { readonly ok: true; readonly unread?: RefusedAnswer }
  /** Events wait that nobody would read any more. */
  | { readonly ok: false; readonly waiting: number }
  /** `isClosed`: the queue does not open, and will not. */
  | { readonly ok: false; readonly refused: RefusedAnswer; readonly isClosed?: boolean };

export interface ReturnWish {
  readonly bot: number;
  /** A bot of v2: the address that its events go to. */
  readonly webhookUrl?: string;
  /** Takes what the queue holds; without it a queue that is not empty stops the return. */
  readonly drain?: DrainFile;
  /** What the queue holds may go. */
  readonly drop?: boolean;
  /** A queue that does not open is no reason to leave the bot there: nobody else can read it either. */
  readonly unread?: boolean;
}

/**
 * Turns the v1 deliveries of a bot on again. That deletes what its queue holds, so the queue is read empty first: written to
 * the drain file, then confirmed, so that a crash between the two repeats events and loses none. Running it twice is harmless.
 */
export async function returnHome(portal: LivePortal, wish: ReturnWish): Promise<Returned> {
  const bot: Fields = { botId: wish.bot, ...identity(portal) };
  const address = wish.webhookUrl === undefined ? {} : { webhookUrl: wish.webhookUrl };
  if (wish.drop) return plain(portal, bot, address);
  const said = await portal.read(V2.eventGet, { ...bot, limit: PAGE });
  if (!said.ok && (!said.isFinal || wish.unread !== true)) {
    return { ok: false, refused: said, isClosed: said.isFinal };
  }
  if (!said.ok) {
    const moved = await plain(portal, bot, address);
    return moved.ok ? { ok: true, unread: said } : moved;
  }
  let events: readonly Fields[] = listIn(said.result, 'events');
  let offset: number | undefined;
  for (let round = 1; ; round += 1) {
    if (events.length > 0) {
      if (wish.drain === undefined) return { ok: false, waiting: events.length };
      const next = Math.max(...events.map(({ eventId }) => Number(eventId) + 1).filter(Number.isSafeInteger), 0);
      if (offset !== undefined && next <= offset) return { ok: false, refused: STUCK };
      wish.drain.append(events);
      offset = next;
    }
    // Where events come faster than calls are answered the queue is never seen empty.
    const question = { ...bot, ...(offset === undefined ? {} : { offset }) };
    const step = await ifEmpty(portal, question, address, round > MOST_ROUNDS);
    if (!('events' in step)) return step;
    events = step.events;
    if (step.moved) {
      wish.drain?.append(events);
      return { ok: true };
    }
  }
}

const PAGE = 1000;
const MOST_ROUNDS = 50;

const STUCK: RefusedAnswer = {
  ok: false,
  isFinal: false,
  code: 'BAD_ANSWER',
  text: 'imbot.v2.Event.get goes on to return events that were confirmed. Nothing was changed.',
};

const NO_RESULT: RefusedAnswer = {
  ok: false,
  isFinal: false,
  code: 'BAD_ANSWER',
  text: 'The batch returned no result.',
};

async function plain(portal: LivePortal, bot: Fields, address: Fields): Promise<Returned> {
  const said = await portal.change(V2.botUpdate, { ...bot, fields: { eventMode: 'webhook', ...address } }, 'fixed');
  return said.ok ? { ok: true } : { ok: false, refused: said };
}

/**
 * The change, on the condition that the queue is still empty. In one batch, in which the id of an event that waits makes the
 * name of the mode one that does not exist: the portal refuses it then and nothing is deleted. `offset` confirms what was
 * written down. Resolves to the events that wait, and whether the change was made all the same.
 */
async function ifEmpty(
  portal: LivePortal,
  question: Fields,
  address: Fields,
  isUrgent: boolean,
): Promise<Returned | { readonly events: readonly Fields[]; readonly moved: boolean }> {
  if (!isUrgent) {
    const guarded = await inBatch(portal, question, {
      eventMode: 'webhook$result[waiting][events][0][eventId]',
      ...address,
    });
    if (!guarded.ok) return { ok: false, refused: guarded.refused };
    if (guarded.back === undefined) return { ok: true };
    if (guarded.events.length > 0) return { events: guarded.events, moved: false };
    if (guarded.back.code !== 'BOT_INVALID_EVENT_MODE') return { ok: false, refused: guarded.back };
  }
  // This portal leaves a reference to nothing as it is, or is never quiet. Read and changed in one go is next best.
  const bare = await inBatch(portal, question, { eventMode: 'webhook', ...address });
  if (!bare.ok) return { ok: false, refused: bare.refused };
  return bare.back === undefined ? { events: bare.events, moved: true } : { ok: false, refused: bare.back };
}

/** `back` is why the change was refused, undefined where it was made. */
type InBatch =
  | { readonly ok: true; readonly events: readonly Fields[]; readonly back?: RefusedAnswer }
  | { readonly ok: false; readonly refused: RefusedAnswer };

async function inBatch(portal: LivePortal, question: Fields, fields: Fields): Promise<InBatch> {
  const { offset: _offset, ...bot } = question;
  const cmd = {
    waiting: command(V2.eventGet, { ...question, limit: PAGE }),
    back: command(V2.botUpdate, {
      ...bot,
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [`fields[${key}]`, value])),
    }),
  };
  const said = await portal.change('batch', { halt: 1, cmd }, 'fixed');
  if (!said.ok) return { ok: false, refused: said };
  const results = objectIn(said.result, 'result');
  const errors = objectIn(said.result, 'result_error');
  const refused = (key: string): RefusedAnswer => {
    const { error, error_description } = objectIn(errors, key);
    return { ok: false, isFinal: false, code: String(error), text: String(error_description ?? '') };
  };
  if (errors['waiting'] !== undefined) return { ok: false, refused: refused('waiting') };
  const events = listIn(results['waiting'], 'events');
  if (errors['back'] !== undefined) return { ok: true, events, back: refused('back') };
  if (results['back'] !== undefined) return { ok: true, events };
  return { ok: false, refused: NO_RESULT };
}

function command(method: string, params: Fields): string {
  const query = Object.entries(params).map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return `${method}?${query.join('&')}`;
}
