/**
 * The codemods beside the usual ways of finding the same names: `npx tsx bench/codemods.ts [files…]`, default
 * 1000 and 10000. Each contender runs in a process of its own, the rounds interleaved; the least of each is printed, with the
 * processor time beside the time on the clock, which other programs of the machine stretch. `--only imbot-compat` leaves the
 * other contenders out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const HITS = 20;
const ROUNDS = 3;

interface Measured {
  readonly milliseconds: number;
  /** Of the processor, in the program itself. */
  readonly user: number;
  readonly megabytes: number;
  readonly found: number;
  readonly parsed: number;
}

type Contender = (directory: string, bundle: string) => Promise<{ found: number; parsed: number }>;

const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/;

const CONTENDERS: Record<string, Contender> = {
  async 'imbot-compat scan'(directory, bundle) {
    const { scan, parseCount } = await import(pathToFileURL(bundle).href);
    const { summary } = await scan({ cwd: directory });
    return { found: summary.sites, parsed: parseCount() };
  },
  async 'imbot-compat rewrite'(directory, bundle) {
    const { rewrite, parseCount } = await import(pathToFileURL(bundle).href);
    const { report } = await rewrite({ cwd: directory });
    return { found: report.summary.sites, parsed: parseCount() };
  },
  async 'imbot-compat adopt'(directory, bundle) {
    const { adopt, parseCount } = await import(pathToFileURL(bundle).href);
    const { report } = await adopt({ cwd: directory });
    return { found: report.summary.sites, parsed: parseCount() };
  },
  async 'read all, createSourceFile on hits'(directory) {
    const { ts } = await import('ts-morph');
    let parsed = 0;
    for (const file of filesIn(directory)) {
      const text = readFileSync(file, 'utf8');
      if (!OLD.test(text)) continue;
      ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      parsed += 1;
    }
    return { found: parsed, parsed };
  },
  async '@ast-grep/napi'(directory) {
    const { Lang, parse } = await import('@ast-grep/napi');
    let found = 0;
    let parsed = 0;
    for (const file of filesIn(directory)) {
      const root = parse(Lang.TypeScript, readFileSync(file, 'utf8')).root();
      found += root.findAll({ rule: { kind: 'string_fragment', regex: '^imbot\\.[a-z]' } }).length;
      parsed += 1;
    }
    return { found, parsed };
  },
  async 'ts-morph, every node'(directory) {
    const { Node, Project } = await import('ts-morph');
    const project = new Project({ skipFileDependencyResolution: true, skipLoadingLibFiles: true });
    let found = 0;
    const files = project.addSourceFilesAtPaths(join(directory, '**/*.ts'));
    for (const file of files) {
      file.forEachDescendant((node) => {
        if (Node.isStringLiteral(node) && OLD.test(node.getLiteralText())) found += 1;
      });
    }
    return { found, parsed: files.length };
  },
  async jscodeshift(directory) {
    const transform = join(dirname(directory), 'transform.cjs');
    writeFileSync(
      transform,
      `module.exports = (file, { jscodeshift: j }) => {
  j(file.source).find(j.StringLiteral, (node) => /^imbot\\.[a-z]/.test(node.value)).forEach(() => {});
  return file.source;
};\nmodule.exports.parser = 'ts';\n`,
    );
    const bin = createRequire(import.meta.url).resolve('jscodeshift/bin/jscodeshift.js');
    execFileSync(process.execPath, [
      bin,
      '--dry',
      '--silent',
      '--extensions=ts',
      '--cpus=1',
      '-t',
      transform,
      directory,
    ]);
    const files = filesIn(directory).length;
    return { found: files / HITS, parsed: files };
  },
};

function filesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A tree of plausible modules of about 7 kB, one in twenty with a call. */
function generate(root: string, count: number): string {
  const directory = join(root, `tree-${count}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'call.ts'), TRANSPORT);
  for (let at = 0; at < count; at += 1) {
    const folder = join(directory, `part${Math.floor(at / 50)}`);
    if (at % 50 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `module${at}.ts`), moduleText(at));
  }
  return directory;
}

/** The one function through which all calls go. */
const TRANSPORT = `export async function call(method: string, params: object): Promise<any> {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return response.json();
}
`;

function moduleText(at: number): string {
  const parts = [`import { call } from '../call';\n`];
  for (let part = 0; part < 28; part += 1) {
    parts.push(
      `export interface Row${part} { id: number; title: string; tags?: readonly string[] }\n`,
      `export function read${part}(rows: readonly Row${part}[], wanted = '${at}-${part}'): string {\n`,
      `  const found = rows.filter((row) => row.title.includes(wanted) && row.id > ${at + part});\n`,
      `  return found.map(({ id, title }) => \`\${id}: \${title.trim()}\`).join(', '); // no call here\n}\n`,
    );
  }
  if (at % HITS === 0) {
    parts.push(
      `export async function send(id: number) {\n  await call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: \`chat\${id}\`, MESSAGE: 'Hi ${at}' });\n}\n`,
    );
  }
  return parts.join('');
}

async function bundleOf(root: string): Promise<string> {
  const outfile = join(root, 'codemods.mjs');
  await build({
    stdin: {
      contents: `export { adopt, rewrite, scan } from './codemods/index'; export { parseCount } from './codemods/sourceFile';`,
      resolveDir: join(HERE, '..'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['ts-morph'],
    outfile,
    logLevel: 'error',
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  });
  return outfile;
}

/** In the child: runs one contender and prints what it took. */
async function measureHere(name: string, directory: string, bundle: string): Promise<void> {
  const run = CONTENDERS[name];
  if (!run) throw new Error(`no contender ${name}`);
  const start = performance.now();
  const counts = await run(directory, bundle);
  const milliseconds = performance.now() - start;
  const { maxRSS, userCPUTime } = process.resourceUsage();
  const user = userCPUTime / 1000;
  process.stdout.write(JSON.stringify({ ...counts, milliseconds, user, megabytes: maxRSS / 1024 }));
}

function measure(name: string, directory: string, bundle: string): Measured {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), '--run', name, directory, bundle];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', cwd: join(HERE, '..'), maxBuffer: 1e8 }));
}

function compare(root: string, bundle: string, count: number): void {
  const directory = generate(root, count);
  const names = Object.keys(CONTENDERS).filter(
    (name) =>
      name.startsWith('read all') || (name.includes(only) && (count <= 1000 || name.startsWith('imbot-compat'))),
  );
  const best = new Map<string, Measured>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      if (name === 'jscodeshift' && round > 0) continue;
      const measured = measure(name, directory, bundle);
      const before = best.get(name);
      if (!before || measured.milliseconds < before.milliseconds) best.set(name, measured);
    }
  }
  const base = best.get('read all, createSourceFile on hits')?.milliseconds ?? Number.NaN;
  console.log(`${count} files, ${count / HITS} with a call`);
  for (const [name, { milliseconds, user, megabytes, parsed }] of best) {
    const times = `${(milliseconds / base).toFixed(1)} ×`.padStart(9);
    console.log(
      `  ${name.padEnd(36)} ${milliseconds.toFixed(0).padStart(7)} ms ${user.toFixed(0).padStart(7)} ms user ${times} ${megabytes.toFixed(0).padStart(6)} MB ${String(parsed).padStart(6)} parsed`,
    );
  }
}

const [flag, ...rest] = process.argv.slice(2).filter((one, at, all) => one !== '--only' && all[at - 1] !== '--only');
const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : '';
if (flag === '--run') {
  const [name = '', directory = '', bundle = ''] = rest;
  await measureHere(name, directory, bundle);
} else {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'imbot-bench-'));
  // Bare imports of the bundle resolve from the repository.
  const bundle = await bundleOf(mkdtempSync(join(HERE, '..', 'node_modules', '.imbot-bench-')));
  try {
    for (const count of [flag, ...rest]
      .filter((one) => one !== undefined)
      .map(Number)
      .concat(flag ? [] : [1000, 10_000])) {
      compare(root, bundle, count);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
    rmSync(dirname(bundle), { recursive: true, force: true });
  }
}
