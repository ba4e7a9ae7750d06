/**
 * What rests on each claim about a portal: `method:`, `rule:`, `error:`, `event:`, `loss:` and a name of the map. The claims
 * themselves, and how a portal is asked, stand in `facts.ts`: a client needs only what follows from one that does not hold.
 */
export const RESTS_ON = {
  bridge: named(
    'method',
    `imbot.message.add imbot.message.update imbot.message.delete imbot.message.like imbot.update imbot.unregister
       imbot.chat.add imbot.chat.updateTitle imbot.chat.updateColor imbot.chat.updateAvatar imbot.chat.user.add
       imbot.chat.user.delete imbot.chat.user.list imbot.chat.leave imbot.chat.setManager imbot.chat.setOwner
       imbot.chat.sendTyping imbot.sendTyping imbot.command.register imbot.command.update imbot.command.unregister
       imbot.command.answer`,
  ),
  'in-place': named('loss', 'event-format'),
  'in-place-return': named('loss', 'event-format'),
  'in-place-both': named('loss', 'event-format handlers-split'),
  'in-place-queue-dropped': named('loss', 'event-format'),
  'fetch-refuses-v1': named('method', 'imbot.update imbot.command.register'),
  'chat-update-owner': [
    ...named('method', 'imbot.chat.updateTitle imbot.chat.updateColor imbot.chat.updateAvatar'),
    ...named('error', 'ACCESS_DENIED'),
  ],
  'picture-removed': [...named('method', 'imbot.chat.updateAvatar'), ...named('loss', 'chat-picture')],
  'update-needs-fields': named('method', 'imbot.message.update'),
  'blank-refused': [...named('method', 'imbot.message.add'), ...named('error', 'EMPTY_MESSAGE')],
  'ascii-trim': [
    ...named('rule', 'text'),
    ...named('method', 'imbot.message.add imbot.command.answer imbot.chat.updateTitle'),
  ],
  'empty-title': [
    ...named('rule', 'languageTitles languageParams'),
    ...named('error', 'COMMAND_TITLE_REQUIRED'),
    ...named('method', 'imbot.command.register'),
  ],
  'v1-30-kb': [
    ...named('rule', 'attach keyboard keyboardUpdate'),
    ...named('error', 'PARAM_ATTACH_ERROR ATTACH_ERROR PARAM_KEYBOARD_ERROR KEYBOARD_ERROR'),
  ],
  'blank-deletes': named('method', 'imbot.message.update imbot.message.delete'),
  'answer-without-keyboard': [
    ...named('method', 'imbot.command.answer'),
    ...named('loss', 'answer-id answer-dialog answer-keyboard'),
  ],
  'answer-raw-attach': [...named('method', 'imbot.command.answer'), ...named('loss', 'answer-attach')],
  'text-flags': [
    ...named('rule', 'yesNo yesNoAnyCase unlessNo unlessNoText'),
    ...named('method', 'imbot.chat.setManager'),
    ...named('loss', 'skip-connector manager-true'),
  ],
  'v1-five-bots': [...named('method', 'imbot.register'), ...named('error', 'BOT_LIMIT_EXCEEDED')],
  'owner-leaves': named('method', 'imbot.chat.leave imbot.chat.user.delete imbot.chat.setOwner'),
  'documented-calls': [
    ...named(
      'method',
      'imbot.bot.list imbot.chat.get imbot.dialog.get imbot.app.register imbot.app.update imbot.app.unregister',
    ),
    ...named('method', 'imbot.chat.sendTyping imbot.sendTyping'),
    ...named('rule', 'string id ids oneId dialog chatDialog colour botType asIs command'),
  ],
  'open-chat': [...named('rule', 'openType'), ...named('method', 'imbot.chat.add')],
  'documented-errors': named(
    'error',
    `BOT_NOT_FOUND BOT_ID_REQUIRED BOT_OWNERSHIP_ERROR BOT_TOKEN_NOT_SPECIFIED CLIENT_ID_NOT_SPECIFIED SENDING_FAILED
       COMMAND_ANSWER_FAILED COMMAND_REGISTER_FAILED BOT_REGISTER_FAILED BOT_UNREGISTER_FAILED EMPTY_USER_IDS
       REACTION_ALREADY_SET REACTION_NOT_FOUND COMMAND_NOT_FOUND COMMAND_REQUIRED COMMAND_NAME_EMPTY COMMAND_NAME_INVALID
       COMMAND_ALREADY_EXISTS BOT_CODE_REQUIRED BOT_PROPERTIES_REQUIRED BOT_INVALID_CALLBACK BOT_WEBHOOK_URL_REQUIRED
       BOT_AVATAR_INCORRECT_TYPE BOT_AVATAR_INCORRECT_SIZE BOT_CODE_ALREADY_TAKEN`,
  ),
  'documented-events': named(
    'event',
    `ONIMBOTMESSAGEADD ONIMBOTMESSAGEUPDATE ONIMBOTMESSAGEDELETE ONIMBOTJOINCHAT ONIMBOTDELETE ONIMCOMMANDADD
       ONIMBOTCONTEXTGET`,
  ),
  'documented-losses': named(
    'loss',
    `unknown-param no-bot-token menu from-to-user attach-clear chat-entity entity-lookup dialog-fields
       dialog-viewer handlers-split command-lang bot-list-scope bot-profile bot-human token-length bot-code chat-app
       unknown-method`,
  ),
  'history-hidden': [...named('loss', 'hide-history'), ...named('method', 'imbot.chat.user.add')],
  'members-capped': [...named('loss', 'member-limit'), ...named('method', 'imbot.chat.user.list')],
  'system-prefix': named('loss', 'system-prefix'),
} satisfies Readonly<Record<string, readonly string[]>>;

export type FactId = keyof typeof RESTS_ON;

export function isFactId(id: string): id is FactId {
  return Object.hasOwn(RESTS_ON, id);
}

function named(kind: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${kind}:${name}`);
}
