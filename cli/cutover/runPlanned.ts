import { printable } from '../../codemods/report/printable';
import { UsageError } from '../../src/errors/UsageError';
import { LONGEST_TOKEN } from '../../src/map/limits';
import { EXIT } from '../Io';
import { identity } from '../livePortal';
import { cutoverApply } from './cutoverApply';
import { besidePlan, type EventDestination, switchPlan } from './cutoverPlan';
import { type CutoverState, writeState } from './cutoverState';
import { cutoverVerify } from './cutoverVerify';
import type { SeenBot } from './lookAtBot';
import { openPoints, printPlan, section } from './printPlan';
import type { Run } from './Run';
import { stopped } from './stopped';

/** Plans a second bot beside, or other events for a v2 bot; with --write, does it. */
export async function runPlanned(
  { portal, flags, bot, file, path, io }: Run,
  route: 'beside' | 'switch',
  seen: SeenBot,
  to: EventDestination,
  former: CutoverState | undefined,
): Promise<number> {
  const newToken = process.env['IMBOT_NEW_BOT_TOKEN'] || undefined;
  if (newToken !== undefined) checkToken(newToken, portal.clientId);
  const goesOn = former?.stage === 'begun' && former.route === route ? former : undefined;
  const plans = { beside: besidePlan, switch: switchPlan };
  const planned = await plans[route](
    portal,
    {
      bot,
      to,
      newCode: flags.code,
      newToken,
      handlerBefore: flags.handlerBefore,
      chats: flags.chats ?? [],
      test: flags.test,
      dropQueue: flags.dropQueue === true,
    },
    seen,
    goesOn,
  );
  if ('refused' in planned) {
    io.out(`${printable(planned.refused)}\n\n${openPoints(io)}`);
    return planned.unreachable ? EXIT.failed : EXIT.found;
  }
  const { plan } = planned;
  const needsToken = plan.route === 'beside' && portal.kind === 'webhook' && newToken === undefined;
  const notes = needsToken
    ? ['The second bot needs a token of its own, up to 40 characters: put it into IMBOT_NEW_BOT_TOKEN.', ...plan.notes]
    : plan.notes;
  io.out(printPlan(`Bot ${bot} "${plan.state.code}" on ${portal.name}, to v2`, plan.steps, notes, io));
  io.out(section('By hand', plan.byHand, io));
  io.out(openPoints(io));
  if (flags.write !== true) {
    io.out('Nothing was changed. Do it with --write.\n');
    return EXIT.done;
  }
  if (needsToken) throw new UsageError('--write needs IMBOT_NEW_BOT_TOKEN in the environment.');

  const applied = await cutoverApply(plan, goesOn, (state) => writeState(path, state));
  if (!applied.ok) {
    return stopped(applied.step, applied.refused, io);
  }
  const mine = plan.route === 'switch' ? identity(portal) : portal.kind === 'webhook' ? { botToken: newToken } : {};
  const checks = await cutoverVerify(portal, applied.state, mine);
  for (const { ok, what } of checks) io.out(`  ${ok ? 'ok  ' : 'LOOK'}  ${what}\n`);
  const { newBot } = applied.state;
  io.out(newBot === undefined ? 'Moved.' : `Moved. The new bot is ${newBot}; nothing of bot ${bot} was changed.`);
  io.out(` The way back is in ${file}: --to v1.\n`);
  return checks.every(({ ok }) => ok) ? EXIT.done : EXIT.found;
}

function checkToken(token: string, clientId: string | undefined): void {
  if (token.length > LONGEST_TOKEN)
    throw new UsageError(`IMBOT_NEW_BOT_TOKEN is longer than ${LONGEST_TOKEN} characters.`);
  if (token === clientId) throw new UsageError('IMBOT_NEW_BOT_TOKEN is the CLIENT_ID of the old bot. Choose another.');
}
