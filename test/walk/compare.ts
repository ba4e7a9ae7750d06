import { isDeepStrictEqual } from 'node:util';
import type { Mode } from '../../src/index';
import { EXCEPTIONS, silentDifference } from './exceptions';
import { createRunner, type Outcome, outcomeOf, type Ran } from './run';
import type { Step } from './steps';
import { type Setup, type World, world } from './world';

/** Losses that mode v2 takes in the walk: what they change is known, and left out of the comparison of states. */
const ACCEPTED = [
  'unknown-param',
  'menu',
  'chat-entity',
  'dialog-fields',
  'dialog-viewer',
  'hide-history',
  'answer-id',
  'bot-list-scope',
  'bot-profile',
  'bot-human',
  'command-lang',
  'handlers-split',
] as const;

export interface Tally {
  /** Exceptions and losses, by id, how often used. */
  used: Record<string, number>;
  calls: number;
  byMethod: Record<string, { ok: number; failed: number }>;
}

export const tally: Tally = { used: {}, calls: 0, byMethod: {} };

function use(id: string): void {
  tally.used[id] = (tally.used[id] ?? 0) + 1;
}

/** Runs the steps in mode `v1` and in another one on portals of their own; throws with a script where they differ. */
export async function compare(setup: Setup, steps: readonly Step[], mode: 'v2' | 'auto'): Promise<void> {
  const old = world(setup);
  const other = world(setup);
  const v1 = old.client({ mode: 'v1' });
  const client = other.client({
    mode,
    events: mode === 'v2' ? 'v2' : 'v1',
    accept: mode === 'v2' ? [...ACCEPTED] : [],
  });
  const forgiven = new Set<string>();

  const onV1 = createRunner(old, v1, (method, params) => outcomeOf(v1.call(method, { ...params })));
  const onOther = createRunner(other, client, async (method, params) => {
    const before = other.portal.requests.length;
    const outcome = await outcomeOf(client.call(method, { ...params }));
    if (mode !== 'v2') return outcome;
    for (const { id } of client.explain(method, { ...params }).losses) forgiven.add(id);
    if (!('code' in outcome) || (outcome.code !== 'LOSSY' && outcome.code !== 'UNTRANSLATABLE')) return outcome;
    for (const loss of outcome.losses ?? []) use(`refused: ${loss}`);
    const sent = other.portal.requests.slice(before).map((request) => request.method);
    if (sent.some((name) => !READS.has(name))) throw new Error(`refused ${method} and yet sent ${sent.join(', ')}`);
    return outcomeOf(client.call(method, { ...params }, { mode: 'v1' }));
  });

  const script: Ran[] = [];
  try {
    for (const step of steps) {
      const ran = await onV1.run(step, setup.encoding === 'form');
      script.push(ran);
      const again = await onOther.run(step, setup.encoding === 'form');
      if (ran.outcome === undefined || again.outcome === undefined) continue;
      tally.calls += 1;
      const counted = tally.byMethod[ran.method ?? ''] ?? { ok: 0, failed: 0 };
      tally.byMethod[ran.method ?? ''] = counted;
      counted['result' in ran.outcome ? 'ok' : 'failed'] += 1;
      const silent = silentDifference(ran.method ?? '', ran.params ?? {}, old);
      if (silent && 'result' in again.outcome) {
        use(silent);
        return;
      }
      const parts = judge(ran, again.outcome, old, mode, script);
      if (parts) return;
    }
    if (setup.encoding === 'form') forgiven.add(FORM);
    sameState(old, other, forgiven, script);
  } finally {
    await Promise.all([v1.close(), client.close()]);
  }
}

const READS = new Set([
  'imbot.v2.Revision.get',
  'imbot.v2.Bot.list',
  'imbot.v2.Command.list',
  'imbot.v2.Chat.User.list',
  'imbot.v2.Bot.get',
]);

