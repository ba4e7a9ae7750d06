import type { Fields } from '../../src/events/types';
import { PAGE_SIZE } from '../../src/map/limits';
import { V2 } from '../../src/map/v2Names';
import { isFields } from '../../src/values/structures';
import { identity, type LivePortal, listIn, type Said } from '../livePortal';

/** The bots that these credentials own, as `imbot.v2.Bot.list` gives them, to the last page; `users` holds their profiles. */
export async function ownBots(
  portal: LivePortal,
): Promise<{ bots: Fields[]; users: Fields[] } | { refused: Extract<Said, { ok: false }> }> {
  const bots: Fields[] = [];
  const users: Fields[] = [];
  for (;;) {
    const said = await portal.read(V2.botList, { limit: PAGE_SIZE, offset: bots.length, ...identity(portal) });
    if (!said.ok) return { refused: said };
    const page = listIn(said.result, 'bots');
    bots.push(...page);
    users.push(...listIn(said.result, 'users'));
    if (page.length === 0 || !isFields(said.result) || said.result['hasNextPage'] !== true) return { bots, users };
  }
}
