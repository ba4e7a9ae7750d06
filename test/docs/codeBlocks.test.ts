import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { type CodeBlock, codeBlocks, DOCUMENTS, readRepository } from './markdown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'test/docs/blocks');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  noEmit: true,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  paths: {
    'imbot-compat': [join(root, 'src/index.ts')],
    'imbot-compat/*': [join(root, 'src/*/index.ts')],
  },
};

/** What the reader has already: a client, credentials, handlers, a transport of their own. */
const AROUND = `
  type ImbotOfReader = import('imbot-compat').Imbot;
  declare global {
    const imbot: ImbotOfReader;
    const webhookUrl: string;
    const clientId: string;
    const clientSecret: string;
    const auth: import('imbot-compat').Auth;
    const onMessage: (event: unknown) => Promise<void>;
    const onJoin: (event: unknown) => Promise<void>;
    const onCommand: (event: unknown) => Promise<void>;
    const onDelete: (event: unknown) => Promise<void>;
    const oldHandler: import('express').RequestHandler;
    interface Window {
      BX24: {
        callMethod(method: string, params?: object | null, callback?: (result: ResultOfBX24) => unknown): void;
        callBatch(calls: object, callback?: (results: unknown) => unknown, halt?: boolean): void;
      };
    }
    interface ResultOfBX24 {
      data(): unknown;
      error(): { ex: { error: string; error_description: string } };
    }
  }
  export {};
`;
const PG = `
  declare module 'pg' {
    interface Queries { query(text: string, values?: unknown[]): Promise<{ rows: { pair?: import('imbot-compat').Pair }[] }> }
    type Listen = (event: 'error', listener: (error: Error) => void) => void;
    export interface Pool extends Queries { connect(): Promise<Queries & { release(error?: Error): void; on: Listen; off: Listen }> }
  }
  declare module 'better-sqlite3' {
    interface Statement { get(...values: string[]): string | undefined; run(...values: string[]): { changes: number }; pluck(): Statement }
    export interface Database { prepare(sql: string): Statement }
  }
`;
const TRANSPORT =
  'export declare function callBitrix(domain: string, token: string, method: string, params?: object): Promise<{ result?: unknown; error?: string; error_description?: string }>;';

function problems(blocks: readonly CodeBlock[], strict: boolean): string[] {
  const files = new Map<string, string>([
    [join(folder, 'around.ts'), AROUND],
    [join(folder, 'pg.d.ts'), PG],
    [join(folder, 'callBitrix.ts'), TRANSPORT],
  ]);
  for (const { file, line, code } of blocks) {
    files.set(join(folder, `${file.replaceAll('/', '_')}.${line}.ts`), code);
  }
  const options = { ...OPTIONS, strict, noImplicitAny: strict };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, onError, again) => {
    const own = files.get(name);
    return own === undefined
      ? getSourceFile(name, target, onError, again)
      : ts.createSourceFile(name, own, target, true);
  };
  host.directoryExists = () => true;
  const program = ts.createProgram([...files.keys()], options, host);
  const found = [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return found.map((problem) => {
    const place = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0);
    const name = problem.file?.fileName.slice(folder.length + 1) ?? '';
    return `${name} +${place?.line ?? 0}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`;
  });
}

const blocks = DOCUMENTS.flatMap((file) => codeBlocks(file));

test('every js block compiles against the types of the package', () => {
  const js = blocks.filter(({ language }) => language === 'js');
  expect(js.length).toBeGreaterThan(15);
  expect(problems(js, false)).toEqual([]);
});

test('every ts block compiles strictly', () => {
  expect(
    problems(
      blocks.filter(({ language }) => language === 'ts'),
      true,
    ),
  ).toEqual([]);
});

test('a block that uses what is not there is noticed', () => {
  const block = (code: string): CodeBlock => ({ file: 'X.md', line: 1, language: 'js', code });
  const [problem] = problems([block("import { createImbott } from 'imbot-compat';\ncreateImbott();")], false);
  expect(problem).toContain('createImbott');
});

test('the script that pages load is built, under the name that they use', () => {
  const pages = blocks.filter(({ language }) => language === 'html');
  expect(pages).toHaveLength(1);
  const [, global] = /= (\w+)\.wrapBX24\(/.exec(pages[0]?.code ?? '') ?? [];
  const [, script] = /src="([\w.]+)"/.exec(pages[0]?.code ?? '') ?? [];
  expect(readRepository('tsup.config.ts')).toContain(`globalName: '${global}'`);
  expect(readRepository('package.json')).toContain(`"./dist/${script}"`);
});

test('no block has a language that nothing checks', () => {
  expect(blocks.filter(({ language }) => !['js', 'ts', 'sh', 'html', 'text'].includes(language))).toEqual([]);
});
