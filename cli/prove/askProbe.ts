import type { Fields } from '../../src/events/types';
import type { Probe, ProbeStep } from '../../src/map/facts';
import { isFields } from '../../src/values/structures';
import type { LivePortal, Said } from '../livePortal';
import { NO_ACCESS } from './noAccess';
import type { Names } from './stage';

export type ProbeOutcome =
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'fails'; readonly came: string }
  | {
      readonly outcome: 'unknown';
      readonly why: string;
      readonly refusal?: { readonly call: string; readonly code: string };
    };

export type Sleep = (milliseconds: number) => Promise<void>;

/** Milliseconds between the questions of a step that may take a moment. */
const PATIENCE = [200, 600, 2_000] as const;

/** Runs the steps of a probe in what was made for it. The last step decides. */
export async function askProbe(
  portal: LivePortal,
  { steps, asksAccess }: Probe,
  names: Names,
  sleep: Sleep,
): Promise<ProbeOutcome> {
  for (const [index, step] of steps.entries()) {
    const { said, came } = await askStep(portal, step, names, sleep);
    if (!said.ok && !asksAccess && NO_ACCESS.has(said.code)) {
      const refusal = { call: step.call, code: said.code };
      return { outcome: 'unknown', why: `${step.call} returned ${said.code}.`, refusal };
    }
    if (said.ok && step.as !== undefined) names[step.as] = said.result;
    // Nobody said anything about the claim.
    if (!said.ok && !said.isFinal) return { outcome: 'unknown', why: `${step.call} returned ${said.code}: ask again.` };
    if (came === undefined) continue;
    if (index === steps.length - 1) return { outcome: 'fails', came };
    return { outcome: 'unknown', why: `${step.call}: ${came}` };
  }
  return { outcome: 'holds' };
}

async function askStep(
  portal: LivePortal,
  step: ProbeStep,
  names: Names,
  sleep: Sleep,
): Promise<{ said: Said; came?: string }> {
  const waits: number[] = step.eventually ? [...PATIENCE] : [];
  for (;;) {
    const said = await portal.change(step.call, filled(step.params, names), 'never');
    const came = difference(step, said);
    if (came === undefined) return { said };
    const wait = waits.shift();
    if (wait === undefined || !said.ok) return { said, came };
    await sleep(wait);
  }
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
