import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Within the repository, so that the bundle finds its packages. */
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(resolve('test/house/.counted-'));
  buildSync({
    entryPoints: ['src/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile: join(folder, 'bundle.mjs'),
  });
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const one = { id: 7, uuidMap: [] };
      const batch = { result: { only: one }, result_error: [], result_total: [], result_next: [], result_time: [] };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ result: request.url?.includes('/batch') ? batch : one, time: {} }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

it('invokes few functions for a warm call, and for a batch of one', async () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const counting = [
    resolve('test/house/countedProcess.js'),
    join(folder, 'bundle.mjs'),
    `http://127.0.0.1:${port}/rest/1/secret/`,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, counting);
  const { call, batch }: { call: number; batch: number } = JSON.parse(stdout);
  // Less than this is no translated call: then the counting is broken.
  expect(call).toBeGreaterThan(60);
  expect(batch).toBeGreaterThan(call);
  expect(call).toBeLessThanOrEqual(120);
  expect(batch).toBeLessThanOrEqual(200);
});
