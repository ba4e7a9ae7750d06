import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPortal } from '../../../portal/index';

export interface Ran {
  readonly printed: readonly string[];
  readonly messages: readonly unknown[];
  /** How many calls went out as v2, those that only ask left out. */
  readonly v2: number;
}

/**
 * Runs the bot of a folder against a portal of its own: `export async function run(log)`, or `exports.run`. It finds
 * `globalThis.PORTAL = { BASE, TOKEN, HOOK, CLIENT_ID }` and the same in the environment.
 */
export async function runBot(cwd: string, packages: string, entry = 'bot.js'): Promise<Ran> {
  const modules = join(cwd, 'node_modules');
  if (!existsSync(modules)) symlinkSync(packages, modules);
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const { secret } = portal.webhook({ userId: 1 });
  const bot = portal.addBot({ code: 'only', application, id: 39 });
  const hooked = portal.addBot({ code: 'hooked', clientId: 'my_bot', id: 40 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id, hooked.id] });
  const server = await portal.listen();
  const given = {
    BASE: `${server.url}/rest/`,
    TOKEN: application.tokens().access_token,
    HOOK: `${server.url}/rest/1/${secret}/`,
    CLIENT_ID: 'my_bot',
  };
  Reflect.set(globalThis, 'PORTAL', given);
  Reflect.deleteProperty(globalThis, Symbol.for('imbot-compat'));
  for (const [name, value] of Object.entries(given)) process.env[`B24_${name}`] = value;
  const printed: string[] = [];
  try {
    const { run, default: whole } = await import(/* @vite-ignore */ pathToFileURL(join(cwd, entry)).href);
    await (run ?? whole.run)((text: unknown) => printed.push(String(text)));
    const { messages } = portal.snapshot();
    return {
      printed,
      messages: messages.map(({ text, urlPreview, chatId, authorId, keyboard }) => ({
        text,
        urlPreview,
        chatId,
        authorId,
        keyboard,
      })),
      v2: portal.requests.filter(({ generation, method }) => generation === 'v2' && !/Revision\.get/.test(method))
        .length,
    };
  } finally {
    await server.close();
  }
}
