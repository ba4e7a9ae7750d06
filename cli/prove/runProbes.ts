import { randomBytes } from 'node:crypto';
import { pause } from '../../src/events/pause';
import { FACTS, type Fact, type Probe } from '../../src/map/facts';
import type { LivePortal } from '../livePortal';
import { askProbe, type ProbeOutcome, type Sleep } from './askProbe';
import { CODE_PREFIX, leftovers, removeOwn } from './leftovers';
import { NO_ACCESS } from './noAccess';
import { stage } from './stage';

export type ProbeFinding = { readonly id: string } & ProbeOutcome;

export interface ProbeOptions {
  readonly inPlace: boolean;
  readonly onProgress: (text: string) => void;
  /** The facts that are asked; default: all. */
  readonly only?: readonly string[];
  /** The code of the bots that are made, for whoever has to clean up after a crash. */
  readonly code?: string;
  readonly sleep?: Sleep;
}

/** Asks the portal every fact that has a probe, in bots and a chat made for it, and takes them away again. */
export async function runProbes(
  portal: LivePortal,
  { inPlace, onProgress, only, code = probeCode(), sleep = pause }: ProbeOptions,
): Promise<ProbeFinding[]> {
  try {
    const findings: ProbeFinding[] = [];
    // A probe changes its bots: each fact gets fresh ones.
    for (const fact of FACTS.filter(({ id }) => only === undefined || only.includes(id))) {
      onProgress(fact.id);
      findings.push({ id: fact.id, ...(await ask(portal, fact, { code, inPlace, sleep })) });
      if (!('nobody' in fact.probe)) await removeOwn(portal, code);
    }
    return findings;
  } finally {
    await removeOwn(portal, code);
  }
}

/** A code that nobody else has for the bots of one run. */
export function probeCode(): string {
  return `${CODE_PREFIX}${randomBytes(6).toString('hex')}`;
}

interface Asking {
  readonly code: string;
  readonly inPlace: boolean;
  readonly sleep: Sleep;
}

async function ask(portal: LivePortal, { probe }: Fact, asking: Asking): Promise<ProbeOutcome> {
  if ('nobody' in probe) return { outcome: 'unknown', why: probe.nobody };
  if (probe.inPlace && !asking.inPlace) return { outcome: 'unknown', why: 'Asked with --in-place.' };
  const found = await inFresh(portal, probe, asking, probe.oneBot === true);
  if (probe.withoutIm === undefined || found.outcome !== 'unknown' || !mayNotWrite(found.refusal)) return found;
  await removeOwn(portal, asking.code);
  return inFresh(portal, { ...probe, steps: probe.withoutIm }, asking, false);
}

async function inFresh(
  portal: LivePortal,
  probe: Probe,
  { code, sleep }: Asking,
  oneBot: boolean,
): Promise<ProbeOutcome> {
  const made = await stage(portal, code, oneBot);
  if (!('names' in made)) return { outcome: 'unknown', why: made.why };
  const found = await askProbe(portal, probe, made.names, sleep);
  if (found.outcome !== 'fails' || (await isThere(portal, code, oneBot ? 1 : 2))) return found;
  return {
    outcome: 'unknown',
    why: 'The bots of this question were gone, or could not be seen: does prove --clean run beside it?',
  };
}

/** Somebody else may clean up meanwhile; what is refused then says nothing about the claim. */
async function isThere(portal: LivePortal, code: string, bots: number): Promise<boolean> {
  const found = await leftovers(portal);
  return 'bots' in found && found.bots.filter((bot) => bot.code.startsWith(code)).length === bots;
}

function mayNotWrite(refusal: { call: string; code: string } | undefined): boolean {
  return refusal?.call === 'im.message.add' && NO_ACCESS.has(refusal.code);
}
