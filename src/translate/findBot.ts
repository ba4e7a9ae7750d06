import { PAGE_SIZE } from '../map/limits';
import { V2 } from '../map/v2Names';
import { field, MissingField } from '../values/answers';
import { id } from '../values/ids';
import { refusal } from './firstRefusal';
import { isReference } from './isReference';
import { Refused } from './signals';
import type { Plan, Refusal, StepAnswer, V1Call } from './types';

/** What `explain` shows where a look-up would find the bot. */
export const LOOKED_UP_BOT = '<bot id, looked up>';

/** The bot of a call when no question is needed: BOT_ID, the client's botId, or one remembered. Undefined: look it up. */
export function knownBot(call: V1Call): number | string | undefined {
  const { entry, params, context, facts } = call;
  const given = params.BOT_ID;
  if (call.inBatch && isReference(given)) return given;
  // The pages of imbot.command.* know no BOT_ID: one that is no id is as if it were not there.
  if (given !== undefined && (entry.bot !== 'command' || id(given) > 0)) return id(given);
  if (entry.bot === 'command') return facts.botOfCommand.get(id(params.COMMAND_ID));
  return context.botId ?? facts.defaultBot.get(callToken(call));
}

/** The bot of a call, by look-ups where needed; each answer is remembered. */
export function* findBot(call: V1Call): Plan<number | string> {
  const known = knownBot(call);
  if (known !== undefined) return known;
  if (call.entry.bot === 'command') return yield* botOfCommand(call);
  return yield* defaultBot(call);
}

/** "First bot of this application": the lowest id in Bot.list, remembered. */
function* defaultBot(call: V1Call): Plan<number | string> {
  const known = call.context.botId ?? call.facts.defaultBot.get(callToken(call));
  if (known !== undefined) return known;
  const bots = yield* listBots(call);
  if (call.preview) return LOOKED_UP_BOT;
  if (bots.length === 0) throw new Refused(nothingFound(call));
  const lowest = Math.min(...bots);
  call.facts.defaultBot.set(callToken(call), lowest);
  return lowest;
}

/** Without a bot of its own the application has no command either, and that is what v1 says where a command is named. */
function nothingFound({ entry }: V1Call): Refusal {
  return entry.bot === 'command'
    ? refusal('COMMAND_ID_ERROR', 'Command not found')
    : refusal('BOT_ID_ERROR', 'Bot not found');
}

function* botOfCommand(call: V1Call): Plan<number | string> {
  const commandId = id(call.params.COMMAND_ID);
  const name = typeof call.params.COMMAND === 'string' ? call.params.COMMAND.replace(/^\//, '') : undefined;
  const first = yield* defaultBot(call);
  if (typeof first === 'string') {
    yield {
      method: COMMAND_LIST,
      params: { botId: first, ...call.token },
      replay: 'read',
      lookup: true,
      sample: { result: { commands: [] } },
    };
    return first;
  }
  const asked = new Set<number>();
  for (const botId of [first, ...(yield* othersAfter(call, first, commandId, name, asked))]) {
    if (yield* hasCommand(call, botId, commandId, name, asked)) return botId;
  }
  throw new Refused(refusal('COMMAND_ID_ERROR', 'Command not found'));
}

const COMMAND_LIST = V2.commandList;

function* othersAfter(
  call: V1Call,
  first: number,
  commandId: number,
  name: string | undefined,
  asked: Set<number>,
): Plan<number[]> {
  if (yield* hasCommand(call, first, commandId, name, asked)) return [];
  const bots = yield* listBots(call);
  return bots.filter((bot) => bot !== first);
}

function* hasCommand(
  call: V1Call,
  botId: number,
  commandId: number,
  name: string | undefined,
  asked: Set<number>,
): Plan<boolean> {
  if (!asked.has(botId)) yield* learnCommands(call, botId);
  asked.add(botId);
  if (commandId > 0) return call.facts.botOfCommand.get(commandId) === botId;
  return name !== undefined && call.facts.commandOfName.has(`${botId}/${name}`);
}

/** Reads Command.list of a bot into the memory. Built-in commands there have botId 0 and names begin with a slash. */
export function* learnCommands(call: V1Call, botId: number | string): Plan<void> {
  const answer = yield {
    method: COMMAND_LIST,
    params: { botId, ...call.token, ...call.auth },
    replay: 'read',
    lookup: true,
    sample: { result: { commands: [] } },
  };
  const commands = field(answer.result, 'commands');
  if (!Array.isArray(commands)) throw new MissingField('result.commands');
  for (const command of commands) {
    const owner = id(field(command, 'botId'));
    const commandId = id(field(command, 'id'));
    const name = field(command, 'command');
    if (owner === 0 || commandId === 0) continue;
    call.facts.botOfCommand.set(commandId, owner);
    if (typeof name === 'string') call.facts.commandOfName.set(`${owner}/${name.replace(/^\//, '')}`, commandId);
  }
}

const SAMPLE: StepAnswer = { result: { bots: [{ id: 1 }], users: [], hasNextPage: false } };

/** Ids of the application's own bots, all pages. */
function* listBots(call: V1Call): Plan<number[]> {
  const found: number[] = [];
  for (let offset = 0; ; offset += PAGE_SIZE) {
    const answer = yield {
      method: V2.botList,
      params: { ...call.token, limit: PAGE_SIZE, offset, ...call.auth },
      replay: 'read',
      lookup: true,
      sample: SAMPLE,
    };
    const bots = field(answer.result, 'bots');
    if (!Array.isArray(bots)) throw new MissingField('result.bots');
    found.push(...bots.map((bot) => id(field(bot, 'id'))).filter((bot) => bot > 0));
    if (field(answer.result, 'hasNextPage') !== true || bots.length === 0) return found;
  }
}

export function callToken(call: Pick<V1Call, 'token'>): string {
  return call.token.botToken ?? '';
}
