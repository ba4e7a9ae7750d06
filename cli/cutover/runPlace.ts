import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../../codemods/report/printable';
import { pause } from '../../src/events/pause';
import { EXIT, type Io } from '../Io';
import { isStateOf } from './cutoverApply';
import type { EventDestination } from './cutoverPlan';
import { type CutoverState, writeState } from './cutoverState';
import { NOTES } from './cutoverTexts';
import { drainFile } from './drainFile';
import type { SeenBot } from './lookAtBot';
import { placeBack, placeBackPlan } from './placeBack';
import { placeForth } from './placeForth';
import type { Home } from './placeHome';
import { placePlan } from './placePlan';
import { knownFact } from './placeProof';
import { openPoints, printPlan } from './printPlan';
import type { Run } from './Run';
import { stopped } from './stopped';

/** Plans moving a v1 bot in place; with --write, does it. */
export async function runPlace(
  run: Run,
  seen: SeenBot,
  to: EventDestination,
  former: CutoverState | undefined,
): Promise<number> {
  const { portal, flags, bot, file, path, io } = run;
  const goesOn = former?.stage === 'begun' && former.route === 'place';
  // To an address, what waits in the queue would be deleted: home first.
  if (seen.eventMode === 'fetch' && (!goesOn || to.eventMode === 'webhook')) {
    io.out(`The events of bot ${bot} go into its queue already. ${HOME_UNKNOWN}\n`);
    return to.eventMode === 'fetch' ? EXIT.done : EXIT.found;
  }
  const known = knownFact(io.cwd, flags.profile);
  const wish = { bot, to, known, unproven: flags.unproven === true, test: flags.test };
  const plan = placePlan(portal, seen, wish);
  if ('refused' in plan) {
    io.out(`${plan.refused}\n\n${openPoints(io)}`);
    return EXIT.found;
  }
  io.out(printPlan(`Bot ${bot} "${seen.code}" on ${portal.name}, to v2, in place`, plan.steps, plan.notes, io));
  io.out(openPoints(io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  const drain = flags.drain ?? drainOf(file);
  const moved = await placeForth(portal, seen, wish, former?.stage === 'proving' || goesOn ? former : undefined, {
    save: (state) => writeState(path, state),
    // A proof that was cut off has been cleaned up by then.
    forget: () => {
      if (former === undefined || former.stage === 'proving') rmSync(path, { force: true });
      else writeState(path, former);
    },
    drain: drainFile(resolve(io.cwd, drain), drain),
    sleep: io.sleep ?? pause,
    say: (text) => io.err(`${printable(text)}\n`),
  });
  switch (moved.end) {
    case 'moved':
      printLines(moved.lines, 'ok  ', io);
      io.out(`Moved. The way back is in ${file}: --to v1.\n`);
      return EXIT.done;
    case 'refused':
      io.out(`${printable(moved.why)}\n`);
      return EXIT.found;
    case 'back':
      printLines(moved.lines, '    ', io);
      io.out(`Bot ${bot} is where it was: the proof after the change failed (${printable(moved.why)})\n`);
      if (moved.lines.some((line) => line.includes('drain file'))) io.out(`The drain file is ${drain}.\n`);
      return EXIT.found;
    case 'stopped':
      return stopped(moved.step, moved.refused, io, whyLost(run, moved.refused.code));
  }
}

const HOME_UNKNOWN =
  'Nothing is to be done. To bring a v1 bot back: --to v1 --registered v1; where this should go on as v2 at an address, go back first.';

/** Plans the way back of a bot that was moved in place; with --write, does it. */
export async function runPlaceBack(run: Run, state: CutoverState): Promise<number> {
  const { portal, flags, bot, file, path, io } = run;
  const refused = wrongState(run, state);
  if (refused !== undefined) {
    io.out(`${refused}\n\n${openPoints(io)}`);
    return EXIT.found;
  }
  // Between the queue and the old addresses of a bot that has a v2 address an event may come that no poller reads.
  const drain = flags.drain ?? state.drain ?? (state.to.eventMode === 'webhook' ? drainOf(file) : undefined);
  const notes = flags.drain === undefined || flags.wait !== undefined ? [] : [NOTES.stopPoller(flags.drain)];
  const title = `Bot ${bot} "${state.code}" on ${portal.name}, back to v1, in place`;
  io.out(printPlan(title, placeBackPlan(state, drain), notes, io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  const home: Home = await placeBack(portal, state, {
    save: (next) => writeState(path, next),
    drop: flags.dropQueue === true,
    sleep: io.sleep ?? pause,
    patience: Number(flags.wait ?? 0) * 1_000,
    ...(drain === undefined ? {} : { drain: drainFile(resolve(io.cwd, drain), drain) }),
  });
  if (!home.ok && 'waiting' in home) {
    const wait = Number(flags.wait ?? 0);
    io.out(`${wait > 0 ? NOTES.stillWaiting(home.waiting, wait) : NOTES.waiting(home.waiting)}\n`);
    return EXIT.found;
  }
  if (!home.ok) {
    const lost = whyLost(run, home.refused.code);
    const code = stopped('the way back', home.refused, io, lost);
    if (home.isClosed && lost === undefined) io.err(`${NOTES.queueStaysClosed}\n`);
    return code;
  }
  printLines(home.lines, home.isProven ? 'ok  ' : 'LOOK', io);
  if (home.lines.some((line) => line.includes('drain file'))) io.out(`The drain file is ${drain}.\n`);
  io.out(home.isProven ? `Back as before; ${file} says so.\n` : `Back, as far as can be seen; ${file} says so.\n`);
  return home.isProven ? EXIT.done : EXIT.found;
}

/** Where nothing that these credentials can do helps any more. */
function whyLost({ bot, file }: Run, code: string): string | undefined {
  if (code === 'BOT_NOT_FOUND') return NOTES.gone(bot, file);
  return code === 'BOT_OWNERSHIP_ERROR' ? NOTES.taken(bot) : undefined;
}

function wrongState({ portal, bot }: Run, state: CutoverState): string | undefined {
  if (!isStateOf(state, portal)) return 'The state file is of another portal.';
  if (state.bot !== bot) return `The state file is of bot ${state.bot}.`;
  return state.stage === 'undone' ? 'This move was undone before.' : undefined;
}

/** Beside the state, where nobody named a file. */
function drainOf(file: string): string {
  return `${file.replace(/\.json$/, '')}.drain.jsonl`;
}

function printLines(lines: readonly string[], sign: string, io: Io): void {
  for (const line of lines) io.out(`  ${sign}  ${printable(line)}\n`);
}
