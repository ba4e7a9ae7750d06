import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adopt, renderReport, scan } from '../../codemods/index';
import { copy, read, type Tree, workspace } from './workspace';

const ROOT = join(import.meta.dirname, 'fixtures');
const NAMES = readdirSync(ROOT).sort();
const PARTS = new Set(['input', 'output', 'findings.json']);

interface Finding {
  file: string;
  line: number;
  column: number;
  method: string;
  kind: string;
  verdict: string;
  reasons?: string[];
  target?: string;
  draft?: unknown;
}

function expected(name: string): Finding[] {
  return JSON.parse(readFileSync(join(ROOT, name, 'findings.json'), 'utf8'));
}

/** What adopt should leave: the output folder, or the input as it is. */
function outcome(name: string): Record<string, Buffer> {
  const output = join(ROOT, name, 'output');
  return read(existsSync(output) ? output : join(ROOT, name, 'input'));
}

async function findings(cwd: string): Promise<Finding[]> {
  const { sites }: { sites: Finding[] } = JSON.parse(renderReport(await scan({ cwd }), 'json'));
  return sites.map((site) => {
    // Drafts are held where they are made: test/codemods/draft.test.ts.
    const { draft: _draft, ...plain } = site;
    if (plain.kind !== 'mention') return plain;
    const { reasons: _reasons, ...mention } = plain;
    return mention;
  });
}

async function adopted(cwd: string): Promise<Record<string, Buffer>> {
  const { report } = await adopt({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  return read(cwd);
}

type Turn = (text: string, file: string) => Buffer;

const isScript = (file: string) => /\.[mc]?[jt]s$/.test(file);

/** Ways in which the same file may be saved; each must come back so. */
const SAVED: Record<string, Turn> = {
  CRLF: (text) => Buffer.from(text.replaceAll('\n', '\r\n')),
  BOM: (text) => Buffer.from(`\ufeff${text}`),
  tabs: (text) => Buffer.from(text.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2))),
  'Windows-1251': (text) =>
    Buffer.concat([Buffer.from(`${text}// `), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0a])]),
};

function turned(files: Record<string, Buffer>, turn: Turn): Tree {
  return Object.fromEntries(
    Object.entries(files).map(([file, bytes]) => [file, isScript(file) ? turn(bytes.toString('utf8'), file) : bytes]),
  );
}

describe.each(NAMES)('%s', (name) => {
  const input = join(ROOT, name, 'input');

  it('has its parts and no others', () => {
    const parts = readdirSync(join(ROOT, name));
    expect(parts.filter((part) => !PARTS.has(part))).toEqual([]);
    expect(parts).toEqual(expect.arrayContaining(['input', 'findings.json']));
    const orphans = Object.keys(outcome(name)).filter((file) => !existsSync(join(input, file)));
    expect(orphans).toEqual([]);
  });

  it('is found as written down', async () => {
    expect(await findings(input)).toEqual(expected(name));
  });

  it('is adopted as written down', async () => {
    expect(texts(await adopted(copy(input)))).toEqual(texts(outcome(name)));
  });

  it('is adopted once: the second run and the output change nothing', async () => {
    const cwd = copy(input);
    const once = await adopted(cwd);
    expect(texts(await adopted(cwd))).toEqual(texts(once));
    const output = workspace(outcome(name));
    expect(texts(await adopted(output))).toEqual(texts(outcome(name)));
  });

  it.each(Object.keys(SAVED))('is the same as %s', async (form) => {
    const turn = SAVED[form];
    if (!turn) throw new Error(form);
    const cwd = workspace(turned(read(input), turn));
    const places = (found: Finding[]) =>
      found.map(({ column, ...rest }) => (form === 'tabs' ? rest : { ...rest, column }));
    expect(places(await findings(cwd))).toEqual(places(expected(name)));
    const wanted = turned(outcome(name), turn);
    expect(texts(await adopted(cwd))).toEqual(
      texts(Object.fromEntries(Object.entries(wanted).map(([file, bytes]) => [file, Buffer.from(bytes)]))),
    );
  });

  it.each([
    ['HTML', 'html', '<!doctype html>\n<p>Bot</p>\n<script type="module">\n', '</script>\n', 3],
    ['Vue', 'vue', '<template><p>Bot</p></template>\n<script setup lang="ts">\n', '</script>\n<style>p{}</style>\n', 2],
  ])('is found within %s', async (_name, extension, before, after, lines) => {
    const files = Object.entries(read(input)).filter(([file]) => isScript(file));
    const cwd = workspace(
      Object.fromEntries(
        files.map(([file, bytes]) => [`${file}.${extension}`, `${before}${bytes.toString('utf8')}${after}`]),
      ),
    );
    const found = await findings(cwd);
    const key = ({ file, line, column, method, kind }: Finding) => `${file}:${line}:${column} ${kind} ${method}`;
    expect(found.map(key)).toEqual(
      expected(name).map((site) => key({ ...site, file: `${site.file}.${extension}`, line: site.line + lines })),
    );
  });
});

function texts(files: Record<string, Buffer>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, bytes.toString('latin1')]));
}