/** Throws unless the outcomes are equal or excused; true where the portals are no longer alike. */
function judge(ran: Ran, other: Outcome, old: World, mode: Mode, script: readonly Ran[]): boolean {
  const { method = '', params = {}, outcome = { result: undefined } } = ran;
  if (isDeepStrictEqual(withoutLosses(outcome), withoutLosses(other))) return false;
  const found = EXCEPTIONS.find(
    (exception) =>
      exception.methods.includes(method) &&
      (mode === 'v2' || exception.exact === true) &&
      exception.allows({ method, params, v1: outcome, v2: other, world: old }),
  );
  if (!found) throw new Error(`${printed(script)}\n${mode} answers ${JSON.stringify(other)}`);
  use(mode === 'auto' ? `auto, ${found.id}` : found.id);
  return found.parts === true;
}

function withoutLosses(outcome: Outcome): Outcome {
  return 'code' in outcome ? { code: outcome.code, status: outcome.status } : { result: plain(outcome.result) };
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function sameState(old: World, other: World, forgiven: ReadonlySet<string>, script: readonly Ran[]): void {
  const [before, after] = [state(old, forgiven), state(other, forgiven)];
  if (isDeepStrictEqual(before, after)) return;
  const differences: string[] = [];
  for (const [kind, list] of Object.entries(before)) {
    const others = after[kind] ?? [];
    for (let index = 0; index < Math.max(list.length, others.length); index += 1) {
      if (!isDeepStrictEqual(list[index], others[index])) {
        differences.push(`${kind}: v1 ${JSON.stringify(list[index])}\n  other ${JSON.stringify(others[index])}`);
      }
    }
  }
  throw new Error(`${printed(script)}\nstates differ:\n${differences.slice(0, 3).join('\n')}`);
}

/** The state without what the accepted losses change. Addresses and event formats are compared elsewhere. */
function state({ portal }: World, forgiven: ReadonlySet<string>): Record<string, unknown[]> {
  const { users, bots, chats, messages, commands } = portal.snapshot();
  const without = (list: Record<string, unknown>[], ...keys: string[]) =>
    list.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => !keys.includes(key))));
  return {
    users,
    bots: without(bots, ...(forgiven.has('bot-profile') ? ['email', 'birthday', 'website'] : [])),
    chats: forgiven.has('hide-history')
      ? chats.map((chat) => ({
          ...chat,
          members: Array.isArray(chat.members) ? without(chat.members, 'hideHistory') : [],
        }))
      : chats,
    messages: (forgiven.has('menu') ? without(messages, 'menu') : messages).map((message) =>
      forgiven.has(FORM) ? { ...message, attach: asText(message.attach), keyboard: asText(message.keyboard) } : message,
    ),
    commands: (forgiven.has('command-lang') ? without(commands, 'title', 'params') : commands).map(withoutEmptyHints),
  };
}

/** Within JSON text a number stays one; as a form field it is text, which the portal reads alike. */
const FORM = 'form: numbers within contents are text';

function asText(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}

/** An empty parameter hint is none. */
function withoutEmptyHints(command: Record<string, unknown>): Record<string, unknown> {
  const { params } = command;
  if (typeof params !== 'object' || params === null) return command;
  return { ...command, params: Object.fromEntries(Object.entries(params).filter(([, hint]) => hint !== '')) };
}

/** The walk so far as lines of code. */
function printed(script: readonly Ran[]): string {
  const lines = script.map(({ step, method, params, outcome }) => {
    if ('days' in step) return `// ${step.days} days pass`;
    if ('says' in step)
      return `portal.say(${JSON.stringify({ userId: step.says, dialogId: step.in, text: step.text })})`;
    if ('uses' in step)
      return `portal.command(${JSON.stringify({ userId: step.by, dialogId: step.in, command: step.uses })})`;
    const how = `${step.casing === 'upper' ? '' : ` ${step.casing} names`}${step.flat ? ' flat keys' : ''}`;
    return `await imbot.call('${method}', ${JSON.stringify(params)}) //${how} v1: ${JSON.stringify(outcome)}`;
  });
  return `\n${lines.join('\n')}`;
}
