import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decode, encode } from '../../../codemods/files/decode';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { type FilePlan, planFile } from '../../../codemods/plan/planFile';
import type { Site, SourceText, TransformContext } from '../../../codemods/plan/site';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';

const FOLDER = join(import.meta.dirname, 'fixtures');
const NAMES = readdirSync(FOLDER).sort();
/** Nothing of these can stand in a component, or in a script of a page. */
const NOT_WITHIN_VUE =
  'bound-call bound-call-stays browser-script browser-script-stays names-taken wrapper-six-arguments wrapper-six-arguments-stays';
const NOT_WITHIN_A_PAGE =
  'adopted-transport-stays bound-call bound-call-stays browser-script-stays delegate delegate-stays half-migrated imported-transport-stays mentions-only-stays method-table names-taken names-taken-stays sdk-make sdk-make-stays short-form spread-constant spread-constant-stays transport-envelope transport-envelope-stays types types-stays values variable within-each-other wrapper-six-arguments wrapper-six-arguments-stays wrapper-three-arguments wrapper-three-arguments-stays';

interface Fixture {
  readonly input: string;
  readonly output: string;
  readonly file: string;
  readonly delegate: boolean;
  readonly findings: readonly Finding[];
  readonly others: Readonly<Record<string, string>>;
}

interface Finding {
  readonly line: number;
  readonly method: string;
  readonly kind: string;
  readonly becomes: string;
  readonly reasons?: readonly string[];
}

beforeAll(async () => {
  await loadSyntax();
});

for (const name of NAMES) {
  const fixture = read(name);
  const { input, output, file } = fixture;
  describe(name, () => {
    test('as it is, with every finding', () => {
      const plan = planned(fixture, file, input);
      expect(plan.failure).toBeUndefined();
      expect(plan.text).toBe(output);
      expect(findingsOf(plan)).toEqual(fixture.findings);
      const silent = plan.sites.filter(
        ({ site, outcome, changed }) => site.kind !== 'mention' && !changed && outcome.reasons.length === 0,
      );
      expect(silent).toEqual([]);
    });

    test('the output as input stays', () => {
      expect(planned(fixture, file, output).text).toBe(output);
    });

    const variants: Readonly<Record<string, (text: string) => string>> = {
      'CRLF line ends': (text) => text.replaceAll('\n', '\r\n'),
      'a byte order mark': (text) => `\uFEFF${text}`,
      tabs: (text) => text.replace(/^(?: {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2)),
      'a shebang': (text) => `#!/usr/bin/env node\n${text}`,
    };
    for (const [variant, change] of Object.entries(variants)) {
      test(variant, () => {
        expect(planned(fixture, file, change(input)).text).toBe(change(output));
      });
    }

    test('Windows-1251 bytes', () => {
      const cyrillic = Buffer.concat([
        Buffer.from('// '),
        Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
        Buffer.from('\n'),
      ]);
      const source = decode(file, Buffer.concat([cyrillic, Buffer.from(input)]));
      const plan = planFile(source, optionsOf(fixture));
      expect(encode({ text: plan.text, encoding: source.encoding })).toEqual(
        Buffer.concat([cyrillic, Buffer.from(output)]),
      );
    });

    if (fitsVue(name)) {
      const lang = file.endsWith('.ts') ? ' lang="ts"' : '';
      test('within a Vue file', () => {
        const page = (text: string): string =>
          `<template>\n  <p>imbot.message.add</p>\n</template>\n<script${lang}>\n${text}</script>\n`;
        expect(planned(fixture, 'Page.vue', page(input)).text).toBe(page(output));
      });
    }

    if (fitsPage(name)) {
      test('within a page', () => {
        const page = (text: string): string =>
          `<!doctype html>\n<p title="imbot.message.add">x</p>\n<script>\n${text}</script>\n`;
        expect(planned(fixture, 'page.html', page(input)).text).toBe(page(output));
      });
    }
  });
}

test('every folder is tried in every form that it can have', () => {
  const others = (fits: (name: string) => boolean): string => NAMES.filter((name) => !fits(name)).join(' ');
  expect(others(fitsVue)).toEqual(NOT_WITHIN_VUE);
  expect(others(fitsPage)).toEqual(NOT_WITHIN_A_PAGE);
});

test('every folder is whole', () => {
  for (const name of NAMES) {
    const files = readdirSync(join(FOLDER, name));
    expect(
      files.filter((one) => one.startsWith('input.')),
      name,
    ).toHaveLength(1);
    expect(
      files.filter((one) => one.startsWith('output.')),
      name,
    ).toHaveLength(1);
    expect(files, name).toContain('findings.json');
  }
});

test('every rewrite has a look-alike that stays', () => {
  const moving = NAMES.filter((name) => !name.endsWith('-stays'));
  expect(moving.filter((name) => !NAMES.includes(`${name}-stays`) && !hasNeighbour(name))).toEqual([]);
});

/** A component cannot require. */
function fitsVue(name: string): boolean {
  return !read(name).output.includes('require(') && !name.startsWith('browser-');
}

/** A script of a page has nowhere to import from. */
function fitsPage(name: string): boolean {
  const { output, file } = read(name);
  return !/imbot-compat\/values|require\(|import /.test(output) && !file.endsWith('.ts');
}

/** Some look-alikes stand in the same file. */
function hasNeighbour(name: string): boolean {
  return read(name).findings.some(({ becomes, kind }) => becomes === 'stays' || kind === 'mention');
}

function read(name: string): Fixture {
  const folder = join(FOLDER, name);
  const file = readdirSync(folder).find((one) => one.startsWith('input.'));
  if (!file) throw new Error(`${name} has no input`);
  const text = (one: string): string => readFileSync(join(folder, one), 'utf8');
  const others = readdirSync(folder).filter((one) => !/^(?:input|output|findings|options)\./.test(one));
  return {
    file,
    input: text(file),
    output: existsSync(join(folder, file.replace('input', 'output'))) ? text(file.replace('input', 'output')) : '',
    delegate: existsSync(join(folder, 'options.json')),
    findings: existsSync(join(folder, 'findings.json')) ? JSON.parse(text('findings.json')) : [],
    others: Object.fromEntries(others.map((one) => [one, text(one)])),
  };
}

function optionsOf({ delegate, others }: Fixture): Parameters<typeof planFile>[1] {
  const resolve = (specifier: string): SourceText | undefined => {
    const path = specifier.replace('./', '');
    const found = others[path] ?? others[`${path}.js`];
    return found === undefined ? undefined : { path, text: found };
  };
  return {
    // Most inputs speak of parameters and answers, not of transports: what is not seen is taken on the caller's word.
    transform: (site: Site, file: SourceText, context: TransformContext) =>
      rewriteSite(site, file, {
        ...context,
        assumeTransport: 'json',
        assumeErrors: true,
        accept: ['higher-rank', 'denied-by-v2'],
      }),
    delegate,
    resolve,
  };
}

function planned(fixture: Fixture, path: string, text: string): FilePlan {
  return planFile({ path, text }, optionsOf(fixture));
}

function findingsOf(plan: FilePlan): Finding[] {
  return plan.sites.map(({ site, outcome, changed }) => {
    const { line, method, kind } = site;
    const becomes = changed ? (outcome.delegated ? 'delegated' : (outcome.target ?? 'moved')) : 'stays';
    return { line, method, kind, becomes, ...(outcome.reasons.length > 0 ? { reasons: outcome.reasons } : {}) };
  });
}
