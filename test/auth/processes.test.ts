import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Redis from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRedis } from '../transport/redis';
import { type StandIn, standIn } from '../transport/standIn';
import { callers } from './callers';

const FULL = process.env['IMBOT_FULL'] !== undefined;
const KILLS = FULL ? 200 : 4;
const SECONDS = FULL ? 25 : 2;
/** Renewals in that time, on a machine that has other things to do as well. */
const FEWEST = SECONDS;

const redis = await startRedis('four processes on one pair on Redis');
const crew = callers();
let portal: StandIn;
let file = '';
let number = 0;
beforeEach(async () => {
  portal = await standIn();
  file = join(crew.folder, `pair-${++number}.json`);
});
afterEach(() => portal.close());
afterAll(async () => {
  crew.remove();
  await redis?.stop();
});

const expiredPair = () => JSON.stringify(portal.tokens({ expires: 1_700_000_000 }));

async function fourTimesFifty(env: Record<string, string>): Promise<void> {
  portal.expired.add('access-1');
  const crewmen = ['a', 'b', 'c', 'd'].map((NAME) =>
    crew.start({ TOKENS: expiredPair(), TOKEN_URL: portal.tokenUrl, CALLS: '50', NAME, ...env }),
  );
  await Promise.all(crewmen.map(({ ready }) => ready));
  for (const { process } of crewmen) process.stdin?.write('go\n');
  await Promise.all(crewmen.map(({ ended }) => ended));
  const ends = crewmen.map(({ output }) => JSON.parse(output().split('\n')[1] ?? '{}'));
  expect(ends).toEqual(Array(4).fill({ answers: 50, errors: [] }));
  expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
  expect(portal.effects).toHaveLength(200);
  expect(new Set(portal.effects).size).toBe(200);
}

const saved = (): { access_token: string; refresh_token: string; application_token?: string } =>
  JSON.parse(readFileSync(file, 'utf8'));

describe('four processes with 50 calls each on one expired pair', () => {
  it('in a file: one renewal, every message once, the newest pair kept', async () => {
    await fourTimesFifty({ STORE: file });
    expect(saved()).toMatchObject({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
      application_token: 'app-token-secret',
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(crew.folder).filter((name) => name.startsWith(`pair-${number}`))).toEqual([
      `pair-${number}.json`,
    ]);
  });

  it.skipIf(redis === undefined)('on Redis: one renewal, every message once, the newest pair kept', async () => {
    const port = redis?.port ?? 0;
    await fourTimesFifty({ STORE: 'acme:pair', REDIS_PORT: String(port) });
    const client = new Redis(port, '127.0.0.1');
    expect(JSON.parse((await client.get('acme:pair')) ?? '{}')).toMatchObject({
      access_token: 'access-2',
      refresh_token: 'refresh-2',
    });
    expect(await client.keys('*')).toEqual(['acme:pair']);
    client.disconnect();
  });
});

describe(`killed ${KILLS} times at random instants of a renewal`, () => {
  const generation = () => Number(saved().access_token.split('-')[1]);
  const random = seeded(20_261_122);

  it('never a torn file, never an older pair after a newer one was used', async () => {
    // The server takes spent tokens here: a pair that died between answer and disk is nobody's fault and not the question.
    portal.oauth.oneTime = false;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = portal.requests.length;
      const asked = portal.tokenRequests.length;
      const caller = crew.start({
        TOKENS: JSON.stringify(portal.tokens()),
        TOKEN_URL: portal.tokenUrl,
        STORE: file,
        LOCK_MS: '250',
        NAME: 'k',
      });
      await caller.ready;
      while (portal.tokenRequests.length === asked) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, random() * 20));
      caller.process.kill('SIGKILL');
      await caller.ended;
      expect(caller.output()).toBe('ready\n');
      if (existsSync(file)) expect(generation()).toBeGreaterThanOrEqual(portal.oauth.newestUsed);
      const used = portal.requests.slice(before).map(({ params }) => Number(String(params['auth']).split('-')[1]));
      expect(used).toEqual([...used].sort((a, b) => a - b));
    }
    expect(portal.oauth.refreshes).toBeGreaterThanOrEqual(KILLS);
    const left = readdirSync(crew.folder).filter((name) => name.startsWith(`pair-${number}`));
    expect(left.length).toBeLessThanOrEqual(4);
  }, 600_000);

  it('the lock of a dead process goes to one of those who wait, when it has been silent', async () => {
    portal.oauth.oneTime = false;
    const start = (NAME: string) =>
      crew.start({
        TOKENS: JSON.stringify(portal.tokens()),
        TOKEN_URL: portal.tokenUrl,
        STORE: file,
        LOCK_MS: '1000',
        NAME,
      });
    const others = [start('x'), start('y')];
    for (let kill = 0; kill < KILLS / 2; kill++) {
      const victim = start('v');
      await Promise.all([victim, ...others].map(({ ready }) => ready));
      await new Promise((resolve) => setTimeout(resolve, random() * 40));
      victim.process.kill('SIGKILL');
      await victim.ended;
      const until = portal.oauth.refreshes + 6;
      while (portal.oauth.refreshes < until) await new Promise((resolve) => setTimeout(resolve, 2));
      expect(generation()).toBeGreaterThanOrEqual(portal.oauth.newestUsed);
    }
    for (const { process } of others) process.kill('SIGKILL');
    await Promise.all(others.map(({ ended }) => ended));
    expect(others.map(({ output }) => output())).toEqual(['ready\n', 'ready\n']);
    // Only a victim leaves a spent token behind; two renewals at a time would have spent others twice.
    expect(portal.oauth.replays).toBeLessThanOrEqual(KILLS / 2);
  }, 600_000);
});

