/** `block`: fix it before the switch; `warn`: know it; `note`: nothing to do. */
export type Level = 'ok' | 'note' | 'warn' | 'block';

interface Text {
  readonly level: Level;
  readonly what: string;
  readonly todo?: string;
}

/** Everything that `doctor` can find. `{…}` is filled in. */
export const FINDINGS = {
  'portal-answers': { level: 'ok', what: 'the portal answers; scopes: {scopes}' },
  'portal-refuses': {
    level: 'block',
    what: 'the portal refuses these credentials: {code} ({text})',
    todo: 'Make a new webhook, or reinstall the application, and try again.',
  },
  'scope-imbot': {
    level: 'block',
    what: 'the scope imbot is missing',
    todo: 'Tick "imbot" in the webhook or the application, save, and try again.',
  },
  'v1-answers': { level: 'ok', what: 'imbot v1 answers: {count} on this portal' },
  'v1-refuses': {
    level: 'block',
    what: 'imbot.bot.list is refused: {code} ({text})',
    todo: 'Until the portal lets this caller use imbot, neither version works.',
  },
  'v2-there': { level: 'ok', what: 'imbot.v2 is there, REST revision {revision}' },
  'v2-missing': {
    level: 'block',
    what: 'this portal has no imbot.v2: {code}',
    todo: 'Update the portal (self-hosted). Until then mode auto sends everything as v1 by itself.',
  },
  'v2-old': {
    level: 'block',
    what: 'imbot.v2 is there, but its REST revision {revision} is below 33',
    todo: 'Update the portal. Below 33 flags of messages may be ignored; mode auto stays on v1.',
  },
  'no-client-id': {
    level: 'block',
    what: 'no CLIENT_ID: on a webhook no v2 call is possible without one',
    todo: 'Put the CLIENT_ID that the bot was registered with into IMBOT_CLIENT_ID.',
  },
  'token-length': {
    level: 'warn',
    what: 'the CLIENT_ID has {length} characters, a botToken may have 40',
    todo: 'Calls go on working; registering is refused. Rotate it: imbot.v2.Bot.update with fields.botToken.',
  },
  'token-fits': { level: 'ok', what: 'the CLIENT_ID fits as a botToken ({length} of at most 40 characters)' },
  'bots-opened': { level: 'ok', what: 'through v2 these credentials open {count}' },
  'bots-refused': {
    level: 'block',
    what: 'imbot.v2.Bot.list is refused: {code} ({text})',
    todo: 'Is this the CLIENT_ID that the bot was registered with? Mode auto stays on v1 for such a bot.',
  },
  'no-own-bots': {
    level: 'block',
    what: 'through v2 these credentials open no bot, while v1 lists {count}',
    todo: 'Use the CLIENT_ID, or the application, that registered the bot.',
  },
  'no-bots': {
    level: 'note',
    what: 'there is no bot yet',
    todo: 'Nothing to move: register through v2 from the start.',
  },
  'bot-opens': { level: 'ok', what: 'bot {id} "{code}" opens through v2, {mode}' },
  'bot-foreign': {
    level: 'block',
    what: 'bot {id} belongs to somebody else',
    todo: 'Use the CLIENT_ID, or the application, that registered it.',
  },
  'bot-refused': {
    level: 'block',
    what: 'bot {id} does not open through v2: {code} ({text})',
    todo: 'Check the id with imbot-compat bots.',
  },
  'shared-application': {
    level: 'warn',
    what: '{count} share one application: changing webhookUrl or eventMode leaves old subscriptions in place',
    todo: 'See bot-update.md, "OAuth applications with multiple bots", before you move events.',
  },
  'events-by-registration': {
    level: 'note',
    what: 'the API does not tell through which version a bot was registered, and that decides the form of its events',
    todo: 'Calls can move now. Events move with imbot-compat cutover, which proves first that this portal moves a v1 bot in place.',
  },
} as const satisfies Record<string, Text>;

export type FindingId = keyof typeof FINDINGS;
