import { type FactId, isFactId, RESTS_ON } from './restsOn';

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
  readonly id: FactId;
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
const CLAIMS: Readonly<Record<FactId, Omit<Fact, 'id' | 'holds'>>> = {
  bridge: {
    claim: 'A bot of v1 answers to v2 calls whose botToken is its CLIENT_ID.',
    basis: 'seen',
    page: `${V2}/chats/chat-set-owner.md`,
    probe: { asksAccess: true, steps: [{ call: 'imbot.v2.Chat.get', params: { ...AS_BOT, dialogId: DIALOG } }] },
  },
  'in-place': {
    claim: 'Bot.update {eventMode: fetch} moves a bot of v1 into the queue that Event.get reads.',
    basis: 'source',
    page: `${V2}/bots/bot-update.md`,
    probe: {
      inPlace: true,
      oneBot: true,
      steps: [TO_QUEUE, HELLO, QUEUED],
      withoutIm: [TO_QUEUE, INVITED, JOINED],
    },
  },
  'in-place-return': {
    claim: 'Bot.update {eventMode: webhook} lets v1 deliveries resume at the old addresses.',
    basis: 'source',
    probe: { nobody: HANDLER },
  },
  'in-place-both': {
    claim: 'A bot of v1 with a webhookUrl is told each event twice, in both formats.',
    basis: 'source',
    probe: { nobody: HANDLER },
  },
  'in-place-queue-dropped': {
    claim: 'The way back deletes what is left in the queue.',
    basis: 'source',
    probe: {
      inPlace: true,
      oneBot: true,
      steps: [TO_QUEUE, HELLO, QUEUED, TO_ADDRESSES, EMPTY],
      withoutIm: [TO_QUEUE, INVITED, JOINED, TO_ADDRESSES, EMPTY],
    },
  },
  'fetch-refuses-v1': {
    claim: 'imbot.update and imbot.command.register answer FETCH_NOT_SUPPORTED for a bot in fetch mode.',
    basis: 'source',
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
  'chat-update-owner': {
    claim: 'Chat.update is for the owner of the chat, where v1 asks for a member.',
    basis: 'source',
    page: `${V2}/chats/chat-update.md`,
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
  'picture-removed': {
    claim: 'Chat.update with a picture that is none removes the picture.',
    basis: 'source',
    page: `${V2}/chats/chat-update.md`,
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
  'update-needs-fields': {
    claim: 'Chat.Message.update without fields is refused.',
    basis: 'documented',
    page: `${V2}/messages/chat-message-update.md`,
    probe: {
      steps: [
        { call: SEND, params: { ...BOT, DIALOG_ID: DIALOG, MESSAGE: 'fields' }, as: 'sent' },
        { call: 'imbot.v2.Chat.Message.update', params: { ...AS_BOT, messageId: '$sent' }, refused: '*' },
      ],
    },
  },
  'blank-refused': {
    claim: 'Chat.Message.send refuses a text of blanks without an attachment, as v1 does.',
    basis: 'source',
    page: `${V2}/messages/chat-message-send.md`,
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
  'ascii-trim': {
    claim: 'v1 trims only the blanks of ASCII: a no-break space is a text.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-add.md`,
    probe: { steps: [{ call: SEND, params: { ...BOT, DIALOG_ID: DIALOG, MESSAGE: '\u00a0' } }] },
  },
  'empty-title': {
    claim: 'Command.register takes a title that is empty in every language for none.',
    basis: 'source',
    page: `${V2}/commands/command-register.md`,
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
  'v1-30-kb': {
    claim: 'v1 refuses attachments, keyboards and menus over 30 KB.',
    basis: 'documented',
    page: `${V1}/messages/imbot-message-add.md`,
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
  'blank-deletes': {
    claim: 'imbot.message.update with an empty or blank text deletes the message; v2 only where nothing else is in it.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-update.md`,
    probe: { nobody: SEEN_IN_CHAT },
  },
  'answer-without-keyboard': {
    claim: 'Command.answer drops the keyboard.',
    basis: 'source',
    page: `${V2}/commands/command-answer.md`,
    probe: { nobody: SEEN_IN_CHAT },
  },
  'answer-raw-attach': {
    claim: 'Command.answer stores the attachment as it came.',
    basis: 'source',
    page: `${V2}/commands/command-answer.md`,
    probe: { nobody: SEEN_IN_CHAT },
  },
  'text-flags': {
    claim: 'v1 compares URL_PREVIEW, SKIP_CONNECTOR and IS_MANAGER as texts, v2 takes booleans.',
    basis: 'source',
    page: `${V1}/messages/imbot-message-add.md`,
    probe: { nobody: SEEN_IN_CHAT },
  },
  'v1-five-bots': {
    claim: 'One application may register five bots through v1 in the cloud.',
    basis: 'source',
    page: `${V1}/bots/imbot-register.md`,
    probe: { nobody: 'It would fill the portal with bots.' },
  },
  'owner-leaves': {
    claim: 'In a deal’s chat the owner cannot leave or be removed.',
    basis: 'documented',
    page: 'chats/im-dialog-get.md',
    probe: { nobody: 'It needs a deal.' },
  },
  'documented-calls': {
    claim: 'The methods, parameters and answers are as the pages of both versions say.',
    basis: 'documented',
    page: `${V1}/index.md`,
    probe: { nobody: 'It is many claims in one; each has a test on the fake portal, and none a probe of its own yet.' },
  },
  'open-chat': {
    claim: 'Chat.add takes the type `open`, and makes a chat that anybody may join.',
    basis: 'seen',
    page: `${V2}/chats/chat-add.md`,
    probe: { nobody: 'A chat that anybody may join shows to the whole portal until it is gone.' },
  },
  'documented-errors': {
    claim: 'Errors of v2 have the codes of their pages, and mean what those of v1 mean.',
    basis: 'documented',
    page: 'chat-bots/chat-bots-v2/index.md',
    probe: { nobody: 'It is many claims in one; each has a test on the fake portal, and none a probe of its own yet.' },
  },
  'documented-events': {
    claim: 'Events have the fields of the documented examples.',
    basis: 'documented',
    page: `${V2}/events/events.md`,
    probe: { nobody: HANDLER },
  },
  'documented-losses': {
    claim: 'What the pages of v2 do not name, v2 does not have.',
    basis: 'assumed',
    page: 'chat-bots/chat-bots-v2/index.md',
    probe: { nobody: 'That something is missing cannot be asked for.' },
  },
  'history-hidden': {
    claim: 'v1 hides the history from added users, v2 has no switch.',
    basis: 'documented',
    page: `${V1}/chats/imbot-chat-user-add.md`,
    probe: { nobody: PEOPLE },
  },
  'members-capped': {
    claim: 'Chat.User.list gives at most 200 members and no second page.',
    basis: 'documented',
    page: `${V2}/chats/chat-user-list.md`,
    probe: { nobody: 'It needs a chat with more than 200 members.' },
  },
  'system-prefix': {
    claim: 'In a group chat v1 puts the bot’s name before a system message, v2 the application’s under OAuth.',
    basis: 'seen',
    page: `${V1}/messages/imbot-message-add.md`,
    probe: { nobody: SEEN_IN_CHAT },
  },
};

/** The claims with what rests on each. */
export const FACTS: readonly Fact[] = Object.entries(CLAIMS).flatMap(([id, claim]) =>
  isFactId(id) ? [{ id, ...claim, holds: RESTS_ON[id] }] : [],
);
