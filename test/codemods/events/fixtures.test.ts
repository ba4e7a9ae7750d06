import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, events, type ReportSite } from '../../../codemods/index';
import { copy, read, type Tree, workspace } from '../workspace';

const ROOT = join(import.meta.dirname, 'fixtures');
const NAMES = readdirSync(ROOT).sort();
const PARTS = new Set(['input', 'output', 'findings.json']);

/** Line, name and what became of it. */
type Finding = readonly [line: number, name: string, what: string, ...reasons: string[]];

function expected(name: string): Finding[] {
  return JSON.parse(readFileSync(join(ROOT, name, 'findings.json'), 'utf8'));
}

function outcome(name: string): Record<string, Buffer> {
  const output = join(ROOT, name, 'output');
  return read(existsSync(output) ? output : join(ROOT, name, 'input'));
}

function finding({ line, method, kind, verdict, change, reasons }: ReportSite): Finding {
  return [line, method, kind === 'mention' ? 'mention' : (change ?? verdict), ...reasons];
}

async function moved(cwd: string): Promise<{ files: Record<string, string>; findings: Finding[] }> {
  const { report } = await events({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  return { files: texts(read(cwd)), findings: report.sites.map(finding) };
}

type Turn = (text: string) => Buffer;

const SAVED: Record<string, Turn> = {
  CRLF: (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  BOM: (text) => Buffer.from(`\ufeff${text}`),
  tabs: (text) => Buffer.from(text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2))),
  'Windows-1251': (text) =>
    Buffer.concat([Buffer.from(`${text}// `), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0a])]),
};

function turned(files: Record<string, Buffer>, turn: Turn): Tree {
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, turn(bytes.toString('utf8'))]));
}

describe.each(NAMES)('%s', (name) => {
  const input = join(ROOT, name, 'input');

  it('has its parts and no others', () => {
    const parts = readdirSync(join(ROOT, name));
    expect(parts.filter((part) => !PARTS.has(part))).toEqual([]);
    expect(parts).toEqual(expect.arrayContaining(['input', 'findings.json']));
    expect(Object.keys(outcome(name)).filter((file) => !existsSync(join(input, file)))).toEqual([]);
  });

  it('becomes what is written down, and says why', async () => {
    const { files, findings } = await moved(copy(input));
    expect(files).toEqual(texts(outcome(name)));
    expect(findings).toEqual(expected(name));
  });

  it('is moved once: the second run and the output change nothing', async () => {
    const cwd = workspace(outcome(name));
    const { files, findings } = await moved(cwd);
    expect(files).toEqual(texts(outcome(name)));
    expect(findings.filter(([, , what]) => what === 'moved' || what === 'delegated')).toEqual([]);
  });

  it('leaves nothing to check but what it reported as left', async () => {
    // The adapter gives what v2 gives: a field that it does not give stays a finding.
    const left = expected(name).filter(
      ([, , what, ...reasons]) => what === 'review' || what === 'manual' || reasons.includes('event-field-lost'),
    );
    const { fresh } = await check({ cwd: workspace(outcome(name)) });
    expect(fresh.map(({ method }) => method)).toEqual(left.map(([, method]) => method));
  });

  it.each(Object.keys(SAVED))('is the same as %s', async (form) => {
    const turn = SAVED[form];
    if (!turn) throw new Error(form);
    const { files, findings } = await moved(workspace(turned(read(input), turn)));
    expect(files).toEqual(texts(read(workspace(turned(outcome(name), turn)))));
    expect(findings).toEqual(expected(name));
  });

  it('is the same within Vue', async () => {
    const [[file, bytes] = ['', Buffer.alloc(0)]] = Object.entries(read(input));
    // Modules all: a component cannot require.
    if (/\brequire\(|\bexports\b/.test(bytes.toString())) return;
    const page = (code: string) => `<template><p>Bot</p></template>\n<script setup lang="ts">\n${code}</script>\n`;
    const { files } = await moved(workspace({ 'Bot.vue': page(bytes.toString()) }));
    expect(files['Bot.vue']).toBe(page(outcome(name)[file]?.toString() ?? ''));
  });
});

it('the report says of each file what became of its handlers', async () => {
  const of = (name: string) => readFileSync(join(ROOT, name, 'input', 'handle.js'), 'utf8');
  const cwd = workspace({
    'a/moved.js': of('destructured-rewritten'),
    'b/adapted.js': of('destructured'),
    'c/none.js': 'export {};\n',
  });
  const { report } = await events({ cwd });
  expect(report.notes).toEqual([
    expect.stringMatching(/^a\/moved\.js: ONIM\w+(?:, ONIM\w+)* (?:is|are) read under the v2 name, with v2 fields\.$/),
    expect.stringMatching(
      /^b\/adapted\.js: ONIM\w+(?:, ONIM\w+)* (?:is|are) read as before, through the adapter of imbot-compat\/events\.$/,
    ),
  ]);
  expect((await events({ cwd: workspace({ 'c/none.js': 'export {};\n' }) })).report.notes).toBeUndefined();
});

it('a script of a page has nothing to import from: names and fields move, the adapter is only advised', async () => {
  const page = (code: string) => `<p>ONIMBOTDELETE</p>\n<script>\n${code}</script>\n`;
  const of = (name: string, part: string) =>
    readFileSync(join(ROOT, name, part, 'handle.js'), 'utf8').replaceAll('export ', '');
  const cwd = workspace({
    'moved.html': page(of('destructured-rewritten', 'input')),
    'left.html': page(of('destructured', 'input')),
  });
  const { files, findings } = await moved(cwd);
  expect(files['moved.html']).toBe(page(of('destructured-rewritten', 'output')));
  expect(files['left.html']).toBe(page(of('destructured', 'input')));
  expect(findings.filter(([, , what]) => what === 'review').map(([, , , ...reasons]) => reasons)).toEqual([
    ['event-handler', 'event-unproven'],
    ['event-handler', 'event-unproven'],
  ]);
});

function texts(files: Record<string, Buffer>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, bytes.toString('latin1')]));
}
