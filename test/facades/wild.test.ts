import { describe, expect, it } from 'vitest';
import { FACADES } from './all';
import { type Scene, setScene } from './scenario';
import { identityOf } from './transports';

type Wild = Record<string, unknown>;

/** Parameters as found in the wild: what is sent, and what the portal has to hold afterwards. */
const FORMS: readonly (readonly [name: string, params: (scene: Scene) => Wild])[] = [
  [
    'lower-case keys',
    ({ botId, chatId }) => ({ bot_id: botId, dialog_id: `chat${chatId}`, message: TEXT, keyboard: BUTTONS }),
  ],
  ['JSON text', ({ botId, chatId }) => ({ ...named(botId, chatId), KEYBOARD: JSON.stringify({ BUTTONS }) })],
  [
    'flat PHP keys',
    ({ botId, chatId }) => ({
      ...named(botId, chatId),
      'KEYBOARD[0][TEXT]': 'One & two',
      'KEYBOARD[0][COMMAND]': 'one',
      'KEYBOARD[0][DISPLAY]': 'LINE',
    }),
  ],
  [
    'null among the parameters',
    ({ botId, chatId }) => ({ ...named(botId, chatId), KEYBOARD: BUTTONS, ATTACH: null, MENU: undefined }),
  ],
  ['ids as texts', ({ botId, chatId }) => ({ ...named(String(botId), chatId), KEYBOARD: BUTTONS })],
];

const TEXT = 'Wild & [b]whole[/b] = "yes"?';
const BUTTONS = [{ TEXT: 'One & two', COMMAND: 'one', DISPLAY: 'LINE' }];

function named(botId: number | string, chatId: number): Wild {
  return { BOT_ID: botId, DIALOG_ID: `chat${chatId}`, MESSAGE: TEXT };
}

/** JSON bodies with bracket keys never worked in v1 either: their server reads only forms that way. */
describe.each(FACADES)('%s', (_name, { who, make }) => {
  it.each(FORMS)('takes %s', async (form, params) => {
    const scene = await setScene(who);
    const subject = make(scene, { mode: 'v2', warnings: false });
    try {
      const id = await subject.call('imbot.message.add', { ...identityOf(who), ...params(scene) });
      expect(id).toBe(10001);
      const [message] = scene.portal.snapshot().messages;
      expect(message).toMatchObject({ text: TEXT, keyboard: { BUTTONS: [expect.objectContaining(BUTTONS[0])] } });
      const sent = scene.portal.requests.filter(({ method }) => method === 'imbot.v2.Chat.Message.send');
      expect(sent, form).toHaveLength(1);
    } finally {
      await subject.close?.();
      await scene.server.close();
    }
  });

  it('takes no parameters at all', async () => {
    const scene = await setScene(who);
    const subject = make(scene, { mode: 'v2', accept: ['bot-list-scope'], warnings: false });
    try {
      const params = who === 'webhook' ? identityOf(who) : null;
      expect(await subject.call('imbot.bot.list', params)).toMatchObject({ 301: { CODE: 'helper' } });
    } finally {
      await subject.close?.();
      await scene.server.close();
    }
  });

  it('takes a token within the parameters', async () => {
    const scene = await setScene('oauth');
    const auth = scene.application.tokens().access_token;
    const subject = make(scene, { mode: 'auto', warnings: false });
    try {
      const params = { auth, BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'With a token' };
      const id = await subject.call('imbot.message.add', params);
      // A webhook's address speaks for itself, and the token beside it is not looked at.
      expect(id).toEqual(who === 'oauth' ? 10001 : { code: expect.any(String) });
    } finally {
      await subject.close?.();
      await scene.server.close();
    }
  });
});
