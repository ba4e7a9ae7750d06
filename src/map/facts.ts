/** One call of a probe. Texts that begin with `$` stand for what was made or answered before: `$bot`, `$chat`, `$sent`. */
export interface ProbeStep {
  readonly call: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The answer can be named later by this name. */
  readonly as?: string;
  /** The code of the refusal that must come; any refusal where it is `*`. Left out: the call must succeed. */
  readonly refused?: string;
  /** What must stand at a path of the answer; `undefined` for nothing. */
  readonly answers?: { readonly path: string; readonly is: unknown };
  /** A portal may take a moment: asked again for a few seconds until it is so. */
  readonly eventually?: true;
}

/** Asked in things that `prove` made itself. The last step decides; where an earlier one goes wrong, nothing is known. */
export interface Probe {
  readonly steps: readonly ProbeStep[];
  /** The question is whether v2 takes the bot for the caller’s own: a refusal of access is the answer, and no doubt. */
  readonly asksAccess?: true;
  /** Moves a throwaway bot between generations: only with `--in-place`. */
  readonly inPlace?: true;
  /** One bot is enough: no second one, no chat. */
  readonly oneBot?: true;
  /** Asked instead, in two bots and a chat, where the webhook may not write as its user (no scope `im`). */
  readonly withoutIm?: readonly ProbeStep[];
}

export interface Fact {
  readonly id: string;
  readonly claim: string;
  readonly basis: 'documented' | 'source' | 'seen' | 'assumed';
  /** Below `api-reference` of the documentation. */
  readonly page?: string;
  /** What rests on it: `method:`, `rule:`, `error:`, `event:`, `loss:` and a name of the map. */
  readonly holds: readonly string[];
  readonly probe: Probe | { readonly nobody: string };
}

const V1 = 'chat-bots/outdated';
const V2 = 'chat-bots/chat-bots-v2/imbot.v2';

const PEOPLE = 'It needs a second person, and prove writes to nobody but the user of the webhook.';
const SEEN_IN_CHAT = 'No method gives back what was stored; only a person in the chat sees it.';
const HANDLER = 'Deliveries go to an address that prove does not have.';

/** Made by `prove` before it asks: two bots of v1 and a chat of theirs, in which nobody else is. */
const BOT = { BOT_ID: '$bot', CLIENT_ID: '$token' };
const AS_BOT = { botId: '$bot', botToken: '$token' };
const DIALOG = 'chat$chat';
const SEND = 'imbot.message.add';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

function named(kind: string, names: string): string[] {
  return names.split(/\s+/).map((name) => `${kind}:${name}`);
}

function mode(fields: object): ProbeStep {
  return { call: 'imbot.v2.Bot.update', params: { ...AS_BOT, fields } };
}

const TO_QUEUE = mode({ eventMode: 'fetch' });
const TO_ADDRESSES = mode({ eventMode: 'webhook' });
const HELLO: ProbeStep = { call: 'im.message.add', params: { DIALOG_ID: '$bot', MESSAGE: 'imbot-compat prove' } };
const QUEUE = { call: 'imbot.v2.Event.get', params: AS_BOT };
const QUEUED: ProbeStep = {
  ...QUEUE,
  answers: { path: 'events.0.type', is: 'ONIMBOTV2MESSAGEADD' },
  eventually: true,
};
/** A chat of the second bot with the first one in it: a join that needs no scope but `imbot`. */
const INVITED: ProbeStep = {
  call: 'imbot.chat.add',
  params: { BOT_ID: '$second', CLIENT_ID: '$token', TITLE: 'imbot-compat prove', USERS: ['$bot'] },
};
const JOINED: ProbeStep = { ...QUEUED, answers: { path: 'events.0.type', is: 'ONIMBOTV2JOINCHAT' } };
const EMPTY: ProbeStep = { ...QUEUE, answers: { path: 'events.0', is: undefined } };

/**
 * Every claim that the translation rests on, and how a portal is asked. A test demands that each method, value rule, error
 * code, event and loss of the map rests on at least one of them.
 */
