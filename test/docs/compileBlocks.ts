import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { CodeBlock } from './markdown';

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
    'imbot-compat/testing': [join(root, 'portal/index.ts')],
    'imbot-compat/codemods': [join(root, 'codemods/index.ts')],
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

/** Of what is there already, by strictness: the files of one test are the same for each of its programs. */
const known = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of code in documents, all of it compiled together. `around`: what else the reader has already. */
export function compileBlocks(blocks: readonly CodeBlock[], strict: boolean, around = ''): string[] {
  const files = new Map<string, string>([
    [join(folder, 'around.ts'), AROUND],
    [join(folder, 'pg.d.ts'), PG],
    [join(folder, 'more.ts'), `${around}\nexport {};`],
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
    if (own !== undefined) return ts.createSourceFile(name, own, target, true);
    const key = `${strict} ${name}`;
    if (!known.has(key)) known.set(key, getSourceFile(name, target, onError, again));
    return known.get(key);
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
