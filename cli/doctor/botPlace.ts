import type { Fields } from '../../src/events/types';
import { isV2Event } from '../bots/botsRegistered';
import type { CutoverState } from '../cutover/cutoverState';

export interface PlaceEvidence {
  /** OAuth, of an application with one bot: its event addresses. */
  readonly bindings?: readonly Fields[];
  /** What a cutover wrote about the bot. */
  readonly state?: CutoverState | 'unreadable';
}

/** Where the events of a bot go, as far as that is known; a sentence’s end. */
export function botPlace(eventMode: string, { bindings = [], state: given }: PlaceEvidence): string {
  const state = given === 'unreadable' ? undefined : given;
  const said = given === 'unreadable' ? ' (the state file of its cutover cannot be read)' : stageOf(state);
  if (eventMode === 'fetch') return `event mode fetch: its events go into its queue, for pollEvents${said}`;
  const v1 = addresses(bindings, (event) => /^ONIM(BOT(?!V2)|COMMAND)/i.test(String(event)));
  const v2 = addresses(bindings, isV2Event);
  if (v1 && v2) return `event mode webhook: v1 deliveries to ${v1} and v2 events to ${v2}, each event twice${said}`;
  if (v1) return `event mode webhook: v1 deliveries to ${v1}${said}`;
  if (v2) return `event mode webhook: v2 events to ${v2}${said}`;
  if (state?.stage === 'moved' && state.to.webhookUrl !== undefined) {
    return `event mode webhook: v2 events to ${plain(state.to.webhookUrl)}, v1 deliveries perhaps beside${said}`;
  }
  return `event mode webhook: v1 deliveries if it was registered through v1, else v2 events to its address${said}`;
}

function stageOf(state: CutoverState | undefined): string {
  return state === undefined || state.stage === 'undone' ? '' : ` (${state.route} cutover, ${state.stage})`;
}

function addresses(bindings: readonly Fields[], counts: (event: unknown) => boolean): string {
  const found = bindings.filter(({ event }) => counts(event)).map(({ handler }) => plain(String(handler)));
  return [...new Set(found)].join(', ');
}

/** A handler’s query may hold a secret. */
function plain(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
