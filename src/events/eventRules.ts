import { CHAT_TYPE_CODES, type EventRule } from '../map/events';
import { COLOURS } from '../values/enums';
import { isFields } from '../values/structures';

/** The v1 value from the v2 value; undefined leaves the key out. */
export const eventRules: Readonly<Record<EventRule, (value: unknown) => unknown>> = {
  text,
  filled: (value) => text(value) || undefined,
  flag: (value) => (value === undefined ? undefined : yes(value) ? 'Y' : 'N'),
  zero: (value) => (value === undefined ? undefined : text(value) || '0'),
  colour: (value) => {
    const hex = typeof value === 'string' ? value.toLowerCase() : '';
    return Object.entries(COLOURS).find(([, [, known]]) => known === hex)?.[0];
  },
  // v1 has a file id here, v2 an address, which is not one.
  avatar: (value) => (value === '' || value === null ? '0' : undefined),
  chatType,
  // toV1Event has put the command and its caller there where a button was pressed.
  ofCommand: text,
  withoutMentions: (value) => text(value)?.replace(mention, '').trim(),
  firstMention: (value) => (value === undefined ? undefined : (mentionedIds(value)[0] ?? '0')),
  mentions: (value) => {
    const ids = mentionedIds(value);
    return ids.length === 0 ? undefined : Object.fromEntries(ids.map((id) => [id, id]));
  },
  network: (value) => (value === undefined ? undefined : value === 'replica' ? 'Y' : 'N'),
  files: (value) => {
    const ids = typeof value === 'object' && value !== null ? Object.values(value).map(text) : [];
    return ids.length === 0 ? undefined : Object.fromEntries(ids.map((id) => [id, { id }]));
  },
  withoutSlash: (value) => text(value)?.replace(/^\//, ''),
  upper: (value) => text(value)?.toUpperCase(),
  copy: (value) => (typeof value === 'object' && value !== null ? texts(value) : undefined),
  params: (value) => (isFields(value) && Object.keys(value).length > 0 ? texts(value) : undefined),
  spread: (value) => (isFields(value) ? texts(value) : undefined),
};

// Linear on hostile text: what stands between the tags holds no bracket-slash of its own.
const mention = /\[USER=(\d+)(?: REPLACE)?\](?:(?!\[\/?USER)[^\n])*\[\/USER\],?/gi;

function mentionedIds(value: unknown): string[] {
  return [...(text(value) ?? '').matchAll(mention)].map((match) => match[1] ?? '');
}

/** A scalar as a form carries it: true "1", false "0", null "". */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === null ? '' : undefined;
}

function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(texts);
  if (!isFields(value)) return text(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, texts(inner)]));
}

function yes(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'Y' || value === 'true';
}

function chatType(chat: unknown): string | undefined {
  if (!isFields(chat)) return undefined;
  const messageType = text(chat['messageType']);
  if (messageType) return messageType;
  if (chat['entityType'] === 'LINES') return 'L';
  const type = text(chat['type']) ?? '';
  if (Object.hasOwn(CHAT_TYPE_CODES, type)) return CHAT_TYPE_CODES[type];
  return /chat/.test(text(chat['dialogId']) ?? '') ? 'C' : 'P';
}
