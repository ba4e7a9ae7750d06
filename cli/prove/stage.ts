import type { Fields } from '../../src/events/types';
import type { LivePortal } from '../livePortal';
import { NOWHERE } from './nowhere';

/** What a probe can name: `$bot`, `$second`, `$chat`, `$token`, and the answers of its own steps. */
export type Names = Record<string, unknown>;

/** Makes what a probe is asked in: one bot, or two and a chat of theirs. */
export async function stage(
  portal: LivePortal,
  code: string,
  oneBot: boolean,
): Promise<{ names: Names } | { why: string }> {
  const names: Names = { token: code };
  const register = (name: string): Fields => ({
    CODE: name,
    CLIENT_ID: code,
    TYPE: 'B',
    EVENT_HANDLER: NOWHERE,
    PROPERTIES: { NAME: 'imbot-compat prove' },
  });
  const bots: readonly NamedCall[] = [['bot', 'imbot.register', () => register(`${code}_1`)]];
  const chat: readonly NamedCall[] = [
    ['second', 'imbot.register', () => register(`${code}_2`)],
    ['chat', 'imbot.chat.add', () => ({ BOT_ID: names['bot'], CLIENT_ID: code, TITLE: 'imbot-compat prove' })],
    [
      'joined',
      'imbot.chat.user.add',
      () => ({ BOT_ID: names['bot'], CLIENT_ID: code, CHAT_ID: names['chat'], USERS: [names['second']] }),
    ],
  ];
  for (const [name, method, params] of oneBot ? bots : [...bots, ...chat]) {
    const said = await portal.change(method, params(), 'never');
    if (!said.ok) return { why: `${method} returned ${said.code}.` };
    names[name] = said.result;
  }
  return { names };
}

type NamedCall = readonly [name: string, method: string, params: () => Fields];
