import type { Fields } from '../../src/events/types';
import { isFields } from '../../src/values/structures';
import { type LivePortal, listIn, type Said } from '../livePortal';
import { isV2Event, registeredThrough } from './botsRegistered';
import { ownBots } from './ownBots';

/** One bot, as far as the API tells. */
export interface ListedBot {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** Whether these credentials open it through v2; undefined where v2 could not be asked. */
  readonly own: boolean | undefined;
  /** Through which version it was registered, which decides the form of its events. */
  readonly registered: 'v1' | 'v2' | 'not told';
  readonly eventMode: string | undefined;
  /** Event addresses of the application; only OAuth is told them, and not by bot. */
  readonly handlers: readonly string[];
}

export interface BotsListed {
  readonly bots: ListedBot[];
  /** Questions that were refused, as sentences. */
  readonly refused: string[];
}

/** Lists bots from both versions. Sends reads only. */
export async function botsListed(
  portal: LivePortal,
): Promise<BotsListed | { unreachable: Extract<Said, { ok: false }> }> {
  const v1 = await portal.read('imbot.bot.list', portal.clientId === undefined ? {} : { CLIENT_ID: portal.clientId });
  if (!v1.ok && portal.isUnreachable(v1.code)) return { unreachable: v1 };
  const noToken = portal.kind === 'webhook' && portal.clientId === undefined;
  const own = noToken ? undefined : await ownBots(portal);
  const events = portal.kind === 'oauth' ? await portal.read('event.get') : undefined;

  const refused = [
    ...(v1.ok ? [] : [`imbot.bot.list: ${v1.code} (${v1.text})`]),
    ...(own && 'refused' in own ? [`imbot.v2.Bot.list: ${own.refused.code} (${own.refused.text})`] : []),
    ...(noToken ? ['imbot.v2.Bot.list: not asked, there is no CLIENT_ID'] : []),
    ...(events && !events.ok ? [`event.get: ${events.code} (${events.text})`] : []),
  ];
  const mine = own && 'bots' in own ? own.bots : [];
  const users = own && 'bots' in own ? own.users : [];
  const handlers = events?.ok ? listIn({ list: events.result }, 'list') : [];
  const known = v1.ok && isFields(v1.result) ? Object.values(v1.result).filter(isFields) : [];
  const ids = new Set([...known.map((bot) => Number(bot['ID'])), ...mine.map((bot) => Number(bot['id']))]);

  const bots = [...ids]
    .sort((a, b) => a - b)
    .map((id): ListedBot => {
      const old = known.find((bot) => Number(bot['ID']) === id);
      const found = mine.find((bot) => Number(bot['id']) === id);
      const user = users.find((one) => Number(one['id']) === id);
      return {
        id,
        code: String(found?.['code'] ?? old?.['CODE'] ?? ''),
        name: String(user?.['name'] ?? old?.['NAME'] ?? ''),
        own: own && 'bots' in own ? found !== undefined : undefined,
        registered: found ? registeredThrough(handlers, mine.length) : 'not told',
        eventMode: typeof found?.['eventMode'] === 'string' ? found['eventMode'] : undefined,
        handlers: found ? addresses(handlers) : [],
      };
    });
  return { bots, refused };
}

function addresses(handlers: readonly Fields[]): string[] {
  const ours = handlers.filter(({ event }) => /^ONIM(BOT|COMMAND)/i.test(String(event)));
  return [...new Set(ours.map(({ event, handler }) => `${isV2Event(event) ? 'v2' : 'v1'} ${String(handler)}`))].sort();
}
