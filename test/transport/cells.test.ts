import { afterAll, beforeAll, expect, it } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import { webhook } from '../../src/auth/webhook';
import { ImbotError } from '../../src/errors/ImbotError';
import { createTransport } from '../../src/transport/createTransport';
import type { Replay, Transport } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from './clocks';
import { type Fault, type StandIn, standIn } from './standIn';

/** Every fault alone, every pair, and as many triples as make the count: what must hold in each cell holds in all. */
const FULL = process.env['IMBOT_FULL'] === '1';
const CELLS = FULL ? 12_000 : 900;

const FAULTS: Readonly<Record<string, Fault>> = {
  'dropped before': 'drop-before',
  'dropped after': 'drop-after',
  'gateway page after': '502',
  'log-in page after': 'html',
  'half an answer': 'truncated',
  'same address': '302',
  'old token': '401',
  'same address after, 302': { redirect: 302 },
  'same address after, 307': { redirect: 307 },
  'elsewhere after, 303': { redirect: 303, location: '/auth/' },
  limit: { code: 'QUERY_LIMIT_EXCEEDED' },
  blocked: { code: 'OPERATION_TIME_LIMIT', status: 429 },
  overload: { code: 'OVERLOAD_LIMIT' },
  refused: { code: 'MESSAGE_EMPTY', status: 400 },
  'no method': { code: 'ERROR_METHOD_NOT_FOUND', status: 404 },
  'code after, 500': { code: 'BOT_NOT_FOUND', status: 500, ran: true },
  'code after, 503': { code: 'ERROR_METHOD_NOT_FOUND', status: 503, ran: true },
  'code after, 200': { code: 'insufficient_scope', status: 200, ran: true },
};
const METHODS = { never: 'imbot.message.add', fixed: 'imbot.state.set', read: 'imbot.state.get' } as const;
const REPLAYS = ['never', 'fixed', 'read'] as const;

let portal: StandIn;
let transports: Record<string, Transport>;
beforeAll(async () => {
  portal = await standIn();
  const auths = {
    webhook: webhook(portal.webhookUrl, { clientId: 'bot-client-id' }),
    oauth: oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: portal.tokens(), tokenUrl: portal.tokenUrl }),
  };
  const shared = { limits: false, clock: jumpingClock(), timeout: CALL_TIMEOUT } as const;
  transports = {
    'webhook json': createTransport({ ...shared, auth: auths.webhook }),
    'webhook form': createTransport({ ...shared, auth: auths.webhook, encoding: 'form' }),
    'oauth json': createTransport({ ...shared, auth: auths.oauth }),
    'oauth form': createTransport({ ...shared, auth: auths.oauth, encoding: 'form' }),
  };
});
afterAll(async () => {
  await Promise.allSettled(Object.values(transports).map((transport) => transport.close()));
  await portal.close();
});

function* sequences(): Generator<string[]> {
  const names = Object.keys(FAULTS);
  for (const one of names) yield [one];
  for (const one of names) for (const two of names) yield [one, two];
  for (const one of names) for (const two of names) for (const three of names) yield [one, two, three];
}

async function cell(names: string[], replay: Replay, way: string, transport: Transport): Promise<void> {
  portal.faults.splice(0, portal.faults.length, ...names.flatMap((name) => FAULTS[name] ?? []));
  portal.effects.length = 0;
  portal.requests.length = 0;
  portal.state.delete('value');
  const target = replay === 'fixed' ? { target: 'state:1' } : {};
  const end = await transport.send(METHODS[replay], { MESSAGE: 'once', VALUE: '7' }, { replay, ...target }).then(
    () => ({ outcome: 'ok', text: '' }),
    (error: unknown) => {
      if (!(error instanceof ImbotError)) throw error;
      return { outcome: error.outcome, text: `${error.message} ${JSON.stringify(error)}` };
    },
  );
  const where = `${names.join(', ')}: ${replay} by ${way} ended ${end.outcome}`;
  const ran = replay === 'never' ? portal.effects.length : portal.state.has('value') ? 1 : 0;
  if (ran > 1) throw new Error(`${where}, and ran ${ran} times`);
  if (end.outcome === 'refused' && ran > 0) throw new Error(`${where}, and ran`);
  if (end.outcome === 'ok' && replay !== 'read' && ran !== 1) throw new Error(`${where}, and did not run`);
  if (/s3cr3t-path|shh|access-\d|refresh-\d|bot-client-id/.test(end.text))
    throw new Error(`${where}, and tells a secret`);
  if (portal.requests.length > 9) throw new Error(`${where}, after ${portal.requests.length} requests`);
}

it(`${CELLS} cells: nothing runs twice, nothing that ran is told as refused, no secret`, {
  timeout: 600_000,
}, async () => {
  let cells = 0;
  const ways = Object.entries(transports);
  outer: for (const names of sequences()) {
    // Triples are many: each takes one way and one kind of call, by turns.
    const all = names.length < (FULL ? 3 : 2);
    for (const [at, replay] of REPLAYS.entries()) {
      for (const [turn, [way, transport]] of ways.entries()) {
        if (!all && (cells + at) % REPLAYS.length !== 0 && turn !== cells % ways.length) continue;
        await cell(names, replay, way, transport);
        cells += 1;
        if (cells === CELLS) break outer;
      }
    }
  }
  expect(cells).toBe(CELLS);
});
