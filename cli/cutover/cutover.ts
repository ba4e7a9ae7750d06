import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../../src/errors/UsageError';
import type { Cli } from '../Cli';
import { EXIT } from '../Io';
import { addPortalOptions, type PortalFlags, positive } from '../portalOptions';
import { DEFAULT_PROFILE } from '../readProfile';
import { several } from '../several';
import type { EventDestination } from './cutoverPlan';
import type { CutoverState } from './cutoverState';
import type { CutoverFlags, Run } from './Run';
import { withFile } from './withFile';

/** Exit codes: 0 planned or done, 1 something stands in the way, 2 usage, 3 the portal failed. */
export const cutoverCommand: Cli = {
  name: 'cutover',
  summary: 'plan moving a live bot to v2 events, and back; with --write, do it',
  define(command, io, done) {
    options(command).action(async (flags: CutoverFlags & PortalFlags) => {
      const bot = positive('--bot', flags.bot);
      if (flags.to !== 'v1' && flags.to !== 'v2') throw new UsageError('--to takes v1 or v2.');
      const { registered } = flags;
      if (registered !== undefined && registered !== 'v1' && registered !== 'v2') {
        throw new UsageError('--registered takes v1 or v2.');
      }
      checkChats(flags.chats);
      const file = flags.state ?? `imbot-cutover-${bot}.json`;
      const to = flags.to === 'v2' ? deliveryOf(flags) : undefined;
      if (flags.wait !== undefined) positive('--wait', flags.wait);
      const { livePortal } = await import('../livePortal');
      const portal = await livePortal(flags);
      try {
        const run: Run = { portal, flags, bot, registered, file, path: resolve(io.cwd, file), io };
        const work = () => (to === undefined ? back(run) : forth(run, to));
        done(flags.write === true ? await alone(run, work) : await work());
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
    .option('--fetch', 'v2 events go into the queue, for pollEvents (the default)')
    .option('--handler <url>', 'v2 events go to this address')
    .option('--beside', 'put a second bot beside this one instead of moving it')
    .option('--drain <file>', 'on the way back: events of the queue that no poller reads are written here')
    .option('--wait <seconds>', "on the way back: let the bot's poller read the queue empty for so long")
    .option('--drop-queue', 'on the way back: events that wait in the queue may be lost')
    .option('--profile <file>', 'what prove found on this portal', DEFAULT_PROFILE)
    .option('--unproven', 'move without a proof before; the proof after, and the way back if it fails, remain')
    .option('--registered <version>', 'through which version the bot was registered: v1 or v2; the API does not tell')
    .option('--code <code>', 'with --beside: code of the second bot (default: the code of the first, with _v2)')
    .option('--chats <ids>', 'with --beside: group chats that the second bot joins: chat12,chat15', several)
    .option('--handler-before <url>', 'where the events of a v2 bot go now, for the way back')
    .option('--state <file>', 'what is needed to go back (default: imbot-cutover-<bot>.json)')
    .option('--no-test', 'no test event')
    .option('--write', 'do it; without it nothing is changed');
}

function deliveryOf({ handler, fetch }: CutoverFlags): EventDestination {
  if (handler === undefined) return { eventMode: 'fetch' };
  if (fetch) throw new UsageError('Where to? Give --handler <url>, or --fetch, not both.');
  const url = URL.canParse(handler) ? new URL(handler) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError('--handler takes an https: address.');
  return { eventMode: 'webhook', webhookUrl: handler };
}

function checkChats(chats: readonly string[] = []): void {
  if (chats.every((one) => /^(chat|sg)\d+$/.test(one))) return;
  throw new UsageError('--chats takes dialog ids: chat12,chat15.');
}

/** One run at a time: two would note each other's half of the addresses, and write over what is needed to go back. */
async function alone({ file, path, io }: Run, work: () => Promise<number>): Promise<number> {
  const lock = `${path}.lock`;
  const { fileLock } = await import('../../src/auth/fileLock');
  if (existsSync(lock)) io.err(`Another cutover is at work with ${file}, or was killed: waiting for ${file}.lock.\n`);
  return withFile(file, () => fileLock(lock, work, LOCK_MS));
}

/** Milliseconds without a sign of life after which another run is gone. */
const LOCK_MS = 2_000;

async function forth(run: Run, to: EventDestination): Promise<number> {
  const [{ lookAtBot }, { runPlace }, { runPlanned }, { readState }, { openPoints }] = await Promise.all([
    import('./lookAtBot'),
    import('./runPlace'),
    import('./runPlanned'),
    import('./cutoverState'),
    import('./printPlan'),
  ]);
  const { portal, flags, bot, registered, file, path, io } = run;
  const former = readState(path);
  if (former?.stage === 'moved') {
    throw new UsageError(
      `${file} says that bot ${former.bot} has been moved. Go back with --to v1, or name another --state.`,
    );
  }
  if (former !== undefined && former.stage !== 'undone' && (former.bot !== bot || former.portal !== portal.name)) {
    throw new UsageError(
      `${file} holds an unfinished move of bot ${former.bot} on ${former.portal}. Name another --state.`,
    );
  }
  if (former?.stage === 'returning') return finish(run, former);
  if (former?.stage === 'begun' && !goesOnWith(former, flags, to)) {
    throw new UsageError(
      `${file} holds an unfinished move ${NAMES[former.route]}. Repeat it as it was asked for, or go back with --to v1.`,
    );
  }
  const looked = await lookAtBot(portal, bot);
  if ('refused' in looked) {
    io.out(`${looked.refused}\n\n${openPoints(io)}`);
    return looked.unreachable ? EXIT.failed : EXIT.found;
  }
  // A move that was cut off may have taken the v1 addresses away, and the bot looks like one of v2.
  const version = former?.stage === 'begun' && former.route === 'place' ? 'v1' : (registered ?? looked.seen.registered);
  if (flags.beside) return runPlanned(run, 'beside', looked.seen, to, former);
  if (version === 'v2') return runPlanned(run, 'switch', looked.seen, to, former);
  return runPlace(run, looked.seen, to, former);
}

const NAMES = { place: 'in place', beside: 'beside', switch: 'of events' } as const;

/** Another move would write over what is needed to go back from the one that was cut off. */
function goesOnWith(former: CutoverState, { beside, code }: CutoverFlags, to: EventDestination): boolean {
  if (former.route === 'switch') return !beside;
  // Under another code a third bot would come beside the two, and the second be forgotten.
  if (former.route === 'beside') return beside === true && (code === undefined || code === former.newCode);
  if (beside) return false;
  // Into the queue and then to an address is looked at where the bot is looked at.
  return former.to.eventMode === 'fetch' || former.to.webhookUrl === to.webhookUrl;
}

/** A way back that was cut off comes first. */
async function finish(run: Run, former: CutoverState): Promise<number> {
  const [{ runBack }, { runPlaceBack }] = await Promise.all([import('./runBack'), import('./runPlace')]);
  run.io.out(`${run.file} says that bot ${former.bot} was on its way back: that comes first.\n\n`);
  const code = await (former.route === 'place' ? runPlaceBack : runBack)(run, former);
  return code === EXIT.done && run.flags.write === true ? EXIT.found : code;
}

async function back(run: Run): Promise<number> {
  const [{ runBack }, { runPlaceBack }, { readState }, { lookAtBot }] = await Promise.all([
    import('./runBack'),
    import('./runPlace'),
    import('./cutoverState'),
    import('./lookAtBot'),
  ]);
  const { portal, bot, registered, path } = run;
  const former = readState(path);
  const isOver = former?.stage === 'undone' && former.bot === bot && former.portal === portal.name;
  if (former?.route === 'place' && !(isOver && registered === 'v1')) return runPlaceBack(run, former);
  if ((former !== undefined && !isOver) || registered !== 'v1') return runBack(run, former);
  const looked = await lookAtBot(portal, bot);
  if ('refused' in looked || looked.seen.eventMode !== 'fetch') {
    return former?.route === 'place' ? runPlaceBack(run, former) : runBack(run, former);
  }
  const { code } = looked.seen;
  const to = { eventMode: 'fetch' } as const;
  return runPlaceBack(run, { version: 1, portal: portal.name, route: 'place', bot, code, to, stage: 'moved' });
}
