import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPortal } from '../../portal/index';

export interface BotRun {
  readonly printed: readonly string[];
  readonly messages: readonly unknown[];
  /** Methods in the order in which the portal was asked, commands of batches among them. */
  readonly methods: readonly string[];
}

let runs = 0;

/**
 * Runs `run(print)` of a file against a portal of its own over a socket: what it printed, and what it left there. The file
 * finds `PORTAL.BASE`, `PORTAL.TOKEN` and `PORTAL.HOOK`, of the webhook of user 1, on the global object; bot 39 of an
 * application and bot 40, which the webhook registered as `my_bot`, are in chat 5.
 */
export async function runBot(cwd: string, file = 'bot.js'): Promise<BotRun> {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const bot = portal.addBot({ code: 'only', application, id: 39 });
  const own = portal.addBot({ code: 'own', clientId: 'my_bot', generation: 'v1', id: 40 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id, own.id] });
  const server = await portal.listen();
  const HOOK = server.webhookUrl(portal.webhook({ userId: 1 }));
  Reflect.set(globalThis, 'PORTAL', { BASE: `${server.url}/rest/`, TOKEN: application.tokens().access_token, HOOK });
  const printed: string[] = [];
  try {
    runs += 1;
    const { run } = await import(/* @vite-ignore */ `${pathToFileURL(join(cwd, file)).href}?${runs}`);
    await run((text: unknown) => printed.push(String(text)));
    const messages = portal.snapshot().messages.map(({ text, urlPreview, chatId, authorId, keyboard, attach }) => ({
      text,
      urlPreview,
      chatId,
      authorId,
      keyboard,
      attach,
    }));
    return { printed, messages, methods: portal.requests.map(({ method }) => method) };
  } finally {
    await server.close();
  }
}
