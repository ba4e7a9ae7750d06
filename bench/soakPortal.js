import { createPortal } from 'imbot-compat/testing';

/** The fake portal in a process of its own, so that its state does not count as the client's. */
const portal = createPortal();
const bot = portal.addBot({ code: 'soak', clientId: 'soak_bot' });
portal.addChat({ id: 1, title: 'Soak', owner: bot.id, users: [1, 2, bot.id] });
const server = await portal.listen();
const hook = server.webhookUrl(portal.webhook({ userId: 1 }));
const answer = await fetch(`${hook}imbot.message.add`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ BOT_ID: bot.id, CLIENT_ID: 'soak_bot', DIALOG_ID: 'chat1', MESSAGE: 'soak' }),
});
const { result } = await answer.json();
// The portal keeps what was asked of it, for tests; nobody looks here.
setInterval(() => {
  portal.requests.length = 0;
}, 1000).unref();
process.send?.({ hook, botId: bot.id, messageId: result });
process.once('disconnect', () => void server.close().then(() => process.exit()));
