import { ImbotError } from '../errors/ImbotError';
import { bringsPair, type EventTokens, keepTokens } from './keepTokens';
import type { DecodedEvent } from './types';
import { webFingerprint } from './webFingerprint';
import { NoAnswerInTime, within } from './within';

/**
 * Milliseconds: how long an event waits for its pair to be kept; the first and the longest wait before the pair of an
 * installation is tried again, and how often it is.
 */
const TIME = { event: 2_000, first: 5_000, longest: 300_000, tries: 30 } as const;

/** Installations whose pair is not kept yet; more at once is an attack or a store that nobody mends. */
const MOST_UNSAVED = 1_000;

/**
 * Keeps the pairs of events beside the events: a store that fails or hangs is told and holds no handler up for longer than
 * a moment. The pair of an installation, which nobody sends twice, is tried again until it is kept.
 *
 * @returns never rejects
 */
export function createTokenKeeper(
  tokens: EventTokens,
  tell: (error: unknown, event: DecodedEvent) => Promise<void>,
  clientId?: string,
): (event: DecodedEvent) => Promise<void> {
  const application = clientId === undefined ? undefined : webFingerprint(clientId);
  const unsaved = new Map<string, { event: DecodedEvent; timer?: ReturnType<typeof setTimeout>; tries: number }>();
  /** Portals whose store has not answered yet. */
  const hanging = new Set<string>();

  /** Whether nothing is left to do. */
  async function attempt(event: DecodedEvent): Promise<boolean> {
    const portal = portalOf(event);
    if (hanging.has(portal)) return false;
    if (hanging.size >= MOST_UNSAVED) {
      await tell(new Error(`the token store owes ${MOST_UNSAVED} answers and is not asked for more`), event);
      return false;
    }
    let work: Promise<void> | undefined;
    try {
      await within(TIME.event, 'the token store', () => {
        work = keepTokens(tokens, event, application);
        return work;
      });
      return true;
    } catch (error) {
      if (error instanceof NoAnswerInTime && work !== undefined) hang(portal, work, event);
      await tell(error, event);
      // What only another key mends is not tried again.
      return error instanceof ImbotError && error.code === 'CONFIG';
    }
  }

  /** The work goes on: should the store answer after all, the pair is kept. */
  function hang(portal: string, work: Promise<void>, event: DecodedEvent): void {
    hanging.add(portal);
    work
      .then(
        () => forget(portal, event),
        () => {},
      )
      .finally(() => hanging.delete(portal));
  }

  function forget(portal: string, event?: DecodedEvent): void {
    const left = unsaved.get(portal);
    if (left === undefined || (event !== undefined && left.event !== event)) return;
    clearTimeout(left.timer);
    unsaved.delete(portal);
  }

  function later(portal: string, event: DecodedEvent): void {
    const tries = (unsaved.get(portal)?.tries ?? -1) + 1;
    forget(portal);
    if (tries >= TIME.tries || unsaved.size >= MOST_UNSAVED) return;
    const timer = setTimeout(() => void retry(portal), Math.min(TIME.first * 2 ** tries, TIME.longest));
    // A process that has nothing else to do is not kept alive by this.
    if (typeof timer === 'object' && 'unref' in timer) timer.unref();
    unsaved.set(portal, { event, timer, tries });
  }

  async function retry(portal: string): Promise<void> {
    const left = unsaved.get(portal);
    if (left === undefined) return;
    clearTimeout(left.timer);
    const done = await attempt(left.event);
    // Another installation may have come meanwhile.
    if (unsaved.get(portal) !== left) return;
    if (done) forget(portal);
    else later(portal, left.event);
  }

  return async (event) => {
    const portal = portalOf(event);
    if (event.event === 'ONAPPUNINSTALL' || event.event === 'ONAPPINSTALL') forget(portal);
    else await retry(portal);
    if (!bringsPair(event) || (await attempt(event))) return;
    if (event.event === 'ONAPPINSTALL') later(portal, event);
  };
}

function portalOf({ auth }: DecodedEvent): string {
  return String(auth?.['member_id'] ?? '');
}
