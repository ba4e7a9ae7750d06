/** Refusals of a bot that v2 does not know or does not give to the caller. */
export const BRIDGE_REFUSALS: ReadonlySet<string> = new Set([
  'BOT_NOT_FOUND',
  'BOT_OWNERSHIP_ERROR',
  'BOT_TOKEN_NOT_SPECIFIED',
  'CLIENT_ID_NOT_SPECIFIED',
]);
