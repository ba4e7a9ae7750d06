import { field } from '../values/answers';

/**
 * Does an answer of Bot.get show somebody else's bot? It does so in brief, without what its owner alone sees (source: bot-get.md),
 * and that is no refusal: whoever gets it may do nothing with the bot.
 */
export function isForeignBot(result: unknown): boolean {
  const bot = field(result, 'bot');
  return field(bot, PUBLIC) !== undefined && OWNERS.every((name) => field(bot, name) === undefined);
}

/** A field that everybody sees. */
const PUBLIC = 'type';
const OWNERS = ['moduleId', 'eventMode', 'countMessage'];
