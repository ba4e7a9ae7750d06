import { expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { listen } from '../../portal/listen';
import { wrapCall } from '../../src/wrap/index';

const CLIENT_ID = 'my_bot';

/** Answers the envelope and hides the status: whether a refusal came before the call ran cannot be seen. */
it('a title that v2 grants to the owner alone is changed all the same, through a wrapper that hides statuses', async () => {
  const portal = createPortal({ facts: { 'chat-update-owner': true } });
  const bot = portal.addBot({ code: 'b', name: 'B', clientId: CLIENT_ID, handler: 'http://127.0.0.1:9/' });
  const chat = portal.addChat({ title: 'Before', owner: 1, users: [2, bot.id] });
  const hook = portal.webhook({ secret: 's3cr3t' });
  const server = await listen(portal.handle, (url) => {
    portal.state.address = url;
  });
  const base = server.webhookUrl(hook);
  const call = wrapCall(
    async (method: string, params: object) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) })).json();
    },
    { warnings: false, portal: () => base },
  );
  const answer = await call('imbot.chat.updateTitle', { CLIENT_ID, BOT_ID: bot.id, CHAT_ID: chat.id, TITLE: 'After' });
  expect(answer).toMatchObject({ result: true });
  expect(portal.snapshot().chats.map(({ title }) => title)).toContain('After');
  await server.close();
});
