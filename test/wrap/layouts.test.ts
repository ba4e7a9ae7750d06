import { describe, expect, it } from 'vitest';
import { CLIENT, setScene } from '../facades/scenario';
import { LAYOUTS } from './layouts';

const TEXT = 'Whole & "quoted" = 100%?';
const KEYBOARD = [{ TEXT: 'One & two', COMMAND: 'one', BG_COLOR: '#29619b' }];

describe.each(Object.entries(LAYOUTS))('%s', (name, { make }) => {
  it.each(['v1', 'auto', 'v2'] as const)('sends, edits and fails alike in mode %s', async (mode) => {
    const scene = await setScene('webhook');
    const call = make(scene, { mode, warnings: false });
    const bot = { CLIENT_ID: CLIENT, BOT_ID: scene.botId };
    try {
      const message = { ...bot, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: TEXT, KEYBOARD, URL_PREVIEW: 'N' };
      const id = await call('imbot.message.add', message);
      expect(id).toBe(10001);
      expect(await call('imbot.message.update', { ...bot, MESSAGE_ID: id, MESSAGE: `${TEXT}!` })).toBe(true);
      const failed = await call('imbot.message.like', { ...bot, MESSAGE_ID: 999, ACTION: 'plus' });
      expect(failed).toEqual(name.includes('null') ? null : { code: 'WITHOUT_CHANGES' });
      expect(scene.portal.snapshot().messages).toMatchObject([
        { text: `${TEXT}!`, urlPreview: true, keyboard: { BUTTONS: [expect.objectContaining(KEYBOARD[0])] } },
      ]);
      // A batch of ours asks how the wrapper carries objects.
      const requests = scene.portal.requests.filter(({ method }) => method !== 'batch');
      const generations = new Set(requests.map(({ generation }) => generation));
      expect([...generations]).toEqual([mode === 'v1' ? 'v1' : 'v2']);
    } finally {
      await scene.server.close();
    }
  });
});
