import { rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { FACTS } from '../../src/map/facts';
import { V2 } from '../../src/map/v2Names';
import type { Cli } from '../Cli';
import { EXIT, type Io } from '../Io';
import type { LivePortal } from '../livePortal';
import { addPortalOptions, type PortalFlags } from '../portalOptions';
import { DEFAULT_PROFILE } from '../readProfile';
import { leftovers, removeLeftovers, removeOwn } from './leftovers';
import { type ProbeFinding, probeCode, runProbes } from './runProbes';

interface ProveFlags extends PortalFlags {
  readonly write?: boolean;
  readonly inPlace?: boolean;
  readonly clean?: boolean;
  readonly profile: string;
}

/** Exit codes: 0 every asked fact holds, or nothing was asked; 1 a fact fails; 2 usage; 3 the portal failed. */
export const proveCommand: Cli = {
  name: 'prove',
  summary: 'ask a portal the facts that the map rests on, in throwaway bots; with --write, do it',
  define(command, io, done) {
    options(command).action(async (flags: ProveFlags) => {
      if (!flags.write && !flags.clean) return done(plan(io, flags.inPlace === true));
      const { livePortal } = await import('../livePortal');
      const portal = await livePortal(flags);
      try {
        done(flags.clean ? await clean(portal, io) : await prove(portal, flags, io));
      } finally {
        await portal.close();
      }
    });
  },
};

function options(command: Command): Command {
  return addPortalOptions(command)
    .option('--write', 'do it; without it nothing is sent')
    .option('--in-place', 'also move a throwaway bot into the queue and back')
    .option('--clean', 'remove what an earlier run that was killed left behind')
    .option('--profile <file>', 'what was found, without anything of the portal', DEFAULT_PROFILE);
}

function plan(io: Io, inPlace: boolean): number {
  io.out(
    'prove would register two bots (imbot_compat_prove_…) and a chat of theirs for each question, and remove them.\n',
  );
  io.out('Nobody else is in the chat. With --in-place the user of the webhook writes to one of the bots.\n\n');
  for (const { id, claim, probe } of FACTS) {
    const isAsked = !('nobody' in probe) && (inPlace || !probe.inPlace);
    const calls = 'nobody' in probe ? probe.nobody : probe.steps.map(({ call }) => call).join(', ');
    io.out(`${isAsked ? 'ask ' : 'skip'}  ${id}: ${claim}\n      ${calls}\n`);
  }
  io.out('\nRun it with --write.\n');
  return EXIT.done;
}

async function prove(portal: LivePortal, flags: ProveFlags, io: Io): Promise<number> {
  const code = probeCode();
  const findings = await runProbes(portal, {
    code,
    inPlace: flags.inPlace === true,
    ...(io.sleep === undefined ? {} : { sleep: io.sleep }),
    onProgress: (id) => (io.terminal ? io.err(`${id}\n`) : undefined),
  });
  for (const finding of findings) io.out(`${line(finding)}\n`);
  const said = await portal.read(V2.revisionGet);
  const profile = {
    version: 1,
    date: new Date().toISOString().slice(0, 10),
    revision: said.ok ? revisionOf(said.result) : null,
    facts: Object.fromEntries(
      findings.flatMap(({ id, outcome }) => (outcome === 'unknown' ? [] : [[id, outcome === 'holds']])),
    ),
  };
  const path = resolve(io.cwd, flags.profile);
  // As a whole: a run that is killed leaves the former profile or this one.
  await writeFile(`${path}.${process.pid}.tmp`, `${JSON.stringify(profile, null, 2)}\n`);
  await rename(`${path}.${process.pid}.tmp`, path);
  io.out(`\nWritten to ${flags.profile}.\n`);
  if (!(await removeOwn(portal, code))) io.err(`${LEFT}\n`);
  return findings.some(({ outcome }) => outcome === 'fails') ? EXIT.found : EXIT.done;
}

const LEFT = 'The portal could not be cleaned up, or not be seen to be: run imbot-compat prove --clean.';

function revisionOf(result: unknown): number | null {
  const rest: unknown = typeof result === 'object' && result !== null && 'rest' in result ? result.rest : undefined;
  return typeof rest === 'number' ? rest : null;
}

function line(finding: ProbeFinding): string {
  switch (finding.outcome) {
    case 'holds':
      return `holds      ${finding.id}`;
    case 'fails':
      return `FAILS      ${finding.id}: ${finding.came}`;
    case 'unknown':
      return `not asked  ${finding.id}: ${finding.why}`;
  }
}

async function clean(portal: LivePortal, io: Io): Promise<number> {
  const found = await leftovers(portal);
  if (!('bots' in found)) {
    io.err(`imbot.bot.list: ${found.refused.ok ? '' : found.refused.code}\n`);
    return EXIT.failed;
  }
  const stayed = await removeLeftovers(portal, found.bots);
  io.out(`${found.bots.length - stayed} of ${found.bots.length} removed.\n`);
  return stayed === 0 ? EXIT.done : EXIT.failed;
}
