import { isFields } from '../values/structures';
import { toV1Event } from './toV1Event';
import type { DecodedEvent, EventClient, EventFacts, Fields } from './types';

/**
 * What an event of either generation tells about ids; of several commands in one v1 event, the first.
 * @example
 * imbot.learn(factsOf(decodeEvent(request.body)));
 */
export function factsOf(decoded: DecodedEvent): EventFacts {
  return everyFact(decoded)[0] ?? {};
}

/** Hands an event's facts to a client that can learn, so that `imbot.command.answer` becomes one v2 call. */
export function teach(imbot: EventClient | undefined, decoded: DecodedEvent): void {
  if (imbot?.deliveredAs !== undefined) {
    const format = decoded.eventId === undefined ? decoded.generation : 'queue';
    for (const [botId, code] of botsOf(decoded)) imbot.deliveredAs(format, botId, code);
  }
  if (imbot?.learn === undefined) return;
  for (const facts of everyFact(decoded)) imbot.learn(facts);
}

/** The bots that an event is for, with their codes. One that is deleted gets no more. */
function botsOf({ generation, event, data }: DecodedEvent): [number, string | undefined][] {
  if (event === 'ONIMBOTDELETE' || event === 'ONIMBOTV2DELETE') return [];
  const entries =
    generation === 'v2'
      ? [data['bot']].map((bot) => (isFields(bot) ? [bot['id'], bot['code']] : []))
      : [data['BOT'], data['COMMAND']]
          .flatMap((map) => (isFields(map) ? Object.values(map) : []))
          .map((entry) => (isFields(entry) ? [entry['BOT_ID'], entry['BOT_CODE']] : []));
  return entries.flatMap(([number, code]): [number, string | undefined][] => {
    const botId = id(number);
    return botId === undefined ? [] : [[botId, typeof code === 'string' ? code : undefined]];
  });
}

function everyFact(decoded: DecodedEvent): EventFacts[] {
  const data = toV1Event(decoded)?.data ?? {};
  const params = isFields(data['PARAMS']) ? data['PARAMS'] : {};
  const message = id(params['MESSAGE_ID'] ?? params['ID']);
  const dialog = params['DIALOG_ID'];
  const ofMessage: EventFacts =
    message !== undefined && typeof dialog === 'string' && dialog !== '' ? { dialogOfMessage: [message, dialog] } : {};
  const commands = isFields(data['COMMAND']) ? Object.values(data['COMMAND']).filter(isFields) : [];
  const facts = commands.map((command) => ({ ...ofMessage, ...ofCommand(command) }));
  if (facts.length > 0) return facts;
  return Object.keys(ofMessage).length > 0 ? [ofMessage] : [];
}

function ofCommand(command: Fields): EventFacts {
  const [commandId, botId] = [id(command['COMMAND_ID']), id(command['BOT_ID'])];
  if (commandId === undefined || botId === undefined) return {};
  const name = command['COMMAND'];
  return {
    botOfCommand: [commandId, botId],
    ...(typeof name === 'string' && name !== '' ? { commandOfName: [botId, name, commandId] } : {}),
  };
}

function id(value: unknown): number | undefined {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
