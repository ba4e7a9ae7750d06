import { randomBytes } from 'node:crypto';
import type { Fields } from '../../src/events/types';
import { NO_SCOPE, NO_SUCH_METHOD } from '../../src/http/systemCodes';
import { BRIDGE_REFUSALS } from '../../src/map/errors';
import { FACTS, type Fact, type Probe, type ProbeStep } from '../../src/map/facts';
import { isFields } from '../../src/values/structures';
import type { LivePortal, Said } from '../livePortal';
import { CODE_PREFIX, leftovers, removeLeftovers } from './leftovers';

export type Finding =
  | { readonly id: string; readonly outcome: 'holds' }
  | { readonly id: string; readonly outcome: 'fails'; readonly came: string }
  | { readonly id: string; readonly outcome: 'unknown'; readonly why: string };

export interface ProbeOptions {
  readonly inPlace: boolean;
  readonly onProgress: (text: string) => void;
}

/** Asks the portal every fact that has a probe, in two bots and a chat made for it, and takes them away again. */
export async function runProbes(portal: LivePortal, { inPlace, onProgress }: ProbeOptions): Promise<Finding[]> {
  const code = `${CODE_PREFIX}${randomBytes(6).toString('hex')}`;
  try {
    const findings: Finding[] = [];
    // A probe changes its bots: each fact gets fresh ones.
    for (const fact of FACTS) {
      onProgress(fact.id);
      findings.push(await finding(portal, fact, code, inPlace));
      if (!('nobody' in fact.probe)) await removeOwn(portal, code);
    }
    return findings;
  } finally {
    await removeOwn(portal, code);
  }
}

async function removeOwn(portal: LivePortal, code: string): Promise<void> {
  const found = await leftovers(portal);
  if ('bots' in found)
    await removeLeftovers(
      portal,
      found.bots.filter((bot) => bot.code.startsWith(code)),
    );
}

async function finding(portal: LivePortal, { id, probe }: Fact, code: string, inPlace: boolean): Promise<Finding> {
  if ('nobody' in probe) return { id, outcome: 'unknown', why: probe.nobody };
  if (probe.inPlace && !inPlace) return { id, outcome: 'unknown', why: 'Asked with --in-place.' };
  const made = await stage(portal, code);
  if (!('names' in made)) return { id, outcome: 'unknown', why: made.why };
  return { id, ...(await ask(portal, probe, made.names)) };
}

type Names = Record<string, unknown>;

/** v1 wants addresses for events; under `.invalid` no machine can ever be reached. */
const NOWHERE = 'https://imbot-compat.invalid/';

async function stage(portal: LivePortal, code: string): Promise<{ names: Names } | { why: string }> {
  const names: Names = { token: code };
  const register = (name: string): Fields => ({
    CODE: name,
    CLIENT_ID: code,
    TYPE: 'B',
    EVENT_HANDLER: NOWHERE,
    PROPERTIES: { NAME: 'imbot-compat prove' },
  });
  const steps: readonly (readonly [name: string, method: string, params: () => Fields])[] = [
    ['bot', 'imbot.register', () => register(`${code}_1`)],
    ['second', 'imbot.register', () => register(`${code}_2`)],
    ['chat', 'imbot.chat.add', () => ({ BOT_ID: names['bot'], CLIENT_ID: code, TITLE: 'imbot-compat prove' })],
    [
      'joined',
      'imbot.chat.user.add',
      () => ({ BOT_ID: names['bot'], CLIENT_ID: code, CHAT_ID: names['chat'], USERS: [names['second']] }),
    ],
  ];
  for (const [name, method, params] of steps) {
    const said = await portal.change(method, params(), 'never');
    if (!said.ok) return { why: `${method} answered ${said.code}.` };
    names[name] = said.result;
  }
  return { names };
}

/** Who is refused so is not asked for the claim: v2 does not know the bot, or the webhook may not. */
const NO_ACCESS: ReadonlySet<string> = new Set([...BRIDGE_REFUSALS, NO_SCOPE, NO_SUCH_METHOD]);

async function ask(portal: LivePortal, { steps, asksAccess }: Probe, names: Names) {
  for (const [index, step] of steps.entries()) {
    const said = await portal.change(step.call, filled(step.params, names), 'never');
    if (!said.ok && !asksAccess && NO_ACCESS.has(said.code)) {
      return { outcome: 'unknown', why: `${step.call} answered ${said.code}.` } as const;
    }
    const came = difference(step, said);
    if (said.ok && step.as !== undefined) names[step.as] = said.result;
    if (came === undefined) continue;
    if (!said.ok && portal.isUnreachable(said.code))
      return { outcome: 'unknown', why: 'The portal did not answer.' } as const;
    if (index === steps.length - 1) return { outcome: 'fails', came } as const;
    return { outcome: 'unknown', why: `${step.call}: ${came}` } as const;
  }
  return { outcome: 'holds' } as const;
}

/** What came instead, in words without anything of the portal; undefined where it is what must come. */
function difference({ refused, answers }: ProbeStep, said: Said): string | undefined {
  if (refused !== undefined) {
    if (said.ok) return `no refusal instead of ${refused === '*' ? 'one' : refused}`;
    return refused === '*' || said.code === refused ? undefined : `${said.code} instead of ${refused}`;
  }
  if (!said.ok) return said.code;
  if (answers === undefined) return undefined;
  const found = answers.path.split('.').reduce<unknown>(within, said.result);
  return found === answers.is ? undefined : `another ${answers.path}`;
}

function within(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isFields(value) ? value[key] : undefined;
}

function filled(value: Readonly<Record<string, unknown>>, names: Names): Fields {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, put(inner, names)]));
}

function put(value: unknown, names: Names): unknown {
  if (typeof value === 'string') {
    const whole = /^\$(\w+)$/.exec(value)?.[1];
    if (whole !== undefined) return names[whole];
    return value.replace(/\$(\w+)/g, (_all, name: string) => String(names[name]));
  }
  if (Array.isArray(value)) return value.map((inner) => put(inner, names));
  return isFields(value) ? filled(value, names) : value;
}
