import { EVENT_NAMES, type V1EventName } from '../../src/map/events';
import { METHODS } from '../../src/map/index';
import { readSource } from '../files/readSource';
import type { Address, AddressesOf } from './Address';
import { isV1Event } from './eventField';

/** `EVENT_MESSAGE_ADD` → its event, `EVENT_HANDLER` → all of them. */
const EVENTS: ReadonlyMap<string, readonly V1EventName[]> = new Map(
  METHODS.flatMap(({ params }) => Object.entries(params)).flatMap(([name, { handler }]) => {
    const found: [string, readonly V1EventName[]][] = [];
    if (handler?.of === 'command') found.push([name, ['ONIMCOMMANDADD']]);
    else if (handler?.of === 'all') found.push([name, Object.keys(EVENT_NAMES).filter(isV1Event)]);
    else if (handler?.event && isV1Event(handler.event)) found.push([name, [handler.event]]);
    return found;
  }),
);

const KEY = /\b(EVENT_[A-Z_]+)['"]?\]?\s*(?::|=>?|,)([^\n]*)/g;
const PATH = /(?:https?:\/\/[^/'"`]+)?(\/(?!\/)(?:[\w./-]|\$\{[^{}'"`]*\})+)(?:\?[^'"`]*)?['"`]/;

/** Looks, once and only when it is asked for, for what registrations say. */
export function addressesOf(cwd: string, files: readonly string[]): AddressesOf {
  let found: Address[] | undefined;
  return () => {
    found ??= files.flatMap((file) => {
      const read = readSource(cwd, file, (bytes) => bytes.includes('EVENT_'));
      return read.kind === 'source' ? addressesIn(file, read.source.text) : [];
    });
    return found;
  };
}

function addressesIn(file: string, text: string): Address[] {
  const found: Address[] = [];
  KEY.lastIndex = 0;
  for (let match = KEY.exec(text); match; match = KEY.exec(text)) {
    const [, key = '', rest = ''] = match;
    const own = rest.split(/\bEVENT_[A-Z]/)[0] ?? '';
    const path = PATH.exec(own)?.[1];
    const events = EVENTS.get(key);
    // The next key may stand on the same line.
    KEY.lastIndex = match.index + match[0].length - rest.length;
    if (path !== undefined && path.length > 1 && events)
      found.push({ path, events, file, line: text.slice(0, match.index).split('\n').length });
  }
  return found;
}

/** The events that a route gets: its path is that of an address, or the end of one where routers are mounted. */
export function eventsAtRoute(route: string, addresses: readonly Address[]): V1EventName[] {
  if (!/^\/[\w./:-]+$/.test(route)) return [];
  const own = addresses.filter(({ path }) => isEndOf(route, path));
  return [...new Set(own.flatMap(({ events }) => events))];
}

/** Is a route the end of an address? What is named in the one (`:account`) or put into the other (`${account}`) may be anything. */
export function isEndOf(route: string, path: string): boolean {
  if (path.endsWith(route)) return true;
  const ends = route.split('/').slice(1).reverse();
  const parts = path.split('/').slice(1).reverse();
  if (ends.length > parts.length || !ends.some((end, at) => end === parts[at])) return false;
  return ends.every((end, at) => end === parts[at] || isOpen(end) || isOpen(parts[at] ?? ''));
}

const isOpen = (part: string): boolean => part.startsWith(':') || part.includes('${');
