import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import type { Auth } from '../../src/auth/types';
import { webhook } from '../../src/auth/webhook';
import { ImbotError } from '../../src/errors/ImbotError';
import { createTransport } from '../../src/transport/createTransport';
import type { Replay } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock } from './clocks';
import { type Fault, type StandIn, standIn } from './standIn';

const METHODS = { never: 'imbot.message.add', fixed: 'imbot.state.set', read: 'imbot.state.get' } as const;

interface Row {
  fault: string;
  make: Fault | Fault[];
  /** Per replay class: the error code (or `ok`), the outcome, and how often the portal was reached. */
  never: string;
  fixed: string;
  read: string;
  /** Effects of a `never` call. */
  effects: number;
}

const REFUSED_ONCE = { never: 'ok', fixed: 'ok', read: 'ok', effects: 1 };
const ROWS: Row[] = [
  {
    fault: 'dropped before',
    make: 'drop-before',
    never: 'NO_ANSWER unknown 1',
    fixed: 'ok 2',
    read: 'ok 2',
    effects: 0,
  },
  {
    fault: 'dropped after commit',
    make: 'drop-after',
    never: 'NO_ANSWER unknown 1',
    fixed: 'ok 2',
    read: 'ok 2',
    effects: 1,
  },
  { fault: '502', make: '502', never: 'BAD_ANSWER unknown 1', fixed: 'ok 2', read: 'ok 2', effects: 1 },
  { fault: 'HTML 200', make: 'html', never: 'BAD_ANSWER unknown 1', fixed: 'ok 2', read: 'ok 2', effects: 1 },
  { fault: 'truncated', make: 'truncated', never: 'BAD_ANSWER unknown 1', fixed: 'ok 2', read: 'ok 2', effects: 1 },
  // A redirect to the same address does not say that anything moved, and may come once the call has run.
  { fault: '302', make: '302', never: 'BAD_ANSWER unknown 1', fixed: 'ok 2', read: 'ok 2', effects: 0 },
  {
    fault: '302 for ever',
    make: Array<Fault>(9).fill('302'),
    never: 'BAD_ANSWER unknown 1',
    fixed: 'BAD_ANSWER unknown 3',
    read: 'BAD_ANSWER unknown 3',
    effects: 0,
  },
  ...[301, 302, 303, 307, 308].flatMap((redirect) =>
    [undefined, '/', '/auth/', '?again=1'].map((location) => ({
      fault: `${redirect} after commit to ${location ?? 'the same address'}`,
      make: { redirect, ...(location === undefined ? {} : { location }) },
      never: 'BAD_ANSWER unknown 1',
      fixed: 'ok 2',
      read: 'ok 2',
      effects: 1,
    })),
  ),
  ...['BOT_NOT_FOUND', 'ERROR_METHOD_NOT_FOUND', 'insufficient_scope', 'NO_AUTH_FOUND', 'ACCESS_DENIED'].flatMap(
    (code) => [
      {
        fault: `200 ${code} after commit`,
        make: { code, status: 200, ran: true },
        never: `${code} unknown 1`,
        fixed: `${code} unknown 1`,
        read: `${code} unknown 1`,
        effects: 1,
      },
      {
        fault: `500 ${code} after commit`,
        make: { code, status: 500, ran: true },
        never: `${code} unknown 1`,
        fixed: 'ok 2',
        read: 'ok 2',
        effects: 1,
      },
    ],
  ),
  ...['QUERY_LIMIT_EXCEEDED', 'OPERATION_TIME_LIMIT'].map((code) => ({
    fault: `503 ${code}`,
    make: { code },
    ...REFUSED_ONCE,
  })),
  { fault: '429 QUERY_LIMIT_EXCEEDED', make: { code: 'QUERY_LIMIT_EXCEEDED', status: 429 }, ...REFUSED_ONCE },
  {
    fault: '503 OVERLOAD_LIMIT',
    make: { code: 'OVERLOAD_LIMIT' },
    never: 'OVERLOAD_LIMIT refused 1',
    fixed: 'OVERLOAD_LIMIT refused 1',
    read: 'OVERLOAD_LIMIT refused 1',
    effects: 0,
  },
  {
    fault: '500 INTERNAL_SERVER_ERROR after commit',
    make: { code: 'INTERNAL_SERVER_ERROR', status: 500, ran: true },
    never: 'INTERNAL_SERVER_ERROR unknown 1',
    fixed: 'ok 2',
    read: 'ok 2',
    effects: 1,
  },
  {
    fault: '400 refusal',
    make: { code: 'MESSAGE_EMPTY', status: 400 },
    never: 'MESSAGE_EMPTY refused 1',
    fixed: 'MESSAGE_EMPTY refused 1',
    read: 'MESSAGE_EMPTY refused 1',
    effects: 0,
  },
  {
    fault: 'limit, then dropped',
    make: [{ code: 'QUERY_LIMIT_EXCEEDED' }, 'drop-after'],
    never: 'NO_ANSWER unknown 2',
    fixed: 'ok 3',
    read: 'ok 3',
    effects: 1,
  },
  {
    fault: 'dropped for ever',
    make: Array<Fault>(9).fill('drop-after'),
    never: 'NO_ANSWER unknown 1',
    fixed: 'NO_ANSWER unknown 3',
    read: 'NO_ANSWER unknown 3',
    effects: 1,
  },
  {
    fault: 'limit for ever',
    make: Array<Fault>(9).fill({ code: 'QUERY_LIMIT_EXCEEDED' }),
    never: 'QUERY_LIMIT_EXCEEDED refused 6',
    fixed: 'QUERY_LIMIT_EXCEEDED refused 6',
    read: 'QUERY_LIMIT_EXCEEDED refused 6',
    effects: 0,
  },
  {
    fault: 'dropped, then refused',
    make: ['drop-after', { code: 'ACCESS_DENIED', status: 403 }],
    never: 'NO_ANSWER unknown 1',
    fixed: 'ACCESS_DENIED unknown 2',
    read: 'ACCESS_DENIED unknown 2',
    effects: 1,
  },
];

