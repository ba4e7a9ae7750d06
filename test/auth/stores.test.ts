import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Redis from 'ioredis';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRedis } from '../transport/redis';
import { type StandIn, standIn } from '../transport/standIn';
import { type Caller, callers } from './callers';
import { startPostgres } from './postgres';
import { sqliteFolder } from './sqlite';

/** Quick runs leave out what repeats itself: another client of Redis, and faults that another store shows. */
const FULL = process.env['IMBOT_FULL'] !== undefined;

const redis = await startRedis('three processes on one pair through ioredis and node-redis');
const postgres = await startPostgres('three processes on one pair in PostgreSQL');
const sqlite = sqliteFolder('three processes on one pair in SQLite');
const crew = callers('storeCrew');
let portal: StandIn;
let number = 0;
beforeEach(async () => {
  portal = await standIn();
  number++;
});
afterEach(() => portal.close());
afterAll(async () => {
  crew.remove();
  await redis?.stop();
  await postgres?.stop();
});

interface Kind {
  isThere: boolean;
  /** Makes an empty store and tells where it is. */
  at(): Promise<string>;
  /** A write that stands before the lock is given back survives a kill in between. */
  isDurable: boolean;
}

async function emptyRedis(): Promise<string> {
  const client = new Redis({ port: redis?.port ?? 0 });
  await client.flushall();
  client.disconnect();
  return String(redis?.port);
}

async function emptyTable(): Promise<string> {
  const pool = new Pool({ host: postgres?.host, user: 'postgres', database: 'postgres' });
  await pool.query('drop table if exists bitrix24_tokens');
  await pool.query('create table bitrix24_tokens (key text primary key, pair jsonb)');
  await pool.end();
  return postgres?.host ?? '';
}

async function emptyDatabase(): Promise<string> {
  const path = join(crew.folder, `pair-${number}.db`);
  const Database = createRequire(join(sqlite ?? '', 'from.js'))('better-sqlite3');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.exec('create table bitrix24_tokens (key text primary key, pair text)');
  db.close();
  return path;
}

const onRedis: Kind = { isThere: redis !== undefined, at: emptyRedis, isDurable: true };
const KINDS: Readonly<Record<string, Kind>> = {
  file: { isThere: true, at: async () => join(crew.folder, `pair-${number}.json`), isDurable: true },
  'ioredis 6': onRedis,
  'node-redis 4': onRedis,
  'node-redis 6': onRedis,
  ...(FULL ? { 'ioredis 5': onRedis, 'node-redis 5': onRedis } : {}),
  postgres: { isThere: postgres !== undefined, at: emptyTable, isDurable: false },
  sqlite: { isThere: sqlite !== undefined, at: emptyDatabase, isDurable: true },
};

const QUICK: Readonly<Record<string, string[]>> = {
  file: ['expiries', 'commit', 'die-after'],
  'ioredis 6': ['die-before'],
  'node-redis 4': ['expiries'],
  'node-redis 6': ['expiries'],
  postgres: ['commit-word', 'die-after'],
  sqlite: ['commit', 'die-word'],
};

describe.each(Object.entries(KINDS))('three processes with three clients each, on %s', (name, kind) => {
  async function start(faults: string[]): Promise<Caller[]> {
    const AT = await kind.at();
    const env = { KIND: name, AT, SQLITE: sqlite ?? '', TOKEN_URL: portal.tokenUrl, NODE_NO_WARNINGS: '1' };
    const TOKENS = JSON.stringify(portal.tokens());
    const started = faults.map((FAULT, i) =>
      crew.start({ ...env, TOKENS, FAULT, OTHERS: faults[0] ?? '', NAME: `p${i}` }),
    );
    await Promise.all(started.map(({ ready }) => ready));
    return started;
  }

  /** All call at once; what each process reports. */
  async function round(running: Caller[], expired: string): Promise<{ answers: number; errors: string[] }[]> {
    portal.expired.add(expired);
    const lines = running.map(({ output }) => output().split('\n').length);
    for (const { process } of running) process.stdin?.write('go\n');
    await Promise.all(
      running.map(async ({ output, process }, i) => {
        while (output().split('\n').length <= (lines[i] ?? 0) && process.exitCode === null) {
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }),
    );
    return running.map(({ output }) => JSON.parse(output().trim().split('\n').at(-1) ?? '{}'));
  }

  async function end(running: Caller[]): Promise<void> {
    for (const { process } of running) process.stdin?.write('end\n');
    await Promise.all(running.map(({ ended }) => ended));
  }

  const isAsked = (what: string) => kind.isThere && (FULL || QUICK[name]?.includes(what));
  const fine = { answers: 12, errors: [] };

  it.skipIf(!isAsked('expiries'))('one renewal for each of two expiries', async () => {
    const running = await start(['', '', '']);
    expect(await round(running, 'access-1')).toEqual([fine, fine, fine]);
    expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
    expect(await round(running, 'access-2')).toEqual([fine, fine, fine]);
    expect(portal.oauth).toMatchObject({ refreshes: 2, replays: 0 });
    expect(new Set(portal.effects).size).toBe(72);
    expect(portal.effects).toHaveLength(72);
    await end(running);
    if (name === 'file') expect(readdirSync(crew.folder).filter((file) => file.includes('.lock'))).toEqual([]);
  });

  describe.each(['commit', 'commit-word'])('a commit that fails once in every process', (fault) => {
    it.skipIf(!isAsked(fault))(`${fault}: no REINSTALL, no token spent twice`, async () => {
      const running = await start([fault, fault, fault]);
      expect(await round(running, 'access-1')).toEqual([fine, fine, fine]);
      expect(await round(running, 'access-2')).toEqual([fine, fine, fine]);
      expect(portal.oauth).toMatchObject({ refreshes: 2, replays: 0 });
      await end(running);
    });
  });

  describe.each(['die-before', 'die-after', 'die-word'])('a process that is killed', (fault) => {
    it.skipIf(!isAsked(fault))(fault, async () => {
      const [victim, ...others] = await start([fault, '', '']);
      if (victim === undefined) throw new Error('not started');
      portal.expired.add('access-1');
      victim.process.stdin?.write('go\n');
      await victim.ended;
      const wasSpent = portal.oauth.refreshes > 0;
      expect(wasSpent).toBe(fault === 'die-after');
      if (wasSpent && !kind.isDurable) {
        // The pair died with its transaction: it is waited for, nobody has it, and this is what REINSTALL is for.
        const ends = await round(others, 'access-1');
        expect(ends.map(({ errors }) => errors.every((error) => error.includes('REINSTALL')))).toEqual([true, true]);
      } else {
        expect(await round(others, 'access-1')).toEqual([fine, fine]);
        expect(portal.oauth).toMatchObject({ refreshes: 1, replays: 0 });
      }
      await end(others);
    });
  });
});
