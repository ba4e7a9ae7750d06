import type { CheckEntry, ParamEntry } from './entry';

/** The two parameters that say who calls, on nearly every v1 method. */
export const identity = {
  BOT_ID: { type: 'Id', identity: true },
  CLIENT_ID: { type: 'string', identity: true },
} as const satisfies Record<string, ParamEntry>;

/** imbot.update, imbot.unregister and imbot.command.register never guess the bot. */
export const needsBot: CheckEntry = {
  param: 'BOT_ID',
  kind: 'not-positive',
  code: 'BOT_ID_ERROR',
  text: 'Bot not found',
};
