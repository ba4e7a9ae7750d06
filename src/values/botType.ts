import { isGiven } from './isGiven';

const TYPES: Readonly<Record<string, string>> = { B: 'bot', O: 'openline', S: 'supervisor', H: 'bot' };

/** TYPE of imbot.register as v2 writes it; v1 takes anything unknown for a plain bot. */
export function botType(value: unknown): string | undefined {
  if (!isGiven(value)) return undefined;
  return (typeof value === 'string' && Object.hasOwn(TYPES, value) ? TYPES[value] : undefined) ?? 'bot';
}
