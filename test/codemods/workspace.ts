import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run } from '../../cli/run';

export type Tree = Record<string, string | Buffer>;

let made = 0;

/**
 * A directory of its own for one test. The system takes the random end of a name from the clock and gives some again, 27 of
 * 300,000; but a module is loaded once for its path, and a bot would be the one of an earlier test.
 */
export function workspace(files: Tree = {}): string {
  made += 1;
  const root = mkdtempSync(join(tmpdir(), `imbot-codemods-${made}-`));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, files);
  return root;
}

export function write(root: string, files: Tree): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

/** All files under a directory, by relative path; not those of another one behind a link: a bot that ran has all packages there. */
export function read(root: string, directory = ''): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const name of readdirSync(join(root, directory)).sort()) {
    const path = directory ? `${directory}/${name}` : name;
    if (name === '.git') continue;
    if (lstatSync(join(root, path)).isDirectory()) Object.assign(files, read(root, path));
    else if (!statSync(join(root, path)).isDirectory()) files[path] = readFileSync(join(root, path));
  }
  return files;
}

export function copy(from: string): string {
  const root = workspace();
  cpSync(from, root, { recursive: true });
  return root;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process. */
export async function cli(cwd: string, argv: readonly string[], stdin = ''): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: Readable.from([stdin]),
    cwd,
    color: false,
    terminal: false,
  });
  return { code, out, err };
}
