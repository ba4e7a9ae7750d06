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
 * finds `PORTAL.BASE`, `PORTAL.TOKEN` on the global object; bot 39 is in chat 5.
 */
export async function runBot(cwd: string, file = 'bot.js'): Promise<BotRun> {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const bot = portal.addBot({ code: 'only', application, id: 39 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id] });
  const server = await portal.listen();
  Reflect.set(globalThis, 'PORTAL', { BASE: `${server.url}/rest/`, TOKEN: application.tokens().access_token });
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
