import { EVENT_NAMES } from '../src/map/events';

/** Of a whole text: the name of an event in other case, or what all names begin with, `ONIMBOT`, `ONIMBOT{kind}`, `ONIMBOT%s`. */
export function looseEventName(text: string): string | undefined {
  const name = /^ONIM[A-Z]*/i.exec(text)?.[0] ?? '';
  return Object.hasOwn(EVENT_NAMES, text.toUpperCase()) || BEGINS.test(text) ? name : undefined;
}

const BEGINS = /^ONIM(?:BOT|COMMAND)(?:(?:[A-Z]*)(?:\ufffc|\{\w*\}|%[sdv])[A-Z]*)?$/i;
