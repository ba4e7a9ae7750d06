/** A process of its own that calls the portal; what to do comes in the environment. Bundled and started by `callers.ts`. */
import Redis from 'ioredis';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { oauth } from '../../src/auth/oauth';
import { redisTokenStore } from '../../src/auth/redisTokenStore';
import { createTransport } from '../../src/transport/createTransport';

const { TOKENS = '{}', TOKEN_URL = '', STORE = '', REDIS_PORT = '', CALLS = '0', NAME = '' } = process.env;
const { LOCK_MS, PID, CLOCK_AHEAD = '0' } = process.env;

// As in a container: a pid that others have too, and a clock of its own.
if (PID !== undefined) Object.defineProperty(process, 'pid', { value: Number(PID) });
if (CLOCK_AHEAD !== '0') {
  const { now } = Date;
  Date.now = () => now() + Number(CLOCK_AHEAD);
}

const redis = REDIS_PORT === '' ? undefined : new Redis(Number(REDIS_PORT), '127.0.0.1');
const store =
  redis === undefined
    ? fileTokenStore(STORE, LOCK_MS === undefined ? {} : { lockMs: Number(LOCK_MS) })
    : redisTokenStore(redis, { key: STORE });
const auth = oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: JSON.parse(TOKENS), tokenUrl: TOKEN_URL, store });
const transport = createTransport({ auth, limits: false });
const add = (MESSAGE: string) => transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' });

async function calls(): Promise<void> {
  await redis?.ping();
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  const ends = await Promise.allSettled(Array.from({ length: Number(CALLS) }, (_, i) => add(`${NAME}-${i}`)));
  const errors = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  await transport.close();
  redis?.disconnect();
  process.stdout.write(`${JSON.stringify({ answers: ends.length - errors.length, errors })}\n`);
  process.stdin.destroy();
}

/** Renews and calls, over and over, until it is killed or told to end. */
async function forEver(): Promise<void> {
  process.stdout.write('ready\n');
  let ended = false;
  process.stdin.once('data', () => {
    ended = true;
  });
  for (let i = 0; !ended; i++) {
    await transport.renew();
    await add(`${NAME}-${i}`);
  }
  await transport.close();
  process.stdin.destroy();
}

(CALLS === '0' ? forEver() : calls()).catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ fatal: String(error) })}\n`);
  process.exit(1);
});
