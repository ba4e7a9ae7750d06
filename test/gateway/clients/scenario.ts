/** One call of the scenario. A value `@id` is the result of an earlier one. */
export interface PlannedCall {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Goes as a POST form whatever the client does otherwise: it would fit no query. */
  readonly upload?: true;
}

/** 2 MB of a file, as bots send them: Base64 in a form. */
const FILE = Buffer.alloc(1_500_000, 'imbot').toString('base64');

/** Seventeen calls of an ordinary bot: fourteen results, three errors, one batch with references, one upload that streams. */
export function scenario(bot: number, dialog: string, who: Readonly<Record<string, string>>): readonly PlannedCall[] {
  const own = { BOT_ID: bot, ...who };
  const chat = dialog.replace('chat', '');
  const clientId = who['CLIENT_ID'];
  const query = clientId === undefined ? `BOT_ID=${bot}` : `BOT_ID=${bot}&CLIENT_ID=${clientId}`;
  const v2 = {
    botId: bot,
    dialogId: dialog,
    ...(clientId === undefined ? {} : { botToken: clientId }),
    ...authOf(who),
  };
  const keyboard = [
    {
      TEXT: 'Да',
      COMMAND: 'yes',
      COMMAND_PARAMS: 'a=1&b=2',
      BG_COLOR: '#29619b',
      TEXT_COLOR: '#ffffff',
      DISPLAY: 'LINE',
    },
    { TEXT: 'Site', LINK: 'https://example.com/?a=1&b=[2]', DISPLAY: 'LINE' },
  ];
  return [
    { id: 'profile', method: 'profile', params: authOf(who) },
    {
      id: 'first',
      method: 'imbot.message.add',
      params: { ...own, DIALOG_ID: dialog, MESSAGE: 'Привет, [b]мир[/b] & + "quotes" 100%', KEYBOARD: keyboard },
    },
    {
      id: 'update',
      method: 'imbot.message.update',
      params: { ...own, MESSAGE_ID: '@first', MESSAGE: 'Line one\nline two', KEYBOARD: 'N' },
    },
    { id: 'like', method: 'imbot.message.like', params: { ...own, MESSAGE_ID: '@first', ACTION: 'plus' } },
    {
      id: 'attached',
      method: 'imbot.message.add',
      params: {
        ...own,
        DIALOG_ID: '1',
        MESSAGE: 'See',
        ATTACH: [{ MESSAGE: 'inside' }, { LINK: { NAME: 'a', LINK: 'https://a.example/' } }],
      },
    },
    { id: 'typing', method: 'imbot.chat.sendTyping', params: { ...own, DIALOG_ID: dialog } },
    { id: 'users', method: 'imbot.chat.user.list', params: { ...own, CHAT_ID: chat } },
    { id: 'title', method: 'imbot.chat.updateTitle', params: { ...own, CHAT_ID: chat, TITLE: 'Команда' } },
    { id: 'color', method: 'imbot.chat.updateColor', params: { ...own, CHAT_ID: chat, COLOR: 'MINT' } },
    {
      id: 'made',
      method: 'imbot.chat.add',
      params: { ...own, TYPE: 'CHAT', TITLE: 'New', USERS: [1, 2], MESSAGE: 'Welcome' },
    },
    { id: 'removed', method: 'imbot.message.delete', params: { ...own, MESSAGE_ID: '@attached', COMPLETE: 'Y' } },
    {
      id: 'batch',
      method: 'batch',
      params: {
        halt: 0,
        cmd: {
          say: `imbot.message.add?${query}&DIALOG_ID=${dialog}&MESSAGE=${encodeURIComponent('в пачке & вместе')}`,
          edit: `imbot.message.update?${query}&MESSAGE_ID=$result[say]&MESSAGE=edited`,
          who: 'profile',
        },
        ...authOf(who),
      },
    },
    {
      id: 'upload',
      method: 'imbot.v2.File.upload',
      upload: true,
      params: { ...v2, fields: { name: 'report.txt', content: FILE, message: 'A file' } },
    },
    { id: 'bots', method: 'imbot.bot.list', params: who },
    { id: 'empty', method: 'imbot.message.add', params: { ...own, MESSAGE: 'To nobody' } },
    { id: 'gone', method: 'imbot.message.update', params: { ...own, MESSAGE_ID: 99_999, MESSAGE: 'x' } },
    { id: 'foreign', method: 'imbot.chat.updateTitle', params: { ...own, CHAT_ID: 77_777, TITLE: 'x' } },
  ];
}

function authOf({ auth }: Readonly<Record<string, string>>): Record<string, string> {
  return auth === undefined ? {} : { auth };
}
