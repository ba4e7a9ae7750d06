import { type Imbot, ImbotError } from '../../src/index';
import { flattened } from './flattened';
import type { Step } from './steps';
import type { World } from './world';

/** What a call came to: its answer, or the code and status of its error. */
export type Outcome = { result: unknown } | { code: string; status: number | undefined; losses?: readonly string[] };

/** A step as it was run, with ids in place of references. */
export interface Ran {
  step: Step;
  method?: string;
  params?: Record<string, unknown>;
  outcome?: Outcome;
}

type Kind = 'bot' | 'chat' | 'message' | 'command' | 'used';

const BOT_OF: Readonly<Record<string, string>> = { help: '301', info: '302' };

const ANSWERS: Readonly<Record<string, Kind>> = {
  'imbot.register': 'bot',
  'imbot.chat.add': 'chat',
  'imbot.message.add': 'message',
  'imbot.command.register': 'command',
};

/** Runs steps against one world, one after another; `call` decides how a v1 call is made. */
export function createRunner(world: World, imbot: Imbot, call: (method: string, params: object) => Promise<Outcome>) {
  const seen: Record<Kind, number[]> = {
    bot: [301],
    chat: [1001],
    message: [10001, 10004, 10003],
    command: [501],
    used: [10001],
  };

  async function run(step: Step, form: boolean): Promise<Ran> {
    if ('days' in step) world.advance(step.days * 24 * 3_600_000);
    else if ('says' in step)
      tolerant(() => seen.message.push(world.portal.say({ userId: step.says, dialogId: step.in, text: step.text })));
    else if ('uses' in step) {
      tolerant(() => {
        const id = world.portal.command({ userId: step.by, dialogId: step.in, command: step.uses });
        seen.used.push(id);
        const inGroup = step.in.startsWith('chat');
        // What `imbot-compat/events` tells a client of a command event. A private chat has an id only for who is in it.
        if (inGroup || step.in === BOT_OF[step.uses]) {
          imbot.learn({ dialogOfMessage: [id, inGroup ? step.in : String(step.by)] });
        }
      });
    } else {
      const params = form ? asForm(resolved(step.params, seen)) : resolved(step.params, seen);
      const method = step.call;
      const sent = cased(step.flat && form ? flattened(params) : params, step.casing);
      const outcome = await call(method, sent);
      const kind = ANSWERS[canonical(method)];
      if (kind && 'result' in outcome && typeof outcome.result === 'number') seen[kind].push(outcome.result);
      return { step, method: canonical(method), params, outcome };
    }
    return { step };
  }

  return { run };
}

/** The answer or the error of a call; anything but an ImbotError is thrown on. */
export async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { result: await call };
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    const { code, status, losses } = error;
    return losses ? { code, status, losses } : { code, status };
  }
}

const SPELLINGS: Readonly<Record<string, string>> = {
  'imbot.chat.updatetitle': 'imbot.chat.updateTitle',
  'imbot.chat.updatecolor': 'imbot.chat.updateColor',
  'imbot.chat.updateavatar': 'imbot.chat.updateAvatar',
  'imbot.chat.setmanager': 'imbot.chat.setManager',
  'imbot.chat.setowner': 'imbot.chat.setOwner',
  'imbot.chat.sendtyping': 'imbot.chat.sendTyping',
  'imbot.sendtyping': 'imbot.sendTyping',
};

function canonical(method: string): string {
  return SPELLINGS[method] ?? method;
}

/** A person who is gone, or a bot, makes the doing impossible: then nothing happens, in every world alike. */
function tolerant(doing: () => void): void {
  try {
    doing();
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('The fake portal has no'))) throw error;
  }
}

/** What an encoder of forms leaves: nothing of null and of empty lists and maps, Y and N of booleans. */
function asForm(params: Record<string, unknown>): Record<string, unknown> {
  const kept = (value: unknown): unknown => {
    if (value === null) return undefined;
    if (typeof value === 'boolean') return value ? 'Y' : 'N';
    if (typeof value !== 'object') return value;
    const inner = Object.entries(value).flatMap(([key, one]) => {
      const left = kept(one);
      return left === undefined ? [] : [[key, left] as const];
    });
    if (inner.length === 0) return undefined;
    return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner);
  };
  return Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => {
      const left = kept(value);
      return left === undefined ? [] : [[key, left] as const];
    }),
  );
}

/** `@chat0` the newest chat's id, `#chat1` the id before as text. */
function resolved(value: Record<string, unknown>, seen: Record<Kind, number[]>): Record<string, unknown> {
  const inner = (one: unknown): unknown => {
    if (typeof one === 'string') return reference(one, seen);
    if (Array.isArray(one)) return one.map(inner);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, part]) => [key, inner(part)]));
  };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(part)]));
}

function reference(text: string, seen: Record<Kind, number[]>): unknown {
  const found = /^(chat)?([@#])(bot|chat|message|command|used)(\d)$/.exec(text);
  if (!found) return text;
  const [, before = '', sign, kind, back] = found;
  const ids = seen[kind as Kind];
  const id = ids[ids.length - 1 - Number(back)] ?? ids[0] ?? 0;
  return sign === '@' && before === '' ? id : `${before}${id}`;
}

function cased(params: Record<string, unknown>, casing: string): Record<string, unknown> {
  if (casing === 'upper') return params;
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const [name = '', ...rest] = key.split('[');
      const other = casing === 'lower' ? name.toLowerCase() : name.charAt(0) + name.slice(1).toLowerCase();
      return [[other, ...rest].join('['), value];
    }),
  );
}