describe('three containers on one file, all with pid 1, clocks two minutes apart', () => {
  it(`never spend a token twice, in ${SECONDS} s of renewals without a pause`, async () => {
    const start = (NAME: string, CLOCK_AHEAD: number) =>
      crew.start({
        TOKENS: JSON.stringify(portal.tokens()),
        TOKEN_URL: portal.tokenUrl,
        STORE: file,
        PID: '1',
        CLOCK_AHEAD: String(CLOCK_AHEAD),
        NAME,
      });
    const containers = [start('early', -120_000), start('right', 0), start('late', 120_000)];
    await Promise.all(containers.map(({ ready }) => ready));
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
    for (const { process } of containers) process.stdin?.write('end\n');
    await Promise.all(containers.map(({ ended }) => ended));
    expect(containers.map(({ output }) => output())).toEqual(Array(3).fill('ready\n'));
    expect(portal.oauth.replays).toBe(0);
    expect(portal.oauth.refreshes).toBeGreaterThan(FEWEST);
    for (const name of ['early', 'right', 'late']) {
      expect(portal.effects.filter((effect) => effect.startsWith(name)).length).toBeGreaterThan(0);
    }
    expect(readdirSync(crew.folder).filter((name) => name.startsWith(`pair-${number}`))).toEqual([
      `pair-${number}.json`,
    ]);
  }, 120_000);
});

describe('a process that is frozen while it has the lock', () => {
  it('costs no REINSTALL: the one who took the lock waits for its pair, and uses it when it wakes up', async () => {
    portal.expired.add('access-1');
    let answer = () => {};
    portal.oauth.gate = new Promise((resolve) => {
      answer = resolve;
    });
    const start = (NAME: string) =>
      crew.start({
        TOKENS: expiredPair(),
        TOKEN_URL: portal.tokenUrl,
        STORE: file,
        LOCK_MS: '500',
        CALLS: '3',
        NAME,
        NODE_NO_WARNINGS: '1',
      });
    const [frozen, other] = [start('frozen'), start('other')];
    await Promise.all([frozen.ready, other.ready]);
    frozen.process.stdin?.write('go\n');
    while (portal.tokenRequests.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    frozen.process.kill('SIGSTOP');
    // The token is spent, and the pair lies in the socket of a process that does not run.
    answer();
    while (portal.oauth.refreshes === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    other.process.stdin?.write('go\n');
    while (!existsSync(file) || !readFileSync(file, 'utf8').includes('"lost"')) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    frozen.process.kill('SIGCONT');
    await Promise.all([frozen.ended, other.ended]);
    for (const { output } of [frozen, other]) {
      expect(JSON.parse(output().split('\n')[1] ?? '{}')).toEqual({ answers: 3, errors: [] });
    }
    expect(portal.oauth.refreshes).toBe(1);
    expect(saved()).toMatchObject({ access_token: 'access-2', refresh_token: 'refresh-2' });
  }, 120_000);
});

/** A small reproducible source of chance (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
