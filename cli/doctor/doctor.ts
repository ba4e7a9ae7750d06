import { resolve } from 'node:path';
import { printable } from '../../codemods/report/printable';
import type { Cli } from '../Cli';
import { colours } from '../colours';
import { type CutoverState, readState } from '../cutover/cutoverState';
import { EXIT, type Io } from '../Io';
import { addPortalOptions, type PortalFlags, positive } from '../portalOptions';
import { counted } from '../printSites';
import { DEFAULT_PROFILE, readProfile } from '../readProfile';
import { readUsage } from '../readUsage';
import { type KnownFacts, knownFacts, type RestingMethod, restingMethods } from './doctorFacts';
import type { Finding } from './doctorFindings';
import type { Level } from './doctorTexts';

interface DoctorFlags extends PortalFlags {
  readonly bot?: string;
  readonly json?: boolean;
  readonly profile: string;
  readonly report?: string;
}

/** Exit codes: 0 nothing blocks, 1 something does, 2 usage, 3 the portal could not be asked. */
export const doctorCommand: Cli = {
  name: 'doctor',
  summary: 'ask a live portal what stands between it and v2; changes nothing',
  define(command, io, done) {
    addPortalOptions(command)
      .option('--bot <id>', 'look at this bot instead of all')
      .option('--profile <file>', 'what prove found on this portal', DEFAULT_PROFILE)
      .option('--report <file>', 'a usage report: which of its calls rest on facts that are not proven here')
      .option('--json', 'print the findings as JSON')
      .action(async (flags: DoctorFlags) => {
        const botId = flags.bot === undefined ? undefined : positive('--bot', flags.bot);
        const facts = knownFacts(readProfile(io.cwd, flags.profile));
        const usage = flags.report === undefined ? undefined : readUsage(resolve(io.cwd, flags.report), flags.report);
        const resting = usage === undefined ? [] : restingMethods(usage, facts);
        // undici is loaded only by the commands that ask a portal.
        const [{ livePortal }, { doctorFindings }] = await Promise.all([
          import('../livePortal'),
          import('./doctorFindings'),
        ]);
        const portal = await livePortal(flags);
        try {
          const stateOf = (bot: number) => stateFor(portal.name, resolve(io.cwd, `imbot-cutover-${bot}.json`));
          const found = await doctorFindings(portal, botId, stateOf);
          if ('unreachable' in found) {
            const { code, text } = found.unreachable;
            io.err(`The portal ${portal.name} could not be asked: ${code}. ${printable(text)}\n`);
            if (flags.json) io.out(asJson({ version: 1, portal: portal.name, reachable: false, findings: [] }));
            return done(EXIT.failed);
          }
          const { findings } = found;
          const blocks = findings.filter(({ level }) => level === 'block').length;
          if (flags.json)
            io.out(asJson({ version: 1, portal: portal.name, reachable: true, findings, facts, resting }));
          else {
            io.out(`${table(portal.name, findings, io)}\n${factsText(facts, flags.profile, io)}`);
            if (usage !== undefined) io.out(restingText(resting, io));
            io.out(`${verdict(blocks)}\n`);
          }
          done(blocks > 0 ? EXIT.found : EXIT.done);
        } finally {
          await portal.close();
        }
      });
  },
};

/** What a cutover wrote about a bot of this portal; a file that cannot be read is no reason not to look at the portal. */
function stateFor(portal: string, path: string): CutoverState | 'unreadable' | undefined {
  try {
    const state = readState(path);
    return state?.portal === portal ? state : undefined;
  } catch {
    return 'unreadable';
  }
}

const SIGNS: Readonly<Record<Level, string>> = { ok: 'ok', note: 'note', warn: 'warn', block: 'BLOCK' };

function table(name: string, findings: readonly Finding[], io: Io): string {
  const c = colours(io);
  const paint = { ok: c.green, note: c.dim, warn: c.yellow, block: c.red };
  const lines = findings.flatMap(({ level, what, todo }) => {
    const first = `  ${paint[level](SIGNS[level].padEnd(6))}${printable(what)}`;
    return todo === undefined ? [first] : [first, c.dim(`        -> ${printable(todo)}`)];
  });
  return [c.bold(`Portal ${name}`), ...lines, ''].join('\n');
}

function factsText({ holds, fails, unknown }: KnownFacts, profile: string, io: Io): string {
  const c = colours(io);
  const known = holds.length + fails.length;
  if (known === 0) {
    return `${c.bold('Facts')}\n  ${c.dim(`none is proven on this portal: imbot-compat prove --write asks it, and writes ${printable(profile)}`)}\n\n`;
  }
  const lines = [
    `  ${c.green('hold   ')} ${holds.length}`,
    ...(fails.length === 0
      ? []
      : [
          `  ${c.yellow('fail   ')} ${fails.join(', ')}`,
          c.dim(`          -> createImbot({ facts: '${printable(profile)}' }) keeps on v1 what rests on them`),
        ]),
    ...(unknown.length === 0 ? [] : [c.dim(`  unknown ${unknown.join(', ')}`)]),
  ];
  return [c.bold(`Facts of this portal, by ${printable(profile)}`), ...lines, '', ''].join('\n');
}

function restingText(resting: readonly RestingMethod[], io: Io): string {
  const c = colours(io);
  if (resting.length === 0) return 'Every call of the report rests on facts that are proven here, or documented.\n\n';
  const lines = resting.flatMap(({ method, calls, sentAsV2, fails, unknown }) => [
    `  ${printable(method)}  ${counted(calls, 'call')}, ${sentAsV2} as v2`,
    ...(fails.length === 0 ? [] : [c.yellow(`    fails here: ${fails.join(', ')}`)]),
    ...(unknown.length === 0 ? [] : [c.dim(`    not proven here: ${unknown.join(', ')}`)]),
  ]);
  return [c.bold('Calls that rest on unproven facts'), ...lines, '', ''].join('\n');
}

function verdict(blocks: number): string {
  if (blocks === 0) return 'Nothing blocks the switch. Nothing was changed.';
  return `${counted(blocks, 'finding')} to clear before the switch. Nothing was changed.`;
}

function asJson(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
