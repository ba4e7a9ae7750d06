import { yesNo } from '../values/flags';
import type { Params } from '../values/structures';

/** What a registration says: a bot that serves no open lines and supervises nothing. */
export function isPlainBot({ TYPE, OPENLINE }: Params): boolean {
  return TYPE !== 'O' && TYPE !== 'S' && yesNo(OPENLINE) !== true;
}

/** A bot of the type that serves open lines, whatever OPENLINE says. */
export function isOpenlineBot({ TYPE }: Params): boolean {
  return TYPE === 'O';
}

/** Two types of v2: whatever a bot is, it is not both (source: "Bot Types" of chat-bots-v2). */
export const TWO_TYPES = ['supervisor', 'bot'] as const;
