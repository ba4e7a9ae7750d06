import { UsageError } from '../../src/errors/UsageError';
import { EXIT } from '../Io';
import { cutoverBack } from './cutoverBack';
import { type CutoverState, writeState } from './cutoverState';
import { openPoints, printPlan } from './printPlan';
import type { Run } from './Run';
import { stopped } from './stopped';

/** The way back from a second bot, or of a v2 bot's events. */
export async function runBack(
  { portal, flags, bot, file, path, io }: Run,
  former: CutoverState | undefined,
): Promise<number> {
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
  io.out(printPlan(`Bot ${bot} "${found.state.code}" on ${portal.name}, back`, found.steps, found.notes, io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  if (found.steps.length > 0) writeState(path, { ...found.state, stage: 'returning' });
  for (const step of found.steps) {
    const said = await step.run(found.state);
    // A second try finds the bot gone.
    if (!said.ok && said.code !== 'BOT_NOT_FOUND') {
      return stopped(step.what, said, io);
    }
  }
  writeState(path, { ...found.state, stage: 'undone' });
  io.out(`Back as before; ${file} says so.\n`);
  return EXIT.done;
}
