import { printable } from '../../codemods/printable';
import type { Cli } from '../Cli';
import { colours } from '../colours';
import { EXIT, type Io } from '../Io';
import { addPortalOptions, type PortalFlags, positive } from '../portalOptions';
import { counted } from '../printSites';
import type { Finding } from './doctorFindings';
import type { Level } from './doctorTexts';

interface DoctorFlags extends PortalFlags {
  readonly bot?: string;
  readonly json?: boolean;
}

/** Exit codes: 0 nothing blocks, 1 something does, 2 usage, 3 the portal could not be asked. */
export const doctorCommand: Cli = {
  name: 'doctor',
  summary: 'ask a live portal what stands between it and v2; changes nothing',
  define(command, io, done) {
    addPortalOptions(command)
      .option('--bot <id>', 'look at this bot instead of all')
      .option('--json', 'print the findings as JSON')
      .action(async (flags: DoctorFlags) => {
        const botId = flags.bot === undefined ? undefined : positive('--bot', flags.bot);
        // undici is loaded only by the commands that ask a portal.
        const [{ livePortal }, { doctorFindings }] = await Promise.all([
          import('../livePortal'),
          import('./doctorFindings'),
        ]);
        const portal = await livePortal(flags);
        try {
          const found = await doctorFindings(portal, botId);
          if ('unreachable' in found) {
            const { code, text } = found.unreachable;
            io.err(`The portal ${portal.name} could not be asked: ${code}. ${printable(text)}\n`);
            if (flags.json) io.out(asJson({ version: 1, portal: portal.name, reachable: false, findings: [] }));
            return done(EXIT.failed);
          }
          const { findings } = found;
          const blocks = findings.filter(({ level }) => level === 'block').length;
          if (flags.json) io.out(asJson({ version: 1, portal: portal.name, reachable: true, findings }));
          else io.out(`${table(portal.name, findings, io)}\n${verdict(blocks)}\n`);
          done(blocks > 0 ? EXIT.found : EXIT.done);
        } finally {
          await portal.close();
        }
      });
  },
};

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

function verdict(blocks: number): string {
  if (blocks === 0) return 'Nothing blocks the switch. Nothing was changed.';
  return `${counted(blocks, 'finding')} to clear before the switch. Nothing was changed.`;
}

function asJson(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
