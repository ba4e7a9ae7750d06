import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ENTRIES = [
  '',
  '/values',
  '/translate',
  '/events',
  '/wrap',
  '/bx24',
  '/crest',
  '/gateway',
  '/testing',
  '/codemods',
  '/b24jssdk',
];

/** Versions beside the one that runs the tests; fetched from the registry in the full run. */
const OTHER_NODES = process.env.IMBOT_FULL ? ['22', '24'] : [];

let folder = '';
let files: string[] = [];

/** The packed package in a project of its own; every other module comes from this repository's node_modules. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-pack-'));
  const packed: unknown = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const [pack] = Array.isArray(packed) ? packed : [];
  files = pack.files.map((file: { path: string }) => file.path);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  execFileSync('tar', ['xzf', join(folder, pack.filename), '-C', folder]);
  execFileSync('mv', [join(folder, 'package'), join(modules, 'imbot-compat')]);
  writeFileSync(join(folder, 'package.json'), '{"name":"consumer","private":true}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the tarball holds the build and the documents, nothing else', () => {
  const kinds = new Set(
    files.map((file) => file.replace(/^dist\/.*?([a-z0-9]+)-[A-Za-z0-9_-]{8}(\.d)?\.(c?js|c?ts)$/, 'dist/<part>$2.$3')),
  );
  const entries = [
    'index',
    'values',
    'translate',
    'events',
    'wrap',
    'b24jssdk',
    'bx24',
    'crest',
    'gateway',
    'testing',
    'codemods',
  ];
  const wanted = entries.flatMap((name) => ['js', 'cjs', 'd.ts', 'd.cts'].map((ending) => `dist/${name}.${ending}`));
  expect(files).toEqual(
    expect.arrayContaining([
      ...wanted,
      'dist/cli.js',
      'package.json',
      'README.md',
      'MIGRATION.md',
      'CHANGELOG.md',
      'LICENSE',
    ]),
  );
  const strange = [...kinds].filter(
    (file) =>
      !/^(dist\/[^/]+\.(js|cjs|d\.ts|d\.cts)|package\.json|README\.md|MIGRATION\.md|CHANGELOG\.md|LICENSE)$/.test(file),
  );
  expect(strange).toEqual([]);
});

describe.each([
  ['this Node', process.execPath] as const,
  ...OTHER_NODES.map((major) => [`Node ${major}`, major] as const),
])('%s', (_name, which) => {
  const node = (): string => (which.length > 2 ? which : fetchNode(which));

  test('every entry point loads from an ES module', () => {
    const source = ENTRIES.map((entry, index) => `import * as e${index} from 'imbot-compat${entry}';`).join('\n');
    expect(
      run(
        node(),
        'consumer.mjs',
        `${source}\nconsole.log([${ENTRIES.map((_, index) => `Object.keys(e${index}).length > 0`)}].every(Boolean));`,
      ),
    ).toBe('true\n');
  });

  test('every entry point loads from CommonJS', () => {
    const source = `const entries = ${JSON.stringify(ENTRIES)}; console.log(entries.every((entry) => Object.keys(require('imbot-compat' + entry)).length > 0));`;
    expect(run(node(), 'consumer.cjs', source)).toBe('true\n');
  });

  test('the two copies know each other’s errors', () => {
    const source = `
      import { createRequire } from 'node:module';
      import { ImbotError } from 'imbot-compat';
      const cjs = createRequire(import.meta.url)('imbot-compat');
      console.log(cjs.ImbotError !== ImbotError, new cjs.ImbotError({ code: 'X', method: 'm', outcome: 'refused', message: 'm' }) instanceof ImbotError);`;
    expect(run(node(), 'copies.mjs', source)).toBe('true true\n');
  });

  test('the main entry loads neither ts-morph nor msw, and /translate, /values no module at all', () => {
    const source = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const loaded = (entry) => { for (const key of Object.keys(require.cache)) delete require.cache[key]; require('imbot-compat' + entry); return Object.keys(require.cache).filter((file) => !file.includes('imbot-compat/')); };
      const main = loaded('');
      console.log(main.some((file) => /ts-morph|[\\\\/]msw[\\\\/]|typescript/.test(file)), loaded('/translate').length, loaded('/values').length);`;
    expect(run(node(), 'loads.mjs', source)).toBe('false 0 0\n');
  });
});

test.each(['mts', 'cts'])('types resolve for a %s consumer', (ending) => {
  const lines = ENTRIES.map(
    (entry, index) =>
      `import * as e${index} from 'imbot-compat${entry}';\nexport type T${index} = keyof typeof e${index};`,
  );
  const use = `import { createImbot, webhook } from 'imbot-compat';
export const id: Promise<number> = createImbot({ auth: webhook('https://p.example/rest/1/s/') }).message.add({ MESSAGE: 'x' });`;
  writeFileSync(join(folder, `types.${ending}`), `${lines.join('\n')}\n${use}\n`);
  const options = {
    compilerOptions: {
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      target: 'ES2022',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    },
    files: [`types.${ending}`],
  };
  writeFileSync(join(folder, `tsconfig.${ending}.json`), JSON.stringify(options));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(() =>
    execFileSync(process.execPath, [tsc, '-p', `tsconfig.${ending}.json`], { cwd: folder, encoding: 'utf8' }),
  ).not.toThrow();
});

test('the exports map names only files that are there', () => {
  const { exports, bin, main, module, types } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = JSON.stringify([exports, bin, main, module, types]).match(/dist\/[A-Za-z0-9.]+/g) ?? [];
  expect(named.filter((file) => !files.includes(file))).toEqual([]);
});

function run(node: string, file: string, source: string): string {
  writeFileSync(join(folder, file), source);
  return execFileSync(node, [file], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const fetched = new Map<string, string>();

function fetchNode(major: string): string {
  const known = fetched.get(major);
  if (known) return known;
  const place = mkdtempSync(join(tmpdir(), `node-${major}-`));
  const name = `node-${process.platform}-${process.arch}`;
  execFileSync('npm', ['install', '--prefix', place, '--no-save', `${name}@${major}`], { stdio: 'ignore' });
  const binary = join(place, 'node_modules', name, 'bin', 'node');
  fetched.set(major, binary);
  return binary;
}
