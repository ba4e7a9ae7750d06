import { phpForm } from '../phpForm';
import type { Generation } from '../types';

/** One event on its way to a handler address. */
export interface Delivery {
  /** The name in capitals. */
  event: string;
  /** In whose format it is told. */
  generation: Generation;
  /** The bot that it is for. */
  botId: number;
  /** Where it is posted to. */
  url: string;
  /** What was encoded, with real types. */
  payload: Record<string, unknown>;
  /** The form-encoded body as posted. */
  body: string;
  /** What the handler answered. */
  status?: number;
  /** Why nothing was answered. */
  error?: string;
  /** Set where the address is not on loopback: nothing is sent then. */
  skipped?: 'not-loopback';
}

export type Deliver = (delivery: Omit<Delivery, 'body'>) => void;

/** Posts events one after the other, to loopback addresses only, so that a test never talks to strangers. */
export function createDeliver(): { deliver: Deliver; deliveries: Delivery[]; flush: () => Promise<void> } {
  const deliveries: Delivery[] = [];
  let queue: Promise<void> = Promise.resolve();
  const deliver: Deliver = (wish) => {
    const delivery: Delivery = { ...wish, body: phpForm.encode(wish.payload) };
    deliveries.push(delivery);
    if (isLoopback(delivery.url)) queue = queue.then(() => send(delivery));
    else delivery.skipped = 'not-loopback';
  };
  const flush = async (): Promise<void> => {
    let seen: Promise<void>;
    do {
      seen = queue;
      await seen;
    } while (seen !== queue);
  };
  return { deliver, deliveries, flush };
}

async function send(delivery: Delivery): Promise<void> {
  try {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: delivery.body,
    });
    await answer.arrayBuffer();
    delivery.status = answer.status;
  } catch (error) {
    delivery.error = error instanceof Error ? error.message : String(error);
  }
}

function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
