import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'esbuild';
import { createPortal } from '../../../portal/index';
import { selfSigned } from '../../../portal/selfSigned';
import { happeningsOf } from '../events/happenings';
import { type Tree, write } from '../workspace';
import type { CaseProgram } from './programs';

export interface Outcome {
  readonly printed: readonly string[];
  /** What it died of, if it did. */
  readonly died: string | undefined;
  readonly exitCode: number;
  readonly portals: readonly object[];
  /** Calls that went out as v2, those left out that only ask. */
  readonly v2: number;
}

/** One for all portals: making a key is slow. */
let made: ReturnType<typeof selfSigned> | undefined;
function certificate(): ReturnType<typeof selfSigned> {
  made ??= selfSigned();
  return made;
}

const PRELUDE = readFileSync(join(import.meta.dirname, 'prelude.mjs'), 'utf8');

/** Runs a folder in a thread of its own, against two portals of its own. */
export async function runProgram(
  files: Tree,
  packages: string,
  program: CaseProgram,
  generation: 'v1' | 'v2' = 'v1',
): Promise<Outcome> {
  const cwd = mkdtempSync(join(tmpdir(), 'imbot-case-'));
  const first = await openPortal(39, program.secure);
  const second = await openPortal(77, program.secure);
  try {
    const given = {
      ...first.given,
      SECOND: second.given,
      FORMS: program.events ? happeningsOf(39).flatMap((one) => one[generation]) : [],
    };
    const drive = `${PRELUDE}\n{\n${program.drive}\n}\n`;
    write(cwd, { ...files, ...program.beside, ...facade(program), 'drive.mjs': drive });
    symlinkSync(packages, join(cwd, 'node_modules'));
    const ran = await inThread(await entry(cwd, program), environment(program, given));
    const named = [...first.names, ...second.names];
    return {
      printed: ran.printed.map((line) => withNames(line, named)),
      died: ran.died && withNames(ran.died, named),
      exitCode: ran.exitCode,
      portals: [first, second].map(({ portal }) => {
        const { delivery: _delivery, ...state } = portal.snapshot();
        return state;
      }),
      v2: [first, second]
        .flatMap(({ portal }) => portal.requests)
        .filter((one) => one.generation === 'v2' && !/Revision\.get/.test(one.method)).length,
    };
  } finally {
    await Promise.all([first.close(), second.close()]);
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The client that delegated calls go through, as a team writes it. */
function facade({ facade: own }: CaseProgram): Record<string, string> {
  if (!own) return {};
  const [file, auth] = own;
  const made =
    auth === 'webhook'
      ? "webhook(process.env.B24_HOOK, { clientId: 'my_bot' })"
      : "oauth({ clientId: 'app.1', clientSecret: 's', tokens: JSON.parse(process.env.B24_TOKENS), tokenUrl: process.env.B24_TOKEN_URL })";
  return {
    [file]: `import { createImbot, ${auth} } from 'imbot-compat';\nexport const imbot = createImbot({ auth: ${made} });\n`,
  };
}

function environment({ environment: own = {} }: CaseProgram, given: Record<string, unknown>): NodeJS.ProcessEnv {
  const filled = Object.entries(own).map(([name, text]) => [
    name,
    text.replace(/\{(\w+)\}/g, (_all, key: string) => String(given[key])),
  ]);
  return {
    ...process.env,
    ...Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[`B24_${name}`, value]] : [])),
    ),
    ...Object.fromEntries(filled),
    PORTAL_GIVEN: JSON.stringify(given),
    IMBOT_COMPAT_WARNINGS: 'off',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_NO_WARNINGS: '1',
  };
}

async function inThread(file: string, env: NodeJS.ProcessEnv) {
  const worker = new Worker(pathToFileURL(file), { env, stdout: true, stderr: true });
  let text = '';
  let died: string | undefined;
  worker.stdout.on('data', (part) => {
    text += part;
  });
  worker.stderr.on('data', (part) => {
    text += part;
  });
  worker.on('error', (error) => {
    died = `${error.name}: ${error.message}`;
  });
  const exitCode = await new Promise<number>((resolve) => worker.on('exit', resolve));
  const printed = text.split('\n').filter((line) => line !== '' && !/Warning: |--trace-warnings/.test(line));
  return { printed, died, exitCode };
}

async function openPortal(id: number, secure = false) {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const { secret } = portal.webhook({ userId: 1 });
  const bot = portal.addBot({ code: 'only', application, id });
  const hooked = portal.addBot({ code: 'hooked', clientId: 'my_bot', id: id + 1 });
  for (const chat of [5, 6, 7, 8]) portal.addChat({ id: chat, owner: 1, users: [bot.id, hooked.id] });
  const server = await portal.listen(secure ? { tls: certificate() } : {});
  const tokens = application.tokens();
  const { access_token: token } = tokens;
  const { host, port } = new URL(server.url);
  return {
    portal,
    close: () => server.close(),
    names: [
      [host, 'HOST'],
      [port, 'PORT'],
      [secret, 'SECRET'],
      [token, 'TOKEN'],
    ] as const,
    given: {
      ORIGIN: server.url,
      BASE: `${server.url}/rest/`,
      BARE_BASE: `${server.url}/rest`,
      HOOK: `${server.url}/rest/1/${secret}/`,
      BARE: `${server.url}/rest/1/${secret}`,
      DOMAIN: host,
      HOST: host,
      SECRET: secret,
      TOKEN: token,
      TOKENS: JSON.stringify(tokens),
      TOKEN_URL: server.tokenUrl,
      CLIENT_ID: 'my_bot',
    },
  };
}

function withNames(text: string, names: readonly (readonly [string, string])[]): string {
  return names.reduce((line, [from, to]) => line.replaceAll(from, to), text);
}

async function entry(cwd: string, { bundled, alias = {} }: CaseProgram): Promise<string> {
  const source = join(cwd, 'drive.mjs');
  if (!bundled) return source;
  const outfile = join(cwd, 'run.mjs');
  const aliases: Plugin = {
    name: 'aliases',
    setup: (one) => {
      for (const [name, to] of Object.entries(alias))
        one.onResolve({ filter: new RegExp(`^${name.replace(/[.*+?^$()[\]{}|\\/]/g, '\\$&')}$`) }, () =>
          to.startsWith('.') ? { path: join(cwd, to) } : { path: to, external: true },
        );
    },
  };
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    packages: 'external',
    plugins: [aliases],
    format: 'esm',
    platform: 'node',
    banner: { js: "import { createRequire as own } from 'node:module'; const require = own(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
