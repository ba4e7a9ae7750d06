import { afterEach, expect, it, vi } from 'vitest';
import { B24Frame, configureImbot, imbotControls, initializeB24Frame } from '../../src/b24jssdk/index';
import { CLIENT, setScene } from '../facades/scenario';

interface Asked {
  readonly command: string;
  readonly reply: string | undefined;
}

/** The portal's window around an application page, as far as the SDK talks to it when it starts. */
function portalAround(host: string, tokens: { access_token: string; refresh_token: string; member_id: string }) {
  const listeners = new Set<(event: unknown) => void>();
  const asked: Asked[] = [];
  const parent = {
    postMessage(message: unknown) {
      const parts = String(message).split(':');
      const reply = parts.find((part, index) => index > 0 && /^[0-9a-z-]{6,}$/i.test(part));
      asked.push({ command: parts[0] ?? '', reply });
      const data = {
        AUTH_ID: tokens.access_token,
        REFRESH_ID: tokens.refresh_token,
        AUTH_EXPIRES: String(3600),
        MEMBER_ID: tokens.member_id,
        DOMAIN: host,
        PROTOCOL: 0,
        PATH: '/rest',
        LANG: 'en',
        IS_ADMIN: true,
        INSTALL: false,
        FIRST_RUN: false,
        PLACEMENT: 'DEFAULT',
        PLACEMENT_OPTIONS: {},
        APP_OPTIONS: {},
        USER_OPTIONS: {},
      };
      const text = `${reply}:${JSON.stringify(data)}`;
      queueMicrotask(() => {
        for (const listener of listeners) listener({ origin: `http://${host}`, data: text });
      });
    },
  };
  const page = {
    name: `${host}|0|sid123456`,
    parent,
    addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: (event: unknown) => void) => listeners.delete(listener),
    location: { origin: `http://${host}` },
  };
  return { page, parent, asked };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('starts in an application page and translates there', async () => {
  const scene = await setScene('oauth');
  const { page, parent } = portalAround(scene.host, scene.application.tokens());
  vi.stubGlobal('window', page);
  vi.stubGlobal('parent', parent);
  configureImbot({ mode: 'v2', warnings: false });
  const frame = await initializeB24Frame();
  vi.unstubAllGlobals();
  expect(frame).toBeInstanceOf(B24Frame);
  const answer = await frame.callMethod('imbot.message.add', {
    CLIENT_ID: CLIENT,
    BOT_ID: scene.botId,
    DIALOG_ID: `chat${scene.chatId}`,
    MESSAGE: 'From a frame',
  });
  expect(answer.getData()?.result).toBe(10001);
  expect(scene.portal.requests.map(({ method }) => method)).toEqual(['imbot.v2.Chat.Message.send']);
  expect(imbotControls.report()).toMatchObject({ methods: { 'imbot.message.add': { calls: 1 } } });
  await scene.server.close();
});
