import { createPortal } from '../../portal/index';

/** A fake portal as a process of its own, which tests may stop: says where it listens, then what is asked on standard input. */
const portal = createPortal();
const { path } = portal.webhook({ scope: 'imbot,im,user' });
const bot = portal.addBot({ code: 'helper', clientId: 'my_bot' });
const server = await portal.listen();
process.stdout.write(`${JSON.stringify({ url: server.url, hook: path, bot: bot.id })}\n`);
process.stdin.on('data', () => {
  const texts = portal.snapshot().messages.map(({ text }) => text);
  process.stdout.write(`${JSON.stringify(texts)}\n`);
});