let portal: StandIn;
beforeEach(async () => {
  portal = await standIn();
});
afterEach(() => portal.close());

const AUTHS: Record<string, (portal: StandIn) => Auth> = {
  webhook: ({ webhookUrl }) => webhook(webhookUrl, { clientId: 'bot-client-id' }),
  oauth: ({ tokens, tokenUrl }) => oauth({ clientId: 'app.1', clientSecret: 'shh', tokens: tokens(), tokenUrl }),
};

async function run(
  auth: Auth,
  replay: Replay,
  options: { timeout?: number; clock?: ReturnType<typeof jumpingClock> } = {},
) {
  const { clock = jumpingClock(), timeout = CALL_TIMEOUT } = options;
  const transport = createTransport({ auth, limits: false, clock, timeout });
  try {
    await transport.send(METHODS[replay], { MESSAGE: 'once', VALUE: 7 }, { replay });
    return 'ok';
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    return `${error.code} ${error.outcome}`;
  } finally {
    await transport.close();
  }
}

for (const [kind, authOf] of Object.entries(AUTHS)) {
  describe(`${kind}: what goes wrong, and what the portal has seen`, () => {
    for (const row of ROWS) {
      for (const replay of ['never', 'fixed', 'read'] as const) {
        it(`${row.fault}: ${replay}`, async () => {
          portal.faults.push(...[row.make].flat());
          const end = await run(authOf(portal), replay);
          const wanted = row[replay] === 'ok' ? 'ok 2' : row[replay];
          expect(`${end} ${portal.requests.length}`).toBe(wanted);
          if (replay === 'never') expect(portal.effects).toEqual(Array(row.effects).fill('once'));
          if (replay === 'fixed' && end === 'ok') expect(portal.state.get('value')).toBe(7);
          for (const request of portal.requests) expect(request.verb).toBe('POST');
        });
      }
    }

    for (const replay of ['never', 'fixed', 'read'] as const) {
      it(`slow: ${replay}`, async () => {
        portal.faults.push('slow');
        // The one timer of this call is its time-out; it fires as soon as the portal holds the call.
        let late = () => {};
        const clock = jumpingClock();
        clock.after = (_ms, then) => {
          late = then;
          return () => {};
        };
        const end = run(authOf(portal), replay, { clock });
        while (portal.slow.length === 0) await new Promise((resolve) => setImmediate(resolve));
        late();
        expect(await end).toBe('TIMEOUT unknown');
        expect(portal.requests).toHaveLength(1);
        expect(portal.effects).toHaveLength(replay === 'never' ? 1 : 0);
      });

      it(`never sent, then reachable: ${replay}`, async () => {
        const auth = authOf(portal);
        const port = Number(new URL(portal.url).port);
        await portal.close();
        let started: Promise<void> | undefined;
        const clock = jumpingClock();
        const { after } = clock;
        clock.after = (ms, then) => {
          if (ms === CALL_TIMEOUT) return () => {};
          started ??= standIn({ port }).then((back) => {
            portal = back;
          });
          let off = () => {};
          void started.then(() => {
            off = after(ms, then);
          });
          return () => off();
        };
        expect(await run(auth, replay, { clock })).toBe('ok');
        expect(portal.requests).toHaveLength(1);
      });

      it(`never sent at all: ${replay}`, async () => {
        const auth = authOf(portal);
        await portal.close();
        expect(await run(auth, replay)).toBe('NO_ANSWER refused');
        portal = await standIn();
      });
    }

    it('401', async () => {
      portal.faults.push('401');
      expect(await run(authOf(portal), 'never')).toBe(kind === 'oauth' ? 'ok' : 'expired_token refused');
      expect(portal.effects).toHaveLength(kind === 'oauth' ? 1 : 0);
      expect(portal.oauth.refreshes).toBe(kind === 'oauth' ? 1 : 0);
    });
  });
}

