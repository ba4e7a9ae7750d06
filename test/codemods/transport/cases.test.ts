import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';

const FOLDER = join(import.meta.dirname, 'fixtures', 'cases');
const ASSUMED = { assumeTransport: 'json', assumeErrors: true } as const;

type Outcomes = Readonly<Record<string, { readonly plain: readonly string[]; readonly assumed: readonly string[] }>>;

/** What becomes of every call of a folder: its v2 name, or why it stays. */
const OUTCOMES: Outcomes = JSON.parse(readFileSync(join(FOLDER, 'outcomes.json'), 'utf8'));

async function outcomes(name: string, words: object = {}): Promise<string[]> {
  const { report } = await rewrite({ cwd: join(FOLDER, name), ...words });
  expect(report.failed).toBeUndefined();
  return report.sites
    .filter(({ kind }) => kind !== 'mention')
    .map(
      ({ file, line, change, target, reasons }) => `${file}:${line} ${change === 'moved' ? target : reasons.join(' ')}`,
    );
}

describe.each(Object.keys(OUTCOMES))('%s', (name) => {
  test('by what is seen', async () => {
    expect(await outcomes(name)).toEqual(OUTCOMES[name]?.plain);
  });
  test('on the word of the user', async () => {
    expect(await outcomes(name, ASSUMED)).toEqual(OUTCOMES[name]?.assumed);
  });
});

test('every folder has its outcomes', () => {
  expect(readdirSync(FOLDER).filter((name) => !name.endsWith('.json'))).toEqual(Object.keys(OUTCOMES));
});

test('what moves on the word of the user says so, site by site', async () => {
  const { report } = await rewrite({ cwd: join(FOLDER, 'wrong-rewrite-bot-id-undefined'), ...ASSUMED });
  const moved = report.sites.filter(({ change }) => change === 'moved');
  expect(moved.map(({ line, assumed }) => [line, assumed])).toEqual([[18, ['transport', 'errors']]]);
  expect(report.notes).toEqual([
    expect.stringMatching(/^input\.ts:18: moved on --assume-transport/),
    expect.stringMatching(/^input\.ts:18: moved on --assume-errors/),
  ]);
});
