import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import { createTransport } from '../../src/transport/createTransport';
import { type Scene, setScene } from '../facades/scenario';

/** What the portal answers after it has run the call, and how often it does. */
let ending: { status: number; left: number } = { status: 200, left: 0 };
let scene: Scene;

beforeEach(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  scene = await setScene('oauth', (handle) => async (request) => {
    const answer = await handle(request);
    if (!/\/rest\//.test(request.url) || ending.left === 0) return answer;
    ending.left -= 1;
    return Response.json({ error: 'expired_token', error_description: 'x' }, { status: ending.status });
  });
});

afterEach(async () => {
  await scene.server.close();
  vi.restoreAllMocks();
});

function transport() {
  const { application, server } = scene;
  const { tokenUrl } = server;
  const { clientId, clientSecret } = application;
  return createTransport({
    auth: oauth({ clientId, clientSecret, tokens: application.tokens(), tokenUrl }),
    limits: false,
  });
}

it.each([200, 500, 502, 503])(
  'expired_token beside %i after the call ran: the message is there once',
  async (status) => {
    ending = { status, left: 1 };
    const client = transport();
    const params = { BOT_ID: scene.botId, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'once' };
    await expect(client.send('imbot.message.add', params, { replay: 'never' })).rejects.toMatchObject({
      code: 'expired_token',
      outcome: 'unknown',
    });
    const stored = scene.portal.snapshot().messages.filter(({ text }) => text === 'once');
    expect(stored).toHaveLength(1);
    await client.close();
  },
);

it.each([200, 503])('what reads is asked again with a new token: %i', async (status) => {
  ending = { status, left: 1 };
  const client = transport();
  const { result } = await client.send('imbot.bot.list', {}, { replay: 'read' });
  expect(result).toBeTypeOf('object');
  await client.close();
});
