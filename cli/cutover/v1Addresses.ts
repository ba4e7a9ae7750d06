import type { Fields } from '../../src/events/types';
import { ADDRESS_OF } from '../../src/map/bots';
import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, listIn } from '../livePortal';
import type { CutoverState } from './cutoverState';
import { bindingsOf } from './lookAtBot';
import type { RefusedAnswer } from './returnHome';

export interface V1Address {
  readonly event: string;
  readonly handler: string;
}

/** The v1 addresses of imbot among the event addresses of an application. */
export function v1Addresses(bindings: readonly Fields[]): V1Address[] {
  return bindings.flatMap(({ event, handler }) => {
    const name = String(event).toUpperCase();
    return /^ONIM(BOT(?!V2)|COMMAND)/.test(name) ? [{ event: name, handler: String(handler) }] : [];
  });
}

/** Whether the application is told the events of v2 at an address: then those of v1 may go. */
export function tellsV2At(bindings: readonly Fields[], url: string): boolean {
  return bindings.some(({ event, handler }) => /^ONIMBOTV2MESSAGEADD$/i.test(String(event)) && handler === url);
}

/** The commands of a bot: their v1 address goes with the others. */
export async function registeredCommands(
  portal: LivePortal,
  bot: number,
): Promise<{ readonly ids: number[] } | { readonly refused: RefusedAnswer }> {
  const said = await portal.read(V2.commandList, { botId: bot, ...identity(portal) });
  if (!said.ok) return { refused: said };
  const commands = listIn(said.result, 'commands');
  return { ids: commands.filter((one) => Number(one['botId']) === bot).map(({ id }) => Number(id)) };
}

/** Takes the v1 addresses away; resolves to the first refusal. */
export async function unbind(portal: LivePortal, addresses: readonly V1Address[]): Promise<RefusedAnswer | undefined> {
  for (const { event, handler } of addresses) {
    const said = await portal.change('event.unbind', { event, handler }, 'fixed');
    if (!said.ok) return said;
  }
  return undefined;
}

async function isGone(portal: LivePortal, bot: number, command: number): Promise<boolean> {
  const known = await registeredCommands(portal, bot);
  return 'ids' in known && !known.ids.includes(command);
}

/** Puts back what `unbind` took: by the methods of v1 that set addresses, and what is missing then by event.bind. */
export async function restore(portal: LivePortal, state: CutoverState): Promise<RefusedAnswer | undefined> {
  const wanted = state.bindings ?? [];
  const missing = async (): Promise<readonly V1Address[] | RefusedAnswer> => {
    const told = await bindingsOf(portal);
    if ('refused' in told) return told.refused;
    const there = v1Addresses(told.list);
    return wanted.filter((one) => !there.some((two) => two.event === one.event && two.handler === one.handler));
  };
  if (wanted.length === 0) return undefined;
  const gone = await missing();
  if ('ok' in gone) return gone;
  if (gone.length === 0) return undefined;
  const fields = gone.flatMap(({ event, handler }) => {
    const name = ADDRESS_OF[event];
    return name === undefined ? [] : [[name, handler] as const];
  });
  if (fields.length > 0) {
    const params = { BOT_ID: state.bot, FIELDS: Object.fromEntries(fields) };
    const said = await portal.change('imbot.update', params, 'fixed');
    if (!said.ok) return said;
  }
  const command = gone.find(({ event }) => event === 'ONIMCOMMANDADD');
  for (const id of command === undefined ? [] : (state.commands ?? [])) {
    const params = { COMMAND_ID: id, FIELDS: { EVENT_COMMAND_ADD: command?.handler } };
    const said = await portal.change('imbot.command.update', params, 'fixed');
    if (!said.ok && !(await isGone(portal, state.bot, id))) return said;
  }
  const left = await missing();
  if ('ok' in left) return left;
  for (const { event, handler } of left) {
    const said = await portal.change('event.bind', { event, handler }, 'fixed');
    if (!said.ok) return said;
  }
  return undefined;
}
