import { adopt, type CodemodResult, events, rewrite } from '../../../codemods/index';

const COMMANDS = {
  rewrite: (cwd: string) => rewrite({ cwd }),
  assumed: (cwd: string) => rewrite({ cwd, assumeTransport: 'json', assumeErrors: true }),
  delegate: (cwd: string) => rewrite({ cwd, delegate: true }),
  adopt: (cwd: string) => adopt({ cwd }),
  events: (cwd: string) => events({ cwd }),
} as const;

export type CaseCommand = keyof typeof COMMANDS;

export const CASE_COMMANDS: readonly CaseCommand[] = ['rewrite', 'assumed', 'delegate', 'adopt', 'events'];

/** What becomes of every site of a folder under a command, and what else the command says. */
export async function outcomesOf(cwd: string, command: CaseCommand): Promise<string[]> {
  const result: CodemodResult & { understood?: readonly string[] } = await COMMANDS[command](cwd);
  const { sites, failed = [] } = result.report;
  const lines = sites
    .filter(({ kind }) => kind !== 'mention' && (command !== 'events' || kind === 'event'))
    .map(({ file, line, change, target, verdict, reasons, params = [] }) => {
      const what = change === 'moved' ? target : (change ?? (verdict === 'manual' ? 'manual' : ''));
      return [`${file}:${line}`, what, ...reasons, ...params].filter(Boolean).join(' ');
    });
  const added = command === 'adopt' ? result.diffs.flatMap(({ file, diff }) => linesOf(file, diff)) : [];
  return [...lines, ...added, ...failed.map(({ file, message }) => `${file} failed: ${message}`)];
}

function linesOf(file: string, diff: string): string[] {
  return diff
    .split('\n')
    .filter((line) => /^\+(?!\+\+).*imbot-compat|^\+(?!\+\+).*\bwrap\w+\(/.test(line))
    .map((line) => `${file} ${line.replace(/\s+/g, ' ')}`);
}
