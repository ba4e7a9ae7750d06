import { yesNo } from '../values/flags';
import { scalar } from '../values/texts';
import type { Call } from './types';

export interface Handlers {
  /** The one URL that v2 takes. */
  readonly url?: string;
  /** All URLs that v1 would call, without EVENT_HANDLER when it overrides them. */
  readonly urls: readonly string[];
  readonly names: readonly string[];
  /** EVENT_COMMAND_ADD of the command methods. */
  readonly command?: string;
}

const EVENT_PARAMS = [
  'EVENT_MESSAGE_ADD',
  'EVENT_MESSAGE_UPDATE',
  'EVENT_MESSAGE_DELETE',
  'EVENT_WELCOME_MESSAGE',
  'EVENT_BOT_DELETE',
];

/** A plain bot without open lines never hears of edits and deletions, whatever it registers for them. */
const NOT_FOR_PLAIN_BOTS = new Set(['EVENT_MESSAGE_UPDATE', 'EVENT_MESSAGE_DELETE']);

/** The handler addresses in a call of imbot.register, imbot.update or imbot.command.*. */
export function handlersOf(call: Call): Handlers {
  const fields = call.params.FIELDS;
  const source: Record<string, unknown> =
    typeof fields === 'object' && fields !== null ? { ...fields } : { ...call.params };
  const command = scalar(source.EVENT_COMMAND_ADD);
  const one = scalar(source.EVENT_HANDLER);
  if (one) return { url: one, urls: [one], names: ['EVENT_HANDLER'], command };
  const ignored = isPlainBot(call) ? NOT_FOR_PLAIN_BOTS : undefined;
  const given = EVENT_PARAMS.filter((name) => scalar(source[name]) && !ignored?.has(name));
  const urls = given.map((name) => scalar(source[name]) ?? '');
  return { url: urls[0], urls, names: given, command };
}

/** What a registration says; an update does not tell what bot it is about. */
function isPlainBot({ entry, params }: Call): boolean {
  if (entry.patch) return false;
  return params.TYPE !== 'O' && params.TYPE !== 'S' && yesNo(params.OPENLINE) !== true;
}