export const FACTS: readonly Fact[] = [
  {
    id: 'bridge',
    claim: 'A bot of v1 answers to v2 calls whose botToken is its CLIENT_ID.',
    basis: 'seen',
    page: `${V2}/chats/chat-set-owner.md`,
    holds: named(
      'method',
      `imbot.message.add imbot.message.update imbot.message.delete imbot.message.like imbot.update imbot.unregister
       imbot.chat.add imbot.chat.updateTitle imbot.chat.updateColor imbot.chat.updateAvatar imbot.chat.user.add
       imbot.chat.user.delete imbot.chat.user.list imbot.chat.leave imbot.chat.setManager imbot.chat.setOwner
       imbot.chat.sendTyping imbot.sendTyping imbot.command.register imbot.command.update imbot.command.unregister
       imbot.command.answer`,
    ),
    probe: { asksAccess: true, steps: [{ call: 'imbot.v2.Chat.get', params: { ...AS_BOT, dialogId: DIALOG } }] },
  },
  {
    id: 'in-place',
    claim: 'Bot.update {eventMode: fetch} moves a bot of v1 into the queue that Event.get reads.',
    basis: 'source',
    page: `${V2}/bots/bot-update.md`,
    holds: named('loss', 'event-format'),
    probe: {
      inPlace: true,
      oneBot: true,
      steps: [TO_QUEUE, HELLO, QUEUED],
      withoutIm: [TO_QUEUE, INVITED, JOINED],
    },
  },
  {
    id: 'in-place-return',
    claim: 'Bot.update {eventMode: webhook} lets v1 deliveries resume at the old addresses.',
    basis: 'source',
    holds: named('loss', 'event-format'),
    probe: { nobody: HANDLER },
  },
  {
    id: 'in-place-both',
    claim: 'A bot of v1 with a webhookUrl is told each event twice, in both formats.',
    basis: 'source',
    holds: named('loss', 'event-format handlers-split'),
    probe: { nobody: HANDLER },
  },
  {
    id: 'in-place-queue-dropped',
    claim: 'The way back deletes what is left in the queue.',
    basis: 'source',
    holds: named('loss', 'event-format'),
    probe: {
      inPlace: true,
      oneBot: true,
      steps: [TO_QUEUE, HELLO, QUEUED, TO_ADDRESSES, EMPTY],
      withoutIm: [TO_QUEUE, INVITED, JOINED, TO_ADDRESSES, EMPTY],
    },
  },
  {
    id: 'fetch-refuses-v1',
    claim: 'imbot.update and imbot.command.register answer FETCH_NOT_SUPPORTED for a bot in fetch mode.',
    basis: 'source',
    holds: named('method', 'imbot.update imbot.command.register'),
    probe: {
      inPlace: true,
      oneBot: true,
      steps: [
        TO_QUEUE,
        {
          call: 'imbot.update',
          params: { ...BOT, FIELDS: { PROPERTIES: { NAME: 'Prove' } } },
          refused: 'FETCH_NOT_SUPPORTED',
        },
      ],
    },
  },
  {
    id: 'chat-update-owner',
    claim: 'Chat.update is for the owner of the chat, where v1 asks for a member.',
    basis: 'source',
    page: `${V2}/chats/chat-update.md`,
    holds: [
      ...named('method', 'imbot.chat.updateTitle imbot.chat.updateColor imbot.chat.updateAvatar'),
      ...named('error', 'ACCESS_DENIED'),
    ],
    probe: {
      steps: [
        {
          call: 'imbot.v2.Chat.update',
          params: { botId: '$second', botToken: '$token', dialogId: DIALOG, fields: { description: 'x' } },
          refused: 'ACCESS_DENIED',
        },
      ],
    },
  },
  {
    id: 'picture-removed',
    claim: 'Chat.update with a picture that is none removes the picture.',
    basis: 'source',
    page: `${V2}/chats/chat-update.md`,
    holds: [...named('method', 'imbot.chat.updateAvatar'), ...named('loss', 'chat-picture')],
    probe: {
      steps: [
        { call: 'imbot.chat.updateAvatar', params: { ...BOT, CHAT_ID: '$chat', AVATAR: PNG } },
        { call: 'imbot.v2.Chat.update', params: { ...AS_BOT, dialogId: DIALOG, fields: { avatar: 'no picture' } } },
        {
          call: 'imbot.v2.Chat.get',
          params: { ...AS_BOT, dialogId: DIALOG },
          answers: { path: 'chat.avatar', is: '' },
        },
      ],
    },
  },
  {
    id: 'update-needs-fields',
    claim: 'Chat.Message.update without fields is refused.',
    basis: 'documented',
    page: `${V2}/messages/chat-message-update.md`,
    holds: named('method', 'imbot.message.update'),
    probe: {
      steps: [
        { call: SEND, params: { ...BOT, DIALOG_ID: DIALOG, MESSAGE: 'fields' }, as: 'sent' },
        { call: 'imbot.v2.Chat.Message.update', params: { ...AS_BOT, messageId: '$sent' }, refused: '*' },
      ],
    },
  },
  {
    id: 'blank-refused',
    claim: 'Chat.Message.send refuses a text of blanks without an attachment, as v1 does.',
    basis: 'source',
    page: `${V2}/messages/chat-message-send.md`,
    holds: [...named('method', 'imbot.message.add'), ...named('error', 'EMPTY_MESSAGE')],
    probe: {
      steps: [
        {
          call: 'imbot.v2.Chat.Message.send',
          params: { ...AS_BOT, dialogId: DIALOG, fields: { message: ' \n ' } },
          refused: 'EMPTY_MESSAGE',
        },
      ],
    },
  },
  {
    id: 'ascii-trim',
    claim: 'v1 trims only the blanks of ASCII: a no-break space is a text.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-add.md`,
    holds: [
      ...named('rule', 'text'),
      ...named('method', 'imbot.message.add imbot.command.answer imbot.chat.updateTitle'),
    ],
    probe: { steps: [{ call: SEND, params: { ...BOT, DIALOG_ID: DIALOG, MESSAGE: '\u00a0' } }] },
  },
  {
    id: 'empty-title',
    claim: 'Command.register takes a title that is empty in every language for none.',
    basis: 'source',
    page: `${V2}/commands/command-register.md`,
    holds: [
      ...named('rule', 'languageTitles languageParams'),
      ...named('error', 'COMMAND_TITLE_REQUIRED'),
      ...named('method', 'imbot.command.register'),
    ],
    probe: {
      steps: [
        {
          call: 'imbot.v2.Command.register',
          params: { ...AS_BOT, fields: { command: 'imbotcompatprove', title: { en: '' } } },
          refused: 'COMMAND_TITLE_REQUIRED',
        },
      ],
    },
  },
  {
    id: 'v1-30-kb',
    claim: 'v1 refuses attachments, keyboards and menus over 30 KB.',
    basis: 'documented',
    page: `${V1}/messages/imbot-message-add.md`,
    holds: [
      ...named('rule', 'attach keyboard keyboardUpdate'),
      ...named('error', 'PARAM_ATTACH_ERROR ATTACH_ERROR PARAM_KEYBOARD_ERROR KEYBOARD_ERROR'),
    ],
    probe: {
      steps: [
        {
          call: SEND,
          params: { ...BOT, DIALOG_ID: DIALOG, MESSAGE: 'x', KEYBOARD: [{ TEXT: 'x'.repeat(31_000), LINK: '/x' }] },
          refused: 'KEYBOARD_OVERSIZE',
        },
      ],
    },
  },
  {
    id: 'blank-deletes',
    claim: 'imbot.message.update with an empty or blank text deletes the message; v2 only where nothing else is in it.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-update.md`,
    holds: named('method', 'imbot.message.update imbot.message.delete'),
    probe: { nobody: SEEN_IN_CHAT },
  },
  {
    id: 'answer-without-keyboard',
    claim: 'Command.answer drops the keyboard.',
    basis: 'source',
    page: `${V2}/commands/command-answer.md`,
    holds: [...named('method', 'imbot.command.answer'), ...named('loss', 'answer-id answer-dialog answer-keyboard')],
    probe: { nobody: SEEN_IN_CHAT },
  },
  {
    id: 'answer-raw-attach',
    claim: 'Command.answer stores the attachment as it came.',
    basis: 'source',
    page: `${V2}/commands/command-answer.md`,
    holds: [...named('method', 'imbot.command.answer'), ...named('loss', 'answer-attach')],
    probe: { nobody: SEEN_IN_CHAT },
  },
  {
    id: 'text-flags',
    claim: 'v1 compares URL_PREVIEW, SKIP_CONNECTOR and IS_MANAGER as texts, v2 takes booleans.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-add.md`,
    holds: [
      ...named('rule', 'yesNo yesNoAnyCase unlessNo unlessNoText'),
      ...named('method', 'imbot.chat.setManager'),
      ...named('loss', 'skip-connector manager-true'),
    ],
    probe: { nobody: SEEN_IN_CHAT },
  },
  {
    id: 'v1-five-bots',
    claim: 'One application may register five bots through v1 in the cloud.',
    basis: 'source',
    page: `${V1}/bots/imbot-register.md`,
    holds: [...named('method', 'imbot.register'), ...named('error', 'BOT_LIMIT_EXCEEDED')],
    probe: { nobody: 'It would fill the portal with bots.' },
  },
  {
    id: 'owner-leaves',
    claim: 'In a deal’s chat the owner cannot leave or be removed.',
    basis: 'documented',
    page: 'chats/im-dialog-get.md',
    holds: named('method', 'imbot.chat.leave imbot.chat.user.delete imbot.chat.setOwner'),
    probe: { nobody: 'It needs a deal.' },
  },
  {
    id: 'documented-calls',
    claim: 'The methods, parameters and answers are as the pages of both versions say.',
    basis: 'documented',
    page: `${V1}/index.md`,
    holds: [
      ...named(
        'method',
        'imbot.bot.list imbot.chat.get imbot.dialog.get imbot.app.register imbot.app.update imbot.app.unregister',
      ),
      ...named('method', 'imbot.chat.sendTyping imbot.sendTyping'),
      ...named('rule', 'string id ids oneId dialog chatDialog colour botType asIs command'),
    ],
    probe: { nobody: 'It is many claims in one; each has a test on the fake portal, and none a probe of its own yet.' },
  },
  {
    id: 'open-chat',
    claim: 'Chat.add takes the type `open`, and makes a chat that anybody may join.',
    basis: 'seen',
    page: `${V2}/chats/chat-add.md`,
    holds: [...named('rule', 'openType'), ...named('method', 'imbot.chat.add')],
    probe: { nobody: 'A chat that anybody may join shows to the whole portal until it is gone.' },
  },
  {
    id: 'documented-errors',
    claim: 'Errors of v2 have the codes of their pages, and mean what those of v1 mean.',
    basis: 'documented',
    page: 'chat-bots/chat-bots-v2/index.md',
    holds: named(
      'error',
      `BOT_NOT_FOUND BOT_ID_REQUIRED BOT_OWNERSHIP_ERROR BOT_TOKEN_NOT_SPECIFIED CLIENT_ID_NOT_SPECIFIED SENDING_FAILED
       COMMAND_ANSWER_FAILED COMMAND_REGISTER_FAILED BOT_REGISTER_FAILED BOT_UNREGISTER_FAILED EMPTY_USER_IDS
       REACTION_ALREADY_SET REACTION_NOT_FOUND COMMAND_NOT_FOUND COMMAND_REQUIRED COMMAND_NAME_EMPTY COMMAND_NAME_INVALID
       COMMAND_ALREADY_EXISTS BOT_CODE_REQUIRED BOT_PROPERTIES_REQUIRED BOT_INVALID_CALLBACK BOT_WEBHOOK_URL_REQUIRED
       BOT_AVATAR_INCORRECT_TYPE BOT_AVATAR_INCORRECT_SIZE BOT_CODE_ALREADY_TAKEN`,
    ),
    probe: { nobody: 'It is many claims in one; each has a test on the fake portal, and none a probe of its own yet.' },
  },
  {
    id: 'documented-events',
    claim: 'Events have the fields of the documented examples.',
    basis: 'documented',
    page: `${V2}/events/events.md`,
    holds: named(
      'event',
      `ONIMBOTMESSAGEADD ONIMBOTMESSAGEUPDATE ONIMBOTMESSAGEDELETE ONIMBOTJOINCHAT ONIMBOTDELETE ONIMCOMMANDADD
       ONIMBOTCONTEXTGET`,
    ),
    probe: { nobody: HANDLER },
  },
  {
    id: 'documented-losses',
    claim: 'What the pages of v2 do not name, v2 does not have.',
    basis: 'assumed',
    page: 'chat-bots/chat-bots-v2/index.md',
    holds: named(
      'loss',
      `unknown-param no-bot-token menu from-to-user attach-clear chat-entity entity-lookup dialog-fields
       dialog-viewer handlers-split command-lang bot-list-scope bot-profile bot-human token-length bot-code chat-app
       unknown-method`,
    ),
    probe: { nobody: 'That something is missing cannot be asked for.' },
  },
  {
    id: 'history-hidden',
    claim: 'v1 hides the history from added users, v2 has no switch.',
    basis: 'documented',
    page: `${V1}/chats/imbot-chat-user-add.md`,
    holds: [...named('loss', 'hide-history'), ...named('method', 'imbot.chat.user.add')],
    probe: { nobody: PEOPLE },
  },
  {
    id: 'members-capped',
    claim: 'Chat.User.list gives at most 200 members and no second page.',
    basis: 'documented',
    page: `${V2}/chats/chat-user-list.md`,
    holds: [...named('loss', 'member-limit'), ...named('method', 'imbot.chat.user.list')],
    probe: { nobody: 'It needs a chat with more than 200 members.' },
  },
  {
    id: 'system-prefix',
    claim: 'In a group chat v1 puts the bot’s name before a system message, v2 the application’s under OAuth.',
    basis: 'seen',
    page: `${V1}/messages/imbot-message-add.md`,
    holds: named('loss', 'system-prefix'),
    probe: { nobody: SEEN_IN_CHAT },
  },
];
