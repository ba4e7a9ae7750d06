import { printable } from '../../codemods/report/printable';
import type { Cli } from '../Cli';
import { colours } from '../colours';
import { EXIT, type Io } from '../Io';
import { addPortalOptions, type PortalFlags } from '../portalOptions';
import { counted } from '../printSites';
import type { ListedBot } from './botsListed';

interface BotsFlags extends PortalFlags {
  readonly json?: boolean;
}

/** Exit codes: 0 listed, 2 usage, 3 the portal could not be asked. */
export const botsCommand: Cli = {
  name: 'bots',
  summary: 'list the bots of a live portal, with what the API tells of their events; changes nothing',
  define(command, io, done) {
    addPortalOptions(command)
      .option('--json', 'print the list as JSON')
      .action(async (flags: BotsFlags) => {
        const [{ livePortal }, { botsListed }] = await Promise.all([import('../livePortal'), import('./botsListed')]);
        const portal = await livePortal(flags);
        try {
          const listed = await botsListed(portal);
          if ('unreachable' in listed) {
            const { code, text } = listed.unreachable;
            io.err(`The portal ${portal.name} could not be asked: ${code}. ${printable(text)}\n`);
            return done(EXIT.failed);
          }
          const { bots, refused } = listed;
          if (flags.json) io.out(`${JSON.stringify({ version: 1, portal: portal.name, bots, refused }, null, 2)}\n`);
          else io.out(print(portal.name, bots, refused, io));
          done(EXIT.done);
        } finally {
          await portal.close();
        }
      });
  },
};

const HEAD = ['id', 'code', 'name', 'opens', 'registered', 'event mode', 'handlers'];

function print(name: string, bots: readonly ListedBot[], refused: readonly string[], io: Io): string {
  const c = colours(io);
  const rows = bots.map((bot) => [
    String(bot.id),
    printable(bot.code),
    printable(bot.name),
    bot.own === undefined ? '?' : bot.own ? 'yes' : 'no',
    bot.registered,
    bot.eventMode ?? 'not told',
    printable(bot.handlers.join(' ')) || 'not told',
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [
    c.bold(`Portal ${name}: ${counted(bots.length, 'bot')}`),
    c.dim(line(HEAD)),
    ...rows.map(line),
    ...refused.map((text) => c.yellow(`  not answered: ${printable(text)}`)),
    ...(bots.some(({ registered }) => registered === 'not told') ? ['', NOT_TOLD] : []),
    '',
  ].join('\n');
}

const NOT_TOLD = [
  'No documented method tells through which version a bot was registered, nor the handler addresses of a webhook bot.',
  'Under OAuth event.get shows the subscriptions of the application, which settles it for an application with one bot.',
].join('\n');