it('late 401s reuse the renewal that is already done', async () => {
  const auth = AUTHS['oauth']?.(portal);
  if (auth === undefined) throw new Error('no oauth');
  const transport = createTransport({ auth, limits: false, clock: jumpingClock(), timeout: CALL_TIMEOUT });
  // The first call is held back until the second one has caused the renewal, and only then hears of its 401.
  let answerLate = () => {};
  portal.faults.push((_request, response) => {
    answerLate = () => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"error":"expired_token","error_description":"expired"}');
    };
  });
  const late = transport.send('imbot.message.add', { MESSAGE: 'late' }, { replay: 'never' });
  while (portal.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  portal.expired.add('access-1');
  await transport.send('imbot.message.add', { MESSAGE: 'early' }, { replay: 'never' });
  expect(portal.oauth.refreshes).toBe(1);
  answerLate();
  await late;
  expect(portal.oauth.refreshes).toBe(1);
  expect(portal.effects).toEqual(['early', 'late']);
  await transport.close();
});

it('a request that waits for a connection was never sent', async () => {
  const deaf = createServer();
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const address = deaf.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const auth = webhook(`http://127.0.0.1:${port}/rest/1/s3cr3t/`);
  const transport = createTransport({ auth, limits: false, connections: 1 });
  const controller = new AbortController();
  const onItsWay = transport.send('imbot.message.add', {}, { replay: 'never', signal: controller.signal });
  const queued = transport.send('imbot.message.add', {}, { replay: 'never', signal: controller.signal });
  const ends = Promise.allSettled([onItsWay, queued]);
  await new Promise<void>((resolve) => deaf.once('connection', (socket) => socket.once('data', () => resolve())));
  controller.abort();
  const outcomes = (await ends).map((end) => (end.status === 'rejected' ? end.reason.outcome : 'fulfilled'));
  expect(outcomes).toEqual(['unknown', 'refused']);
  await transport.close();
  deaf.close();
});
