import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { V1Event } from '../../events/types';
import { type Clock, systemClock } from '../../http/clock';
import { gather } from '../gather';
import { headers } from '../headers';
import type { Incoming, Outgoing, Reply } from '../Incoming';
import { refusalReply } from '../refusals';
import { sendReply } from '../sendReply';
import type { HeldPair } from '../tokens/HeldPair';
import { createPost, type Post } from './createPost';
import type { DeadLetters } from './DeadLetters';
import type { Journal } from './Journal';
import type { Letter } from './Letter';
import { phpPairs } from './phpPairs';
import type { PublicAddress } from './publicAddress';
import { sendLetter } from './sendLetter';
import { toldEvent } from './toldEvent';
import { queuedDelivery, type V1Delivery, v1Delivery } from './v1Delivery';

/** A bot's own handler of events. */
interface EventTarget {
  readonly url: string;
  /** What `auth.application_token` of its events has to be. Without it the handler has to look itself. */
  readonly applicationToken?: string | undefined;
  /** Appended to the address of deliveries of v2, as v1 does for bots on a webhook. */
  readonly clientId?: string | undefined;
  /** Also edits and deletions that v2 sends to every bot, and v1 to few. */
  readonly updates?: boolean | undefined;
}

export interface EventGateOptions {
  /** The handler of a name. */
  readonly targetOf: (name: string) => EventTarget | undefined | Promise<EventTarget | undefined>;
  readonly journal: Journal;
  readonly dead: Pick<DeadLetters, 'bury'>;
  readonly address: PublicAddress | undefined;
  readonly dispatcher: Dispatcher;
  /** Told of the tokens that go to handlers. */
  readonly held?: Pick<HeldPair, 'see' | 'eventAuth'> | undefined;
  readonly tell: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly clock?: Clock;
}

/** Takes deliveries of the portal for bots, and brings them to the handlers as v1 would. */
export interface EventGate {
  /** Answers a delivery for a handler, `/events/{name}`. It is on the disk before it is answered. */
  serve(name: string, query: string, incoming: Incoming, outgoing: Outgoing): Promise<void>;
  /** Takes an event of a queue for a handler. Resolves when it is on the disk; where it cannot be, the queue still has it. */
  post(name: string, event: V1Event): Promise<void>;
  waiting(): number;
  /** What is under way ends; the rest stays in the journal for the next start. */
  stop(): Promise<void>;
}

/** Bytes of a delivery. */
const MOST = 4_000_000;

/** Letters that the journal kept from before are brought at once. */
export function createEventGate(options: EventGateOptions): EventGate {
  const { targetOf, journal, dead, address, dispatcher, tell, held, clock = systemClock } = options;
  const post: Post = createPost({
    journal,
    clock,
    tell,
    send: (letter) => sendLetter(letter, dispatcher, clock),
    bury: dead.bury,
  });
  journal.start(post.take, post.drop);

  async function accept(name: string, query: string, incoming: Incoming): Promise<Reply> {
    const target = await targetOf(name);
    if (target === undefined || incoming.method !== 'POST') return refusalReply('address');
    const body = await gather(incoming.body, MOST);
    if (!('whole' in body)) return refusalReply('tooLong');
    const contentType = headers.first(incoming.headers, 'content-type') ?? '';
    const text = body.whole.toString('utf8');
    const delivery = await v1Delivery(text, contentType, address, target.updates ?? false, held);
    // What v1 never sent, its handlers do not expect: taken, and not handed on.
    if (delivery === undefined) return OK;
    if (target.applicationToken !== undefined && !isSame(delivery.applicationToken ?? '', target.applicationToken)) {
      tell('refused', { why: 'application token', name });
      return refusalReply('address');
    }
    const letter = letterTo(name, target, query, delivery);
    const by = delivery.event === 'ONAPPINSTALL' ? 'installation' : 'event';
    const seen = held?.see({ auth: delivery.auth, by, more: delivery.tokens });
    // Of an installation the portal is asked, which may take long: the event is on the disk before.
    if (by === 'event') await seen;
    try {
      await journal.add(letter);
    } catch (error) {
      // The portal sends an event once: one that cannot be kept is brought at once all the same.
      tell('journal', { code: textOf(error), what: 'not kept: brought at once' });
      post.take(letter);
    }
    await seen;
    return OK;
  }

  function letterTo(name: string, target: EventTarget, query: string, delivery: V1Delivery): Letter {
    const { event, dialog, body } = delivery;
    const lane = `${name} ${dialog}`;
    return {
      id: randomUUID(),
      lane,
      event: toldEvent(event),
      url: withQuery(target, query),
      body,
      attempts: 0,
      at: clock.now(),
    };
  }

  return {
    async post(name, event) {
      const target = await targetOf(name);
      if (target === undefined) throw new Error(`there is no handler ${name}`);
      const letter = letterTo(name, target, '', queuedDelivery(event, address));
      const { eventId } = event.v2 ?? {};
      await journal.add(letter, eventId === undefined ? undefined : `${name} ${eventId}`);
    },
    async serve(name, query, incoming, outgoing) {
      try {
        sendReply(await accept(name, query, incoming), outgoing);
      } catch (error) {
        // The caller went away, or nobody can say whose handler it is.
        tell('refused', { why: textOf(error), name });
        outgoing.drop();
      }
    },
    waiting: post.waiting,
    async stop() {
      await post.stop();
      await journal.close();
    },
  };
}

const OK: Reply = {
  status: 200,
  reason: '',
  headers: ['content-type', 'text/plain', 'content-length', '2'],
  body: 'ok',
};

/**
 * The portal appends CLIENT_ID for v1 itself; for v2 it does not. What the bot wrote stays as it wrote it: `?/bot/hook` is a path to
 * some routers, and no pair.
 */
function withQuery({ url, clientId }: EventTarget, query: string): string {
  const whole = new URL(url);
  const isNamed = new URLSearchParams(`${whole.search.slice(1)}&${query}`).has('CLIENT_ID');
  const parts = [whole.search.slice(1), query];
  if (clientId !== undefined && !isNamed) parts.push(phpPairs([['CLIENT_ID', clientId]]));
  whole.search = parts.filter((part) => part !== '').join('&');
  return whole.href;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.message;
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
