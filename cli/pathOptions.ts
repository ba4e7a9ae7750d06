import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import type { CodemodOptions } from '../codemods/index';
import { UsageError } from '../src/errors/UsageError';
import type { Io } from './Io';
import { several } from './several';
import { unmarkedText } from './unmarkedText';

/** Options that say which files and sites; every command over source code has them. */
export interface PathFlags {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly filesFrom?: string;
  readonly only?: string[];
  readonly skip?: string[];
}

export function addPathOptions(command: Command): Command {
  return command
    .argument('[paths...]', 'files and directories; default the working directory')
    .option('--include <pattern>', 'only files that match, as in .gitignore; repeatable', several)
    .option('--exclude <pattern>', 'no files that match; repeatable', several)
    .option('--files-from <file>', 'a list of files, one a line; - reads standard input')
    .option('--only <names>', 'only these methods, events or kinds; a prefix ends with *', several)
    .option('--skip <names>', 'not these methods, events or kinds', several);
}

/** Options of the codemods from those of the command line. An empty list of files stays one: nothing to do. */
export async function pathOptions(paths: readonly string[], flags: PathFlags, io: Io): Promise<CodemodOptions> {
  const options: CodemodOptions = {
    cwd: io.cwd,
    ...(flags.include ? { include: flags.include } : {}),
    ...(flags.exclude ? { exclude: flags.exclude } : {}),
    ...(flags.only ? { only: flags.only } : {}),
    ...(flags.skip ? { skip: flags.skip } : {}),
    ...(io.terminal ? { onProgress: progress(io) } : {}),
  };
  if (flags.filesFrom === undefined) return { ...options, paths };
  if (paths.length > 0) throw new UsageError('Give either paths or --files-from.');
  const list =
    flags.filesFrom === '-'
      ? await textOf(io.stdin)
      : await textOfFile(resolve(io.cwd, flags.filesFrom), flags.filesFrom);
  const files = list.split(/\0|\r?\n/).filter((line) => line.trim() !== '');
  return { ...options, files };
}

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return unmarkedText(Buffer.concat(parts));
}

async function textOfFile(path: string, given: string): Promise<string> {
  try {
    return unmarkedText(await readFile(path));
  } catch {
    throw new UsageError(`--files-from: ${given} cannot be read.`);
  }
}

const EVERY = 200;

function progress(io: Io): (done: number, of: number) => void {
  return (done, of) => {
    if (done > 0 && done % EVERY === 0) io.err(`\r${done}/${of} files\x1b[K`);
    if (done === of - 1 && of > EVERY) io.err('\r\x1b[K');
  };
}
