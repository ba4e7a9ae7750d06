import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../codemods/printable';
import { UsageError } from '../../src/errors/UsageError';
import { LONGEST_TOKEN } from '../../src/map/limits';
import type { Cli } from '../Cli';
import { colours } from '../colours';
import { EXIT, type Io } from '../Io';
import type { LivePortal } from '../livePortal';
import { addPortalOptions, type PortalFlags, positive } from '../portalOptions';
import type { Delivery, Step } from './cutoverPlan';
import { readState, writeState } from './cutoverState';
import { OPEN_POINTS } from './cutoverTexts';

interface CutoverFlags extends PortalFlags {
  readonly bot: string;
  readonly to: string;
  readonly handler?: string;
  readonly handlerBefore?: string;
  readonly fetch?: boolean;
  readonly registered?: string;
  readonly code?: string;
  readonly chats?: string;
  readonly state?: string;
  readonly test: boolean;
  readonly dropQueue?: boolean;
  readonly write?: boolean;
}

/** Exit codes: 0 planned or done, 1 something stands in the way, 2 usage, 3 the portal failed. */
export const cutoverCommand: Cli = {
  name: 'cutover',
  summary: 'plan moving a live bot to v2 events, and back; with --write, do it',
  define(command, io, done) {
    options(command).action(async (flags: CutoverFlags) => {
      const bot = positive('--bot', flags.bot);
      if (flags.to !== 'v1' && flags.to !== 'v2') throw new UsageError('--to takes v1 or v2.');
      const file = flags.state ?? `imbot-cutover-${bot}.json`;
      const delivery = flags.to === 'v2' ? deliveryOf(flags) : undefined;
      const { livePortal } = await import('../livePortal');
      const portal = await livePortal(flags);
      try {
        const run = { portal, flags, bot, file, path: resolve(io.cwd, file), io };
        done(delivery === undefined ? await back(run) : await forth(run, delivery));
      } finally {
        await portal.close();
      }
    });
  },
};

function options(command: Command): Command {
  return addPortalOptions(command)
    .requiredOption('--bot <id>', 'the bot to move')
    .requiredOption('--to <version>', 'v2, or v1 for the way back')
    .option('--handler <url>', 'v2 events go to this address')
    .option('--fetch', 'v2 events go into the queue, for pollEvents')
    .option('--registered <version>', 'through which version the bot was registered: v1 or v2; the API does not tell')
    .option('--code <code>', 'code of the second bot (default: the code of the first, with _v2)')
    .option('--chats <ids>', 'group chats that the second bot joins: chat12,chat15')
    .option('--handler-before <url>', 'where the events of a v2 bot go now, for the way back')
    .option('--state <file>', 'what is needed to go back (default: imbot-cutover-<bot>.json)')
    .option('--no-test', 'no test event')
    .option('--drop-queue', 'go on although events wait in a queue that would be lost')
    .option('--write', 'do it; without it nothing is changed');
}

function deliveryOf({ handler, fetch }: CutoverFlags): Delivery {
  if ((handler === undefined) === (fetch !== true)) {
    throw new UsageError('Where to? Give --handler <url>, or --fetch.');
  }
  if (handler === undefined) return { eventMode: 'fetch' };
  const url = URL.canParse(handler) ? new URL(handler) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('--handler takes an https: address.');
  return { eventMode: 'webhook', webhookUrl: handler };
}

interface Run {
  readonly portal: LivePortal;
  readonly flags: CutoverFlags;
  readonly bot: number;
  readonly file: string;
  readonly path: string;
  readonly io: Io;
}

