import {
  EVENT_FIELDS,
  EVENT_FIELDS_WITHOUT_V2,
  EVENT_NAMES,
  type EventField,
  type EventRule,
  type V1EventName,
} from '../../src/map/events';
import { Unprovable } from '../source/Unprovable';

/** How a v1 value is written in terms of the v2 value of a form, where every scalar is text. */
export interface FieldSource {
  /** Path under v2 `data`. */
  readonly path: readonly string[];
  /** Stands before and behind the access; '' for a text, which is the same in both. */
  readonly before: string;
  readonly behind: string;
  /** A flag: 'Y' or 'N', which v2 sends as '1' or '0'. */
  readonly isFlag?: boolean;
}

const SAME = { before: '', behind: '' };
const FLAG = { before: '(', behind: " === '1' ? 'Y' : 'N')", isFlag: true };

/** Rules that need nothing but the value itself. The others depend on more than one v2 field, or on what v2 leaves out. */
const SOURCES: Partial<Record<EventRule, Omit<FieldSource, 'path'>>> = {
  text: SAME,
  copy: SAME,
  withoutSlash: { before: '', behind: ".replace(/^\\//, '')" },
  upper: { before: '', behind: '.toUpperCase()' },
  flag: FLAG,
};

/** Every webhook delivery of v2 has them in `bot.auth`; the tokens of a refresh are not among them. */
export const AUTH_KEYS: ReadonlySet<string> = new Set([
  'access_token',
  'expires',
  'expires_in',
  'scope',
  'domain',
  'server_endpoint',
  'status',
  'client_endpoint',
  'member_id',
  'application_token',
]);

/**
 * The v2 source of a v1 field, the same for all of the given events and for private and group chats alike.
 * @param path as in the table: `PARAMS.DIALOG_ID`, `BOT.*.BOT_ID`
 * @throws Unprovable
 */
export function eventField(path: string, events: readonly string[]): FieldSource {
  const sources = events.map((event) => sourceFor(path, event));
  const [first] = sources;
  if (!first) throw new Unprovable('event-branch');
  if (sources.some((one) => one.path.join() !== first.path.join() || one.behind !== first.behind))
    throw new Unprovable('event-branch');
  return first;
}

/** Is it a documented v1 field that no v2 event gives? */
function isLostField(path: string, events: readonly string[]): boolean {
  return events.some((event) => isV1Event(event) && EVENT_FIELDS_WITHOUT_V2[event].includes(path));
}

export function isV1Event(name: string): name is V1EventName {
  return Object.hasOwn(EVENT_NAMES, name);
}

function sourceFor(path: string, event: string): FieldSource {
  if (!isV1Event(event)) throw new Unprovable('event-branch');
  if (isLostField(path, [event])) throw new Unprovable('event-field-lost', path);
  const [owner, , key] = path.split('.');
  if ((owner === 'BOT' || owner === 'COMMAND') && key !== undefined && AUTH_KEYS.has(key)) {
    return { path: ['bot', 'auth', key], ...SAME };
  }
  const rows = EVENT_FIELDS.filter((field) => field.v1 === path && field.events.includes(event));
  const [row] = rows;
  // Another event may have it: then code that several share asks for it.
  if (!row)
    throw new Unprovable(EVENT_FIELDS.some(({ v1 }) => v1 === path) ? 'event-branch' : 'event-field-lost', path);
  if (rows.length > 1 || row.chats !== undefined) throw new Unprovable('event-field-by-chat');
  return ofRow(row);
}

function ofRow({ rule, v2 }: EventField): FieldSource {
  const source = SOURCES[rule];
  if (!source) throw new Unprovable('event-field-form');
  return { path: v2.split('.'), ...source };
}
