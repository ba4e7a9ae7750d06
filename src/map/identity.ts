import type { CheckEntry, ParamSpec } from './entry';
import type { V1ErrorCode } from './V1ErrorCode';

/** The two parameters that say who calls, on nearly every v1 method. */
export const identityParams = {
  BOT_ID: { kind: 'id', identity: true },
  CLIENT_ID: { kind: 'text', identity: true },
} as const satisfies Record<string, ParamSpec>;

/** A handler address that is none: v1 refuses it, and v2 would not be told of it where it takes another one. */
export function badUrl(param: string, code: V1ErrorCode, unless?: string): CheckEntry {
  return { param, kind: 'bad-url', code, text: 'Wrong handler URL', ...(unless === undefined ? {} : { unless }) };
}

/** imbot.update, imbot.unregister and imbot.command.register never guess the bot. */
export const needsBot: CheckEntry = {
  param: 'BOT_ID',
  kind: 'not-positive',
  code: 'BOT_ID_ERROR',
  text: 'Bot not found',
};
