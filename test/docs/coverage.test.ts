import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverageOf } from '../../cli/guide/coverageOf';
import { METHOD_SAMPLES } from '../../cli/guide/methodSamples';
import { rewrite } from '../../codemods/index';
import type { ReportSite } from '../../codemods/report/report';
import { METHODS } from '../../src/map/index';

const cwd = mkdtempSync(join(tmpdir(), 'imbot-coverage-'));
let left: readonly ReportSite[] = [];
let delegated: readonly ReportSite[] = [];

/** Nests what it is given, and keeps what the portal answers to itself. */
const TRANSPORT = `export async function callMethod(method, params) {
  const headers = { 'content-type': 'application/json' };
  const url = \`\${process.env.PORTAL}/rest/\${method}\`;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) });
  if (!response.ok) throw new Error('refused');
}
`;

/** The codemod over one call per method, its answer unused and its failure taken. */
beforeAll(async () => {
  writeFileSync(join(cwd, 'callMethod.js'), TRANSPORT);
  for (const [method, params] of Object.entries(METHOD_SAMPLES)) {
    const code = `import { callMethod } from './callMethod.js';\nexport async function f() {\n  await callMethod('${method}', ${JSON.stringify(params)}).catch(() => {});\n}\n`;
    writeFileSync(join(cwd, `${method}.js`), code);
  }
  left = (await rewrite({ cwd })).report.sites;
  delegated = (await rewrite({ cwd, delegate: true })).report.sites;
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test.each(METHODS)('the codemod that the reference names covers $v1', (entry) => {
  const { codemod, losses } = coverageOf(entry);
  const site = left.find(({ method }) => method === entry.v1);
  expect(site?.change).toBe(codemod === 'rewrite' ? 'moved' : undefined);
  const why = entry.higherRank ? 'higher-rank' : 'needs-plan';
  const reasons = losses.length > 0 ? [...losses].sort() : [why];
  if (codemod === undefined) {
    expect([...(site?.reasons ?? [])].sort()).toEqual(reasons);
    expect(delegated.find(({ method }) => method === entry.v1)?.change).toBe('delegated');
  }
});
