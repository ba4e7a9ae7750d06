import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { createPortal, type Portal } from '../../../portal/index';
import { keepDefaults } from './keepDefaults';

export interface Ran {
  readonly printed: readonly string[];
  /** What the portal holds afterwards. */
  readonly state: object;
  /** The same of a second portal, which the bot finds under `SECOND`. */
  readonly elsewhere: object;
  /** How many calls went out as v2, those that only ask left out. */
  readonly v2: number;
}

/**
 * Runs the bot of a folder against portals of its own: `export async function run(log)`, or `exports.run`. It finds
 * `globalThis.PORTAL = { BASE, TOKEN, HOOK, CLIENT_ID, DOMAIN, SECOND }` and the same in the environment, `B24_BASE` and so on.
 */
export async function runBot(cwd: string, packages: string, entry = 'bot.js'): Promise<Ran> {
  const modules = join(cwd, 'node_modules');
  if (!existsSync(modules)) symlinkSync(packages, modules);
  // A program that brings packages finds the others beside them.
  else
    for (const name of readdirSync(packages))
      if (!existsSync(join(modules, name))) symlinkSync(join(packages, name), join(modules, name));
  const first = await openPortal(39);
  // Bots of the two portals are not the same: a look-up in the wrong one is found.
  const second = await openPortal(77);
  const given = { ...first.given, SECOND: second.given };
  Reflect.set(globalThis, 'PORTAL', given);
  Reflect.deleteProperty(globalThis, Symbol.for('imbot-compat'));
  for (const [name, value] of Object.entries(first.given)) process.env[`B24_${name}`] = value;
  const printed: string[] = [];
  const restore = keepDefaults();
  try {
    const { run, default: whole } = await import(/* @vite-ignore */ pathToFileURL(await runnable(cwd, entry)).href);
    await (run ?? whole.run)((text: unknown) => printed.push(String(text)));
    return {
      printed,
      state: stateOf(first.portal),
      elsewhere: stateOf(second.portal),
      v2: [first, second]
        .flatMap(({ portal }) => portal.requests)
        .filter((one) => one.generation === 'v2' && !/Revision\.get/.test(one.method)).length,
    };
  } finally {
    restore();
    await Promise.all([first.close(), second.close()]);
  }
}

async function openPortal(id: number) {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const { secret } = portal.webhook({ userId: 1 });
  const bot = portal.addBot({ code: 'only', application, id });
  const hooked = portal.addBot({ code: 'hooked', clientId: 'my_bot', id: id + 1 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id, hooked.id] });
  const server = await portal.listen();
  return {
    portal,
    close: () => server.close(),
    given: {
      BASE: `${server.url}/rest/`,
      DOMAIN: new URL(server.url).host,
      TOKEN: application.tokens().access_token,
      HOOK: `${server.url}/rest/1/${secret}/`,
      CLIENT_ID: 'my_bot',
    },
  };
}

/** Everything but where events go: that is not the same for bots of v1 and of v2. */
function stateOf(portal: Portal): object {
  const { delivery: _delivery, ...state } = portal.snapshot();
  return state;
}

/** TypeScript, and modules that leave endings out, are put together first; packages stay where they are. */
async function runnable(cwd: string, entry: string): Promise<string> {
  if (!/\.tsx?$/.test(entry) && !existsSync(join(cwd, 'tsconfig.json'))) return join(cwd, entry);
  const outfile = join(cwd, 'run.mjs');
  await build({
    entryPoints: [join(cwd, entry)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  return outfile;
}
