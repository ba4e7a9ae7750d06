import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const BOT = ['bot.js', 'callBitrix.js', 'keyboards.js'];

const PLAY = `
process.env.BITRIX_PROTOCOL = 'http';
process.env.IMBOT_COMPAT_WARNINGS = 'off';
const { playLunch } = await import('./support/playLunch.js');
const { createBot } = await import('./legacy-bot/bot.js');
const { transcript, state, requests } = await playLunch(createBot);
// Each run has its own clock.
console.log(JSON.stringify({ transcript, state, requests }, (key, value) => (key === 'date' || key === 'created' ? undefined : value)));
`;

interface Played {
  transcript: unknown[];
  state: object;
  requests: Record<'v1' | 'v2', Record<string, number>>;
}

const folders: string[] = [];
let before: Played;

beforeAll(() => {
  before = play(copy());
}, 60_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('adopt: one changed place, the same conversation, and v2 goes out', () => {
  const folder = copy();
  const report = codemod(folder, 'adopt');
  const changed = BOT.filter((file) => bytes(folder, file) !== bytes(root, join('examples', 'legacy-bot', file), true));
  expect(changed).toEqual(['callBitrix.js']);
  expect(report).not.toMatch(/failed/);
  const after = play(folder);
  expect(after.transcript).toEqual(before.transcript);
  expect(after.state).toEqual(before.state);
  expect(sum(before.requests.v2)).toBe(0);
  expect(sum(after.requests.v2)).toBeGreaterThan(10);
}, 60_000);

test('rewrite, then events: only reported sites are left, and still the same conversation', () => {
  const folder = copy();
  codemod(folder, 'rewrite');
  codemod(folder, 'events');
  const left: unknown = JSON.parse(run(folder, ['scan', ...places(), '--json', '-']));
  const sites = listOf(left).filter((site) => site.verdict !== 'ignored');
  expect(sites.filter((site) => site.verdict === 'auto' || site.reasons.length === 0)).toEqual([]);
  const after = play(folder);
  expect(after.transcript).toEqual(before.transcript);
  expect(after.state).toEqual(before.state);
  expect(sum(after.requests.v2)).toBeGreaterThan(0);
}, 60_000);

/** The bot with the people who talk to it, outside this repository, as a user's project finds the package. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'imbot-example-'));
  folders.push(folder);
  mkdirSync(join(folder, 'legacy-bot'));
  for (const file of BOT) cpSync(join(root, 'examples/legacy-bot', file), join(folder, 'legacy-bot', file));
  cpSync(join(root, 'examples/support'), join(folder, 'support'), { recursive: true });
  writeFileSync(join(folder, 'play.js'), PLAY);
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync(root, join(modules, 'imbot-compat'));
  return folder;
}

function places(): string[] {
  return BOT.map((file) => `legacy-bot/${file}`);
}

function codemod(folder: string, command: string): string {
  return run(folder, [command, ...places(), '--write', '--allow-dirty']);
}

function run(folder: string, args: readonly string[]): string {
  return execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function play(folder: string): Played {
  return JSON.parse(execFileSync(process.execPath, ['play.js'], { cwd: folder, encoding: 'utf8' }));
}

function bytes(folder: string, file: string, isWhole = false): string {
  return readFileSync(isWhole ? join(folder, file) : join(folder, 'legacy-bot', file), 'latin1');
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function listOf(report: unknown): { verdict: string; reasons: unknown[] }[] {
  const { sites } = { sites: [], ...(typeof report === 'object' ? report : {}) };
  return sites;
}
