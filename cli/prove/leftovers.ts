import type { Fields } from '../../src/events/types';
import { isFields } from '../../src/values/structures';
import { type LivePortal, listIn, type Said } from '../livePortal';
import { NOWHERE } from './nowhere';

/** Every bot that `prove` makes has a code that begins so. */
export const CODE_PREFIX = 'imbot_compat_prove_';

/** Bots of `prove` on the portal, also of runs that were killed; or why nobody can say. */
export async function leftovers(portal: LivePortal): Promise<{ bots: Leftover[] } | { refused: Said }> {
  const said = await portal.read('imbot.bot.list');
  if (!said.ok) return { refused: said };
  const bots = Object.values(isFields(said.result) ? said.result : {}).flatMap((bot) => {
    const code = isFields(bot) ? bot['CODE'] : undefined;
    const id = isFields(bot) ? Number(bot['ID']) : Number.NaN;
    return typeof code === 'string' && OURS.test(code) && id > 0 ? [{ id, code }] : [];
  });
  return { bots };
}

/** Nobody else has such a code by chance; a bot that somebody named after ours is left alone. */
const OURS = new RegExp(`^${CODE_PREFIX}[0-9a-f]+_[12]$`);

export interface Leftover {
  readonly id: number;
  readonly code: string;
}

/** Removes them, with their commands and their places in chats; resolves to how many stayed. */
export async function removeLeftovers(portal: LivePortal, bots: readonly Leftover[]): Promise<number> {
  let stayed = 0;
  if (bots.length > 0) await forgetNowhere(portal);
  for (const { id, code } of bots) {
    const params: Fields = { BOT_ID: id, CLIENT_ID: tokenOf(code) };
    const said = await portal.change('imbot.unregister', params, 'fixed');
    if (!said.ok && said.code !== 'BOT_ID_ERROR') stayed += 1;
  }
  return stayed;
}

/** Removes what one run made, by the code of its bots; resolves to whether nothing of it is left. */
export async function removeOwn(portal: LivePortal, code: string): Promise<boolean> {
  const found = await leftovers(portal);
  if (!('bots' in found)) return false;
  const own = found.bots.filter((bot) => bot.code.startsWith(code));
  return (await removeLeftovers(portal, own)) === 0;
}

/** OAuth: the addresses that the bots brought along are the application’s, and a portal may keep them when the bots go. */
async function forgetNowhere(portal: LivePortal): Promise<void> {
  if (portal.kind !== 'oauth') return;
  const said = await portal.read('event.get');
  for (const { event, handler } of said.ok ? listIn({ list: said.result }, 'list') : []) {
    if (handler === NOWHERE) await portal.change('event.unbind', { event, handler }, 'fixed');
  }
}

/** A bot’s CLIENT_ID can be read off its code, so that whoever cleans up needs nothing but the list. */
function tokenOf(code: string): string {
  return code.replace(/_\d$/, '');
}
