import type { Params } from '../values/structures';
import { idKey } from './idKey';
import { methodEntry } from './index';

/**
 * What a call sets, as keys for `SendOptions.target`: `message:5`, `chat:chat7`, `bot:39`. One key per thing, by whichever
 * name, v1 or v2, it is called; for a batch the keys of its commands. Empty where nothing is set that could be overwritten.
 */
export function targetsOf(method: string, params: Params): string[] {
  if (method.length === 5 && method.toLowerCase() === 'batch') return ofCommands(params);
  const key = targetOf(method, params);
  return key === undefined ? [] : [key];
}

type Subject = readonly [prefix: string, kind: string, ids: readonly string[]];

/** By the beginning of a v2 name (for a v1 method: of the one it becomes): the kind, and the parameters that name it. */
const SUBJECTS: readonly Subject[] = [
  ['imbot.v2.chat.inputaction.', 'nothing', []],
  ['imbot.v2.chat.message.', 'message', ['messageid']],
  ['imbot.v2.chat.', 'chat', ['chatid', 'dialogid']],
  ['imbot.v2.command.', 'command', ['commandid']],
  ['imbot.v2.bot.', 'bot', ['botid']],
];

/** Names whose `DIALOG_ID` says where something new goes, or that set nothing. */
const NEW = /\.(send|add|get|list|read|register|answer)$/i;
const MEMBERS = /\.(User|Manager|Reaction)\.add$/i;

/** What was found of a method, asked at every call; the names may come from outside. */
const found = new Map<string, Subject | 'none'>();
const MOST_NAMES = 500;

function subjectOf(method: string): Subject | 'none' {
  const name = methodEntry(method)?.v2[0] ?? method;
  const lower = name.toLowerCase();
  const isNew = NEW.test(name) && !MEMBERS.test(name);
  const subject = (isNew ? undefined : SUBJECTS.find(([prefix]) => lower.startsWith(prefix))) ?? 'none';
  if (found.size < MOST_NAMES) found.set(method, subject);
  return subject;
}

function targetOf(method: string, params: Params): string | undefined {
  const subject = found.get(method) ?? subjectOf(method);
  if (subject === 'none') return undefined;
  const [, kind, ids] = subject;
  for (const given of Object.keys(params)) {
    // `MESSAGE_ID`, `message_id` and `messageId` are one name.
    const plain = given.toLowerCase().replaceAll('_', '');
    if (!ids.includes(plain)) continue;
    const key = idKey(plain, params[given]);
    return key === undefined ? undefined : `${kind}:${key}`;
  }
  return undefined;
}

/** Commands as they go out: `method?parameters`. */
function ofCommands(params: Params): string[] {
  const commands = params['cmd'];
  if (typeof commands !== 'object' || commands === null) return [];
  return Object.values(commands).flatMap((command: unknown) => {
    if (typeof command !== 'string') return [];
    const [method = '', query = ''] = command.split('?', 2);
    const key = targetOf(method, Object.fromEntries(new URLSearchParams(query)));
    return key === undefined ? [] : [key];
  });
}
