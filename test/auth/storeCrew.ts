/** A process with three clients on one store of the kind named in the environment. Bundled and started by `callers.ts`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sqliteTokenStore } from 'readme:sqliteTokenStore';
import { sqlTokenStore } from 'readme:sqlTokenStore';
import type { Pool } from 'pg';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { oauth } from '../../src/auth/oauth';
import { redisTokenStore } from '../../src/auth/redisTokenStore';
import type { TokenStore } from '../../src/auth/TokenStore';
import { systemClock } from '../../src/http/clock';
import type { RedisLike } from '../../src/redis/askRedis';
import { createTransport } from '../../src/transport/createTransport';

/** Five minutes for a pair that will not come pass in three seconds; what the stores are given is real time. */
const FAST = 100;

const {
  KIND = '',
  AT = '',
  SQLITE = '',
  TOKENS = '{}',
  TOKEN_URL = '',
  NAME = '',
  FAULT = '',
  OTHERS = '',
} = process.env;
const lockMs = Number(process.env['LOCK_MS'] ?? 2_000);
const KEY = 'app.1@m3mb3r';
const CLIENTS = 3;
const CALLS = 4;
const start = Date.now();
const clock = {
  ...systemClock,
  now: () => start + (Date.now() - start) * FAST,
  after: (ms: number, then: () => void) => systemClock.after(ms / FAST, then),
};
let commitFails = FAULT.startsWith('commit');
const old = JSON.parse(TOKENS).access_token;
/** The word that a process leaves before it asks holds the old pair still. */
const isWord = (written: string) => written.includes(`"${old}"`);

/** One statement of the kind that ends a transaction fails, once: with the word that goes before, or with the pair. */
async function failingPool(): Promise<Pool> {
  const { Pool } = (await import('pg')).default;
  const pool = new Pool({ host: AT, user: 'postgres', database: 'postgres', max: CLIENTS * 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    let written = '';
    // A pool hands its own questions on with a callback.
    client.query = async (text, values, ...rest) => {
      written = text === 'begin' ? '' : written + JSON.stringify(values ?? '').replaceAll('\\', '');
      const isAsked = written.includes('access_token') && isWord(written) === (FAULT === 'commit-word');
      if (text !== 'commit' || !commitFails || !isAsked) return query(text, values, ...rest);
      commitFails = false;
      await query('rollback');
      throw new Error('could not serialize access');
    };
  });
  return pool;
}

/** Elsewhere the write stands, and only giving the lock back fails. */
function failingOnce(store: TokenStore): TokenStore {
  return {
    read: store.read,
    async exclusive(work) {
      const result = await store.exclusive(work);
      if (!commitFails) return result;
      commitFails = false;
      throw new Error('could not give the lock back');
    },
  };
}

/** Dies under the lock, before the token is spent or between the write and the end; or having said that it is about to ask. */
function dying(store: TokenStore): TokenStore {
  const die = () => process.kill(process.pid, 'SIGKILL');
  let hasWord = false;
  return {
    read: store.read,
    exclusive: (work) =>
      store
        .exclusive((access) =>
          work({
            ...access,
            async read() {
              const pair = await access.read();
              if (FAULT === 'die-before') die();
              return pair;
            },
            async write(pair) {
              await access.write(pair);
              if (FAULT === 'die-after' && pair.access_token !== old) die();
              if (FAULT === 'die-word' && access.lasting === true) die();
              hasWord = true;
            },
          }),
        )
        .then((result) => {
          if (FAULT === 'die-word' && hasWord) die();
          return result;
        }),
  };
}

const socket = { host: '127.0.0.1', port: Number(AT) };
/** Only the library that is asked for is loaded: dozens of these processes start. */
async function redisOf(kind: string): Promise<RedisLike> {
  if (kind === 'ioredis 5') return new (await import('ioredis5')).Redis(socket);
  if (kind === 'ioredis 6') return new (await import('ioredis')).Redis(socket);
  const client = await nodeRedisOf(kind);
  await client.connect();
  return client;
}

async function nodeRedisOf(kind: string): Promise<RedisLike & { connect(): Promise<unknown> }> {
  if (kind === 'node-redis 4') return (await import('redis4')).createClient({ socket });
  if (kind === 'node-redis 5') return (await import('redis5')).createClient({ socket });
  if (kind === 'node-redis 6') return (await import('redis')).createClient({ socket });
  throw new Error(`no such store: ${kind}`);
}

/** A connection for all clients of this process, a store for each. */
async function stores(): Promise<() => TokenStore> {
  if (KIND === 'file') return () => failingOnce(fileTokenStore(AT, { lockMs }));
  if (KIND === 'postgres') {
    const pool = await failingPool();
    return () => sqlTokenStore(pool, KEY);
  }
  if (KIND === 'sqlite') {
    const Database = createRequire(join(SQLITE, 'from.js'))('better-sqlite3');
    const db = new Database(AT);
    return () => failingOnce(sqliteTokenStore(db, KEY));
  }
  const redis = await redisOf(KIND);
  return () => failingOnce(redisTokenStore(redis, { key: KEY, lockMs }));
}

async function run(): Promise<void> {
  const store = await stores();
  const clients = Array.from({ length: CLIENTS }, () => {
    const ids = { clientId: 'app.1', clientSecret: 'shh-shh', tokenUrl: TOKEN_URL };
    const auth = oauth({
      ...ids,
      tokens: JSON.parse(TOKENS),
      store: FAULT.startsWith('die') ? dying(store()) : store(),
    });
    return createTransport({
      auth,
      limits: false,
      clock: FAULT === '' && OTHERS.startsWith('die') ? clock : systemClock,
      timeout: 4_000_000,
    });
  });
  process.stdout.write('ready\n');
  let round = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line !== 'go') break;
    round++;
    const calls = clients.flatMap((client, i) =>
      Array.from({ length: CALLS }, (_, call) =>
        client.send('imbot.message.add', { MESSAGE: `${NAME}-${round}-${i}-${call}` }, { replay: 'never' }),
      ),
    );
    const ends = await Promise.allSettled(calls);
    const errors = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    process.stdout.write(`${JSON.stringify({ answers: ends.length - errors.length, errors })}\n`);
  }
  await Promise.all(clients.map((client) => client.close()));
  process.exit(0);
}

run().catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ fatal: String(error) })}\n`);
  process.exit(1);
});
