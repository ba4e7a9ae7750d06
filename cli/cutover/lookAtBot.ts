import type { Fields } from '../../src/events/types';
import { LOWEST_REVISION } from '../../src/map/limits';
import { V2 } from '../../src/map/v2Names';
import { registeredThrough } from '../bots/botsRegistered';
import { ownBots } from '../bots/ownBots';
import { identity, type LivePortal, listIn, objectIn } from '../livePortal';
import { CODE_PREFIX } from '../prove/leftovers';
import { NOWHERE } from '../prove/nowhere';
import type { RefusedAnswer } from './returnHome';

/** What a portal tells of a bot that is to be moved. */
export interface SeenBot {
  readonly bot: Fields;
  readonly user: Fields;
  readonly code: string;
  readonly eventMode: 'webhook' | 'fetch';
  /** How many bots these credentials own, throwaway bots of a proof apart. */
  readonly bots: number;
  /** OAuth: the event addresses of the application; empty on webhook auth, which is not told them. */
  readonly bindings: readonly Fields[];
  /** What the addresses say of the version that the bot was registered through. */
  readonly registered: 'v1' | 'v2' | 'not told';
}

/** The bot, or why it cannot be moved. */
export type Looked = { readonly seen: SeenBot } | { readonly refused: string; readonly unreachable?: true };

/** Looks at a bot and its portal. Sends reads only. */
export async function lookAtBot(portal: LivePortal, botId: number): Promise<Looked> {
  const revision = await portal.read(V2.revisionGet);
  if (!revision.ok) {
    const refused = `imbot.v2 does not answer: ${revision.code} (${revision.text}). Run imbot-compat doctor.`;
    return stopped(revision, refused);
  }
  const rest = Number(objectIn(revision, 'result')['rest'] ?? 0);
  if (rest < LOWEST_REVISION)
    return { refused: `REST revision ${rest} is below ${LOWEST_REVISION}. Run imbot-compat doctor.` };
  const said = await portal.read(V2.botGet, { botId, ...identity(portal) });
  if (!said.ok) return stopped(said, `Bot ${botId} does not open through v2: ${said.code} (${said.text}).`);
  const bot = objectIn(said.result, 'bot');
  if (bot['eventMode'] === undefined) return { refused: `Bot ${botId} belongs to somebody else.` };
  const own = await ownBots(portal);
  const told = await bindingsOf(portal);
  // Half a sight is none: from it nobody would know which addresses to put back.
  for (const [method, answer] of [
    [V2.botList, own],
    ['event.get', told],
  ] as const) {
    if ('refused' in answer && !answer.refused.isFinal) {
      return stopped(answer.refused, `${method} returned ${answer.refused.code} (${answer.refused.text}).`);
    }
  }
  const bindings = 'list' in told ? told.list : [];
  const bots = 'bots' in own ? own.bots.filter(({ code }) => !String(code).startsWith(CODE_PREFIX)).length : 0;
  return {
    seen: {
      bot,
      user: listIn(said.result, 'users').find(({ id }) => Number(id) === botId) ?? {},
      code: String(bot['code']),
      eventMode: bot['eventMode'] === 'fetch' ? 'fetch' : 'webhook',
      bots,
      bindings,
      registered: registeredThrough(bindings, bots),
    },
  };
}

function stopped({ isFinal }: RefusedAnswer, refused: string): Looked {
  return isFinal ? { refused } : { refused, unreachable: true };
}

/** OAuth: the event addresses of the application, without those of throwaway bots. */
export async function bindingsOf(
  portal: LivePortal,
): Promise<{ readonly list: readonly Fields[] } | { readonly refused: RefusedAnswer }> {
  if (portal.kind !== 'oauth') return { list: [] };
  const events = await portal.read('event.get');
  if (!events.ok) return { refused: events };
  return { list: listIn({ list: events.result }, 'list').filter(({ handler }) => handler !== NOWHERE) };
}
