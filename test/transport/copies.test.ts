import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import { systemClock } from '../../src/http/clock';
import { createTransport } from '../../src/transport/createTransport';
import { limiterFor } from '../../src/transport/limiterFor';
import { type StandIn, standIn } from './standIn';

/** A second copy of the same code in the same process, as CommonJS beside ESM. */
interface Copy {
  oauth: typeof oauth;
  createTransport: typeof createTransport;
  limiterFor: typeof limiterFor;
  systemClock: typeof systemClock;
}

const folder = mkdtempSync(join(tmpdir(), 'imbot-copies-'));
let portal: StandIn;
let copy: Copy;
beforeAll(async () => {
  portal = await standIn();
  const names = ['auth/oauth', 'transport/createTransport', 'transport/limiterFor', 'http/clock'];
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, names.map((name) => `export * from ${JSON.stringify(resolve('src', name))};`).join('\n'));
  const outfile = join(folder, 'copy.cjs');
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    nodePaths: [resolve('node_modules')],
  });
  copy = createRequire(import.meta.url)(outfile);
});
afterAll(async () => {
  await portal.close();
  rmSync(folder, { recursive: true });
});

it('two copies fill the same bucket', () => {
  expect(copy.limiterFor).not.toBe(limiterFor);
  expect(copy.limiterFor('standard', copy.systemClock)).toBe(limiterFor('standard', systemClock));
});

it('two copies renew one pair once', async () => {
  const options = () => ({
    clientId: 'app.1',
    clientSecret: 'shh',
    tokens: portal.tokens(),
    tokenUrl: portal.tokenUrl,
  });
  portal.expired.add('access-1');
  const transports = [
    createTransport({ auth: oauth(options()), limits: false }),
    copy.createTransport({ auth: copy.oauth(options()), limits: false }),
  ];
  const send = (transport: (typeof transports)[number]) =>
    transport.send('x.add', { MESSAGE: 'x' }, { replay: 'never' });
  await Promise.all(transports.map(send));
  expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
  expect(portal.effects).toHaveLength(2);
  await Promise.all(transports.map((transport) => transport.close()));
});
