import type { MethodEntry } from '../map/entry';
import type { Facts, Params } from '../translate/types';
import { id } from '../values/ids';

/** Drops what is remembered of a bot or a command that a call has just taken away or renamed, whichever way it was sent. */
export function forget(facts: Facts, ends: NonNullable<MethodEntry['ends']>, given: Params): void {
  if (ends === 'bot') forgetBot(facts, idOf(given, 'BOT_ID'));
  else forgetCommand(facts, idOf(given, 'COMMAND_ID'), ends === 'command');
}

function idOf(given: Params, name: string): number {
  const key = Object.keys(given).find((one) => one.toUpperCase() === name);
  return key === undefined ? 0 : id(given[key]);
}

function forgetBot({ defaultBot, botOfCommand, commandOfName, handlerOf, formatOf }: Facts, botId: number): void {
  for (const [token, bot] of defaultBot) if (bot === botId) defaultBot.delete(token);
  for (const [command, bot] of botOfCommand) if (bot === botId) botOfCommand.delete(command);
  for (const name of commandOfName.keys()) if (name.startsWith(`${botId}/`)) commandOfName.delete(name);
  handlerOf.delete(botId);
  formatOf.delete(botId);
}

function forgetCommand({ botOfCommand, commandOfName }: Facts, commandId: number, gone: boolean): void {
  if (gone) botOfCommand.delete(commandId);
  for (const [name, command] of commandOfName) if (command === commandId) commandOfName.delete(name);
}
