import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shared } from '../../src/engine/shared';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import { type Post, QUOTING, TEXTS } from './quoting';

let scene: Scene;
beforeAll(async () => {
  scene = await setScene('webhook');
});
afterAll(() => scene.server.close());

const post =
  (base: string): Post =>
  async (method, params) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) });
    return { status: response.status, text: await response.text() };
  };

const message = (MESSAGE: string) => ({
  CLIENT_ID: CLIENT,
  BOT_ID: scene.botId,
  DIALOG_ID: `chat${scene.chatId}`,
  MESSAGE,
});
const stored = () => scene.portal.snapshot().messages.length;
const settled = (work: Promise<unknown>) => work.catch((error: unknown) => ({ thrown: error }));

describe.each(Object.entries(QUOTING))('a wrapper that quotes its request: %s', (name, { answer, make }) => {
  it.each(['auto', 'v2'] as const)('%s: no text sends a message twice, or takes v2 away', async (mode) => {
    let trials = 0;
    for (const [nth, fault] of (['drop-after', 'truncated'] as const).entries()) {
      for (const [index, text] of TEXTS.entries()) {
        // A key of its own, so that the bridge of each bot is as unproven as at its first call.
        const portal = () => `quoting ${name} ${mode} ${nth} ${index}`;
        const call = wrapCall(make(post(scene.hook)), { mode, answer, portal, warnings: false });
        const before = stored();
        scene.portal.fault({ method: 'imbot.v2.Chat.Message.send', kind: fault });
        await settled(call('imbot.message.add', message(text)));
        expect(stored() - before, text).toBe(1);
        expect([...shared().portals.values()].filter(({ v2 }) => v2 === false)).toEqual([]);
        trials += 1;
      }
    }
    expect(trials).toBe(20);
  });

  it('says nothing else of the text than the bare wrapper', async () => {
    for (const text of TEXTS) {
      const bare = make(post(scene.hook));
      const call = wrapCall(bare, { mode: 'v2', answer, portal: () => scene.hook, warnings: false });
      scene.portal.fault({ method: 'imbot.v2.Chat.Message.send', kind: 'drop-after' });
      const failed = await settled(call('imbot.message.add', message(text)));
      const shown = JSON.stringify(failed) + String(Object(failed).thrown ?? '');
      if (/text|JSON|request|page/.test(name)) expect(shown.replaceAll('\\', '')).toContain(text.slice(0, 11));
      for (const code of ['BOT_ID_ERROR', 'APP_ID_ERROR']) expect(shown).not.toContain(code);
    }
  });
});