async function forth({ portal, flags, bot, file, path, io }: Run, to: Delivery): Promise<number> {
  const [{ cutoverPlan }, { cutoverApply }, { cutoverVerify }, { identity }] = await Promise.all([
    import('./cutoverPlan'),
    import('./cutoverApply'),
    import('./cutoverVerify'),
    import('../livePortal'),
  ]);
  const { registered } = flags;
  if (registered !== undefined && registered !== 'v1' && registered !== 'v2') {
    throw new UsageError('--registered takes v1 or v2.');
  }
  const former = readState(path);
  if (former?.stage === 'moved') {
    throw new UsageError(
      `${file} says that bot ${former.bot} has been moved. Go back with --to v1, or name another --state.`,
    );
  }
  const newToken = process.env['IMBOT_NEW_BOT_TOKEN'] || undefined;
  if (newToken !== undefined) checkToken(newToken, portal.clientId);
  const planned = await cutoverPlan(portal, {
    bot,
    to,
    registered,
    newCode: flags.code,
    newToken,
    handlerBefore: flags.handlerBefore,
    chats: chatsOf(flags.chats),
    test: flags.test,
    dropQueue: flags.dropQueue === true,
  });
  if ('refused' in planned) {
    io.out(`${planned.refused}\n\n${openPoints(io)}`);
    return planned.unreachable ? EXIT.failed : EXIT.found;
  }
  const { plan } = planned;
  const needsToken = plan.route === 'beside' && portal.kind === 'webhook' && newToken === undefined;
  const notes = needsToken
    ? ['The second bot needs a token of its own, up to 40 characters: put it into IMBOT_NEW_BOT_TOKEN.', ...plan.notes]
    : plan.notes;
  io.out(printed(`Bot ${bot} "${plan.state.code}" on ${portal.name}, to v2`, plan.steps, notes, io));
  io.out(section('By hand', plan.byHand, io));
  io.out(openPoints(io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  if (needsToken) throw new UsageError('--write needs IMBOT_NEW_BOT_TOKEN in the environment.');

  const applied = await cutoverApply(plan, former?.stage === 'begun' ? former : undefined, (state) =>
    writeState(path, state),
  );
  if (!applied.ok) {
    const { code, text } = applied.refused;
    io.err(
      `Stopped at "${applied.step}": ${code} (${printable(text)}). Repeat the command to go on, or go back with --to v1.\n`,
    );
    return EXIT.failed;
  }
  const mine = plan.route === 'switch' ? identity(portal) : portal.kind === 'webhook' ? { botToken: newToken } : {};
  const checks = await cutoverVerify(portal, applied.state, mine);
  for (const { ok, what } of checks) io.out(`  ${ok ? 'ok  ' : 'LOOK'}  ${what}\n`);
  const { newBot } = applied.state;
  io.out(newBot === undefined ? 'Moved.' : `Moved. The new bot is ${newBot}; bot ${bot} goes on answering.`);
  io.out(` The way back is in ${file}: --to v1.\n`);
  return checks.every(({ ok }) => ok) ? EXIT.done : EXIT.found;
}

async function back({ portal, flags, bot, file, path, io }: Run): Promise<number> {
  const { cutoverBack } = await import('./cutoverBack');
  const former = readState(path);
  const newToken = process.env['IMBOT_NEW_BOT_TOKEN'] || undefined;
  if (former?.route === 'beside' && portal.kind === 'webhook' && newToken === undefined) {
    throw new UsageError('The second bot opens by its own token: put it into IMBOT_NEW_BOT_TOKEN.');
  }
  const dropQueue = flags.dropQueue === true;
  const found = await cutoverBack(portal, former, { bot, newToken, handler: flags.handler, dropQueue });
  if ('refused' in found) {
    io.out(`${found.refused}\n\n${openPoints(io)}`);
    return EXIT.found;
  }
  io.out(printed(`Bot ${bot} "${found.state.code}" on ${portal.name}, back`, found.steps, found.notes, io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  for (const step of found.steps) {
    const said = await step.run(found.state);
    // A second try finds the bot gone.
    if (!said.ok && said.code !== 'BOT_NOT_FOUND') {
      io.err(`Stopped at "${step.what}": ${said.code} (${said.text}). Repeat the command to go on.\n`);
      return EXIT.failed;
    }
  }
  writeState(path, { ...found.state, stage: 'undone' });
  io.out(`Back as before; ${file} says so.\n`);
  return EXIT.done;
}

function checkToken(token: string, clientId: string | undefined): void {
  if (token.length > LONGEST_TOKEN)
    throw new UsageError(`IMBOT_NEW_BOT_TOKEN is longer than ${LONGEST_TOKEN} characters.`);
  if (token === clientId) throw new UsageError('IMBOT_NEW_BOT_TOKEN is the CLIENT_ID of the old bot. Choose another.');
}

function chatsOf(text: string | undefined): string[] {
  const chats = (text ?? '').split(',').filter((one) => one !== '');
  if (chats.some((one) => !/^(chat|sg)\d+$/.test(one)))
    throw new UsageError('--chats takes dialog ids: chat12,chat15.');
  return chats;
}

function printed(title: string, steps: readonly Step[], notes: readonly string[], io: Io): string {
  const c = colours(io);
  const lines = steps.flatMap(({ what, method, shown }, index) => [
    `  ${index + 1}. ${printable(what)}`,
    c.dim(`     ${method} ${JSON.stringify(shown, withoutQuery)}`),
  ]);
  return `${[c.bold(printable(title)), ...lines].join('\n')}\n\n${section('Know', notes, io)}`;
}

/** A handler's query may hold a secret. */
function withoutQuery(key: string, value: unknown): unknown {
  return key === 'webhookUrl' && typeof value === 'string' ? value.replace(/\?.*$/, '?…') : value;
}

function section(title: string, lines: readonly string[], io: Io): string {
  if (lines.length === 0) return '';
  return `${colours(io).bold(title)}\n${lines.map((line) => `  - ${printable(line)}`).join('\n')}\n\n`;
}

function openPoints(io: Io): string {
  return section('What the documentation leaves open', OPEN_POINTS, io);
}
