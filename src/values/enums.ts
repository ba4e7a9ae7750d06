import { isGiven } from './flags';

const TYPES: Readonly<Record<string, string>> = { B: 'bot', O: 'openline', S: 'supervisor', H: 'bot' };

/**
 * TYPE of imbot.register as v2 writes it; v1 takes anything unknown for a plain bot.
 * @example
 * botType('O'); // 'openline'
 * botType('X'); // 'bot'
 */
export function botType(value: unknown): string | undefined {
  if (!isGiven(value)) return undefined;
  return (typeof value === 'string' && Object.hasOwn(TYPES, value) ? TYPES[value] : undefined) ?? 'bot';
}

/**
 * TYPE of imbot.chat.add: an open chat is `open` in v2, a closed one says nothing.
 * @example
 * openType('OPEN'); // 'open'
 * openType('CHAT'); // undefined
 */
export function openType(value: unknown): 'open' | undefined {
  return value === 'OPEN' ? 'open' : undefined;
}

/** The 16 chat colours: v1 code → v2 code and the HEX that v2 answers with. Source: imbot.v2 Chat.update, available colors. */
export const COLOURS: Readonly<Record<string, readonly [v2: string, hex: string]>> = {
  RED: ['red', '#df532d'],
  GREEN: ['green', '#64a513'],
  MINT: ['mint', '#4ba984'],
  LIGHT_BLUE: ['lightBlue', '#4ba5c3'],
  DARK_BLUE: ['darkBlue', '#3e99ce'],
  PURPLE: ['purple', '#8474c8'],
  AQUA: ['aqua', '#1eb4aa'],
  PINK: ['pink', '#f76187'],
  LIME: ['lime', '#58cc47'],
  BROWN: ['brown', '#ab7761'],
  AZURE: ['azure', '#29619b'],
  KHAKI: ['khaki', '#728f7a'],
  SAND: ['sand', '#ba9c7b'],
  MARENGO: ['marengo', '#556574'],
  GRAY: ['gray', '#909090'],
  GRAPHITE: ['graphite', '#5e5f5e'],
};

/**
 * A v1 colour code as v2 writes it, `LIGHT_BLUE` → `lightBlue`; undefined for a code that v1 does not know.
 * @example
 * colour('LIGHT_BLUE'); // 'lightBlue'
 * colour('PLAID'); // undefined
 */
export function colour(value: unknown): string | undefined {
  return typeof value === 'string' && Object.hasOwn(COLOURS, value) ? COLOURS[value]?.[0] : undefined;
}
