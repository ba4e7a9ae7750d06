import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createLog } from '../../cli/gateway/createLog';
import { readConfig } from '../../cli/gateway/readConfig';
import { startGateway } from '../../cli/gateway/startGateway';
import { listening, send } from './twins';
import { until } from './until';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A gateway with bots by name, eight calls at once, and the portal of one of them gives no answer until it is told to. */
async function scene(names: readonly string[]) {
  const held: ServerResponse[] = [];
  const hanging = createServer((_request, response) => void held.push(response));
  const sound = createServer((_request, response) => void response.end('{"result":5}'));
  const [slow, quick] = [await listening(hanging), await listening(sound)];
  const folder = mkdtempSync(join(tmpdir(), 'imbot-shares-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'bots.json');
  const bots = Object.fromEntries(names.map((name) => [name, { portal: name === 'flood' ? slow : quick }]));
  writeFileSync(file, JSON.stringify({ bots, concurrency: 8, listen: '127.0.0.1:0' }));
  const running = await startGateway(
    readConfig({ config: file }, {}, '.'),
    createLog(() => {}, []),
  );
  ends.push(() => running.stop());
  for (const server of [hanging, sound])
    ends.push(
      () => server.close(),
      () => server.closeAllConnections(),
    );
  const release = (): void => {
    for (const response of held.splice(0)) response.end('{"result":5}');
  };
  const call = (bot: string) => send(running.url, `/${bot}/rest/1/secret/user.current`);
  return { held, release, call };
}

it('a bot that floods leaves places to the others, and hears what the portal says of too many calls', async () => {
  const { held, release, call } = await scene(['flood', 'b', 'c']);
  const flood = [];
  for (let count = 1; count <= 4; count += 1) {
    flood.push(call('flood'));
    await until(() => held.length === count);
  }
  const more = await Promise.all([call('flood'), call('flood')]);
  expect(more.map(({ status }) => status)).toEqual([503, 503]);
  expect(more[0]?.body).toMatchObject({ error: 'QUERY_LIMIT_EXCEEDED' });
  const others = await Promise.all(['b', 'c', 'b'].map(call));
  expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
  release();
  expect((await Promise.all(flood)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const again = call('flood');
  await until(() => held.length === 1);
  release();
  expect((await again).status).toBe(200);
});

it('a bot that is alone has all places', async () => {
  const { held, release, call } = await scene(['flood']);
  const all = Array.from({ length: 8 }, () => call('flood'));
  await until(() => held.length === 8);
  expect((await call('flood')).status).toBe(503);
  release();
  expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
});
