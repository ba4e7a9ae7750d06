import { environment } from '../http/environment';
import { type Notice, type NoticeId, say, type Warnings } from '../http/say';
import { documentation } from '../map/losses';
import { shared } from './shared';

export type { Notice, Warnings };
export { environment };

/** Says a notice once per id and process. Its texts are redacted on their way out, and its code comes from a table. */
export function notify(warnings: Warnings | undefined, id: NoticeId, message: string, anchor: string): void {
  if (warnings === false || warnings === 'off') return;
  if (environment('IMBOT_COMPAT_WARNINGS') === 'off') return;
  const { warned } = shared();
  if (warned.has(id)) return;
  warned.add(id);
  // Ids that hold a text of their own may come for ever; the oldest may be said once more.
  for (const oldest of warned) {
    if (warned.size <= MOST_IDS) break;
    warned.delete(oldest);
  }
  say(warnings, id, message, documentation(anchor));
}

const MOST_IDS = 5_000;
