import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shared } from '../../src/engine/shared';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';
import { type Post, QUOTING, TEXTS } from './quoting';

/** Without IMBOT_FULL each text meets one of the two faults, turn about. */
const FULL = process.env['IMBOT_FULL'] !== undefined;

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
        if (!FULL && index % 2 !== nth) continue;
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
    expect(trials).toBe(FULL ? 20 : 10);
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

/** JSON of a chat user, whose codes can only be read once it is parsed. */
const ESCAPED: readonly string[] = [
  String.raw`{"error":"\u0042OT_NOT_FOUND","error_description":"\u0042ot not found"}`,
  String.raw`{"error":"ERROR\u005fMETHOD_NOT_FOUND","error_description":"Method\u0020not found!"}`,
  String.raw`{ "error": "BOT_OWNERSHIP_ERR\u004fR", "error_description": "Not\u0020yours" }`,
];

type Done = (error: unknown, result?: unknown) => void;

/** How a wrapper that calls each failure a 400 hands the user's JSON on. */
const PARSING: Readonly<Record<string, (text: string) => object>> = {
  'as it is': (text) => ({ text }),
  parsed: (text) => ({ details: JSON.parse(text) }),
  'with other blanks': (text) => ({ payload: `\n${text.replaceAll(' ', '  ')}` }),
};

describe.each(Object.entries(PARSING))('a wrapper whose failures show JSON of a chat user, %s', (name, show) => {
  const failing = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    try {
      const { text } = await post(scene.hook)(method, params);
      return JSON.parse(text).result;
    } catch {
      const quoted = String(Object(params.fields).message ?? params.MESSAGE);
      throw Object.assign(new Error('not sent'), { status: 400 }, quoted.startsWith('{') ? show(quoted) : {});
    }
  };
  const calling = (method: string, params: Record<string, unknown>, done: Done): void => {
    failing(method, params).then(
      (result) => done(null, result),
      (error: unknown) => done(error),
    );
  };

  it.each(['a promise', 'a callback'])('and answers with %s: the message is there once', async (kind) => {
    for (const [index, text] of ESCAPED.entries()) {
      const portal = () => `parsing ${name} ${kind} ${index}`;
      const options = { portal, warnings: false } as const;
      const byPromise = wrapCall(failing, { ...options, answer: 'result' });
      const byCallback = wrapCall(calling, { ...options, answer: 'callback' });
      const before = stored();
      scene.portal.fault({ method: 'imbot.v2.Chat.Message.send', kind: 'drop-after' });
      await (kind === 'a promise'
        ? settled(byPromise('imbot.message.add', message(text)))
        : new Promise((resolve) => byCallback('imbot.message.add', message(text), resolve)));
      expect(stored() - before, text).toBe(1);
      expect([...shared().portals.values()].filter(({ v2 }) => v2 === false)).toEqual([]);
    }
  });
});
