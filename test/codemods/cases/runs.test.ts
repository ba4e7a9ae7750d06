import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { adopt, type CodemodResult, events, rewrite } from '../../../codemods/index';
import { FULL, share } from '../../sample';
import { packages } from '../runs/packages';
import { read, type Tree, workspace } from '../workspace';
import type { CaseCommand } from './outcomesOf';
import { type CaseProgram, NOT_RUN, PROGRAMS } from './programs';
import { type Outcome, runProgram } from './runProgram';

const FOLDER = join(import.meta.dirname, 'fixtures');

const written = { write: true, allowDirty: true } as const;
const COMMANDS: Readonly<Record<CaseCommand, (cwd: string) => Promise<CodemodResult>>> = {
  adopt: (cwd) => adopt({ cwd, ...written }),
  events: (cwd) => events({ cwd, ...written }),
  rewrite: (cwd) => rewrite({ cwd, ...written }),
  assumed: (cwd) => rewrite({ cwd, ...written, assumeTransport: 'json', assumeErrors: true }),
  delegate: (cwd) => rewrite({ cwd, ...written, delegate: true }),
};

/** What stands on the user's word is run with the full counts, and so is what differs from `rewrite` by the facade alone. */
const QUICK: readonly CaseCommand[] = ['adopt', 'events', 'rewrite'];

const outcomes: Readonly<Record<string, Partial<Record<CaseCommand, readonly string[]>>>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cases.json'), 'utf8'),
);
const CHANGED = / (?:adopted|delegated|imbot\.v2\.|ONIMBOTV2)/;

/** The commands that change something in a folder, and not what another one makes of it. */
function commandsOf(name: string): CaseCommand[] {
  const { rewrite: plain, ...others } = outcomes[name] ?? {};
  const all: [CaseCommand, readonly string[]][] = [
    ['adopt', others.adopt ?? []],
    ['events', others.events ?? []],
    ['rewrite', plain ?? []],
    ['assumed', others.assumed ?? []],
    ['delegate', others.delegate ?? []],
  ];
  const changed = all.filter(([, lines]) => lines.some((line) => CHANGED.test(line)));
  const named = changed.map(([command]) => command);
  const quick = named.filter((command) => QUICK.includes(command));
  if (FULL) return named;
  return quick.length > 0 ? quick : named.slice(0, 1);
}

let found: Awaited<ReturnType<typeof packages>>;
beforeAll(async () => {
  found = await packages();
}, 60_000);

function files(name: string): Tree {
  const { replace = [] } = PROGRAMS[name] ?? {};
  return Object.fromEntries(
    Object.entries(read(join(FOLDER, name))).map(([path, bytes]) => [
      path,
      replace
        .filter(([, , meant]) => meant?.test(path) !== false)
        .reduce((text, [from, to]) => text.replaceAll(from, typeof to === 'string' ? to : to(path)), bytes.toString()),
    ]),
  );
}

/** What has to be the same. With `--assume-errors` the user says that nobody reads v1's codes. */
function sameOf({ printed, v2: _v2, ...rest }: Outcome, { mayDiffer = [] }: CaseProgram, command: CaseCommand) {
  const codes = command === 'assumed' ? /(?<=\bfailed |"error":).*$/ : /$^/;
  const lines = printed.filter((line) => !mayDiffer.some(([one]) => one.test(line)));
  return { printed: lines.map((line) => line.replace(codes, '')), ...rest };
}

test('every folder runs, or says why it does not', () => {
  expect([...Object.keys(PROGRAMS), ...Object.keys(NOT_RUN)].sort()).toEqual(readdirSync(FOLDER).sort());
  const still = Object.keys(NOT_RUN).filter((name) => /no command changes/.test(NOT_RUN[name] ?? ''));
  for (const name of still) expect([name, ...commandsOf(name)]).toEqual([name]);
});

/** What becomes of the sites of every folder is in `cases.test.ts`: every other one is run here, the rest in the full run. */
const RUN = share(Object.entries(PROGRAMS), 3, { what: 'folders of cases that run before and after' });

describe.each(RUN)('%s', (name, program) => {
  let before: Outcome;
  beforeAll(async () => {
    before = await runProgram(files(name), found.path, program);
  }, 60_000);

  test.each(commandsOf(name))(
    '%s leaves what it prints, stores, throws and ends with',
    async (command) => {
      const cwd = workspace(files(name));
      const { diffs, report } = await COMMANDS[command](cwd);
      expect(report.failed).toBeUndefined();
      expect(diffs).not.toEqual([]);
      const after = await runProgram(read(cwd), found.path, program, command === 'events' ? 'v2' : 'v1');
      expect(sameOf(after, program, command)).toEqual(sameOf(before, program, command));
      if (command !== 'events' && !program.idle?.includes(command)) expect(after.v2).toBeGreaterThan(0);
    },
    60_000,
  );
});
