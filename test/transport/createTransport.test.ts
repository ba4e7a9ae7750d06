import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import { webhook } from '../../src/auth/webhook';
import { createLimiter } from '../../src/transport/createLimiter';
import { createTransport, type TransportOptions } from '../../src/transport/createTransport';
import { formPortals } from '../../src/transport/formPortals';
import type { Transport } from '../../src/transport/types';
import { CALL_TIMEOUT, jumpingClock, manualClock, settle } from './clocks';
import { failed } from './failed';
import { recorder } from './recorder';
import { type StandIn, standIn } from './standIn';

let portal: StandIn;
let open: Transport[];
beforeEach(async () => {
  portal = await standIn();
  open = [];
});
afterEach(async () => {
  await Promise.allSettled(open.map((transport) => transport.close()));
  await portal.close();
  formPortals().clear();
});

function client(options: Partial<TransportOptions> = {}): Transport {
  const auth = webhook(portal.webhookUrl, { clientId: 'bot-client-id' });
  const transport = createTransport({ auth, limits: false, clock: jumpingClock(), timeout: CALL_TIMEOUT, ...options });
  open.push(transport);
  return transport;
}

const add = (transport: Transport, options: { signal?: AbortSignal; timeout?: number } = {}) =>
  transport.send('imbot.message.add', { MESSAGE: 'hi' }, { replay: 'never', ...options });

describe('a call', () => {
  it('resolves to the whole envelope', async () => {
    portal.settings.time = { start: 1, operating: 0.1 };
    expect(await add(client())).toEqual({ result: 1, time: { start: 1, operating: 0.1 } });
    expect(portal.requests[0]).toMatchObject({
      method: 'imbot.message.add',
      verb: 'POST',
      url: '/rest/1/s3cr3t-path/imbot.message.add',
    });
  });

  it('names itself as the caller did', async () => {
    portal.faults.push({ code: 'MESSAGE_EMPTY', status: 400, description: 'Message is empty' });
    const sent = client().send('imbot.v2.Chat.Message.send', {}, { as: 'imbot.message.add', replay: 'never' });
    const error = await failed(sent);
    expect(error).toMatchObject({
      code: 'MESSAGE_EMPTY',
      method: 'imbot.message.add',
      status: 400,
      outcome: 'refused',
      description: 'Message is empty',
    });
    expect(error.message).toBe('imbot.message.add: MESSAGE_EMPTY (Message is empty; HTTP 400). It did not run.');
  });

  it('takes the dispatcher that it is given, and leaves it open', async () => {
    const dispatcher = new Agent();
    const transport = client({ dispatcher });
    await add(transport);
    await transport.close();
    await add(client({ dispatcher }));
    expect(portal.effects).toHaveLength(2);
    await dispatcher.close();
  });

  it.each(['imbot.message.add?x=1', '../../1/other/imbot', 'https://acme.bitrix24.com/rest/1/s3cr3t-path/x', ''])(
    'sends no %j, which is no method',
    async (method) => {
      const error = await failed(client().send(method, {}, { replay: 'never' }));
      expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused', method: '(no method name)' });
      expect(JSON.stringify(error)).not.toContain('s3cr3t');
      expect(portal.requests).toHaveLength(0);
    },
  );

  it('takes an answer behind a byte order mark', async () => {
    portal.faults.push((_request, response) => void response.end('\uFEFF{"result":5}'));
    expect(await add(client())).toEqual({ result: 5 });
  });

  it('says so when the parameters can not be encoded', async () => {
    const params: Record<string, unknown> = {};
    params['self'] = params;
    const error = await failed(client().send('imbot.message.add', params, { replay: 'never' }));
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
  });

  it('takes plain http for loopback only', async () => {
    expect(() => webhook('http://acme.bitrix24.com/rest/1/s3cr3t/')).toThrow(/CONFIG/);
  });
});

describe('giving up', () => {
  it('a signal that is aborted already: nothing is sent', async () => {
    const reason = { mine: true };
    const error = await failed(add(client(), { signal: AbortSignal.abort(reason) }));
    expect(error).toMatchObject({ code: 'ABORTED', name: 'AbortError', outcome: 'refused' });
    expect(error.cause).toBe(reason);
    expect(portal.requests).toHaveLength(0);
  });

  it('a signal during the call: at once, and it may have run', async () => {
    portal.faults.push('slow');
    const controller = new AbortController();
    const sent = failed(add(client(), { signal: controller.signal }));
    while (portal.slow.length === 0) await settle();
    controller.abort('enough');
    expect(await sent).toMatchObject({ code: 'ABORTED', outcome: 'unknown', cause: 'enough' });
  });

  it('a signal in a queue: at once, and it did not run', async () => {
    const clock = manualClock();
    const transport = client({ clock, limits: createLimiter({ burst: 1, perSecond: 1 }, clock) });
    await add(transport);
    const controller = new AbortController();
    const sent = failed(add(transport, { signal: controller.signal }));
    await settle();
    controller.abort();
    expect(await sent).toMatchObject({ code: 'ABORTED', outcome: 'refused' });
    // Neither the queue nor the call holds a timer any more.
    expect(clock.pending()).toBe(0);
    expect(portal.effects).toHaveLength(1);
  });

  it('a time-out in a queue', async () => {
    const clock = manualClock();
    const transport = client({ clock, limits: createLimiter({ burst: 1, perSecond: 0.1 }, clock) });
    await add(transport);
    const sent = failed(add(transport, { timeout: 500 }));
    await clock.advance(500);
    expect(await sent).toMatchObject({ code: 'TIMEOUT', outcome: 'refused' });
    expect(clock.pending()).toBe(0);
  });

  it('a time-out between repeats: what may have run stays so', async () => {
    const clock = manualClock();
    portal.faults.push('drop-after', 'slow');
    const transport = client({ clock });
    const sent = failed(transport.send('x.get', {}, { replay: 'read', timeout: 2000 }));
    while (portal.requests.length < 2) await clock.advance(50);
    await clock.advance(2000);
    expect(await sent).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown' });
  });

  it('a pause that would outlast the call ends it with what the portal said', async () => {
    const clock = manualClock();
    portal.faults.push({ code: 'QUERY_LIMIT_EXCEEDED' });
    const error = await failed(add(client({ clock }), { timeout: 100 }));
    expect(error).toMatchObject({ code: 'QUERY_LIMIT_EXCEEDED', outcome: 'refused', status: 503 });
  });

  it('many calls on one signal share one listener and leave none behind', async () => {
    const controller = new AbortController();
    let listeners = 0;
    let most = 0;
    const { signal } = controller;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      most = Math.max(most, ++listeners);
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    const transport = client();
    await Promise.all(Array.from({ length: 20 }, () => add(transport, { signal })));
    expect({ most, listeners }).toEqual({ most: 1, listeners: 0 });
  });
});

describe('closing', () => {
  it('lets what is on its way come home, sends nothing more, may be done twice', async () => {
    const clock = manualClock();
    portal.faults.push('slow');
    const transport = client({ clock, limits: createLimiter({ burst: 1, perSecond: 1 }, clock) });
    const sent = add(transport);
    while (portal.slow.length === 0) await settle();
    const queued = failed(add(transport));
    await settle();
    let closed = false;
    const closing = transport.close().then(() => {
      closed = true;
    });
    expect(await queued).toMatchObject({ code: 'CLOSED', outcome: 'refused' });
    expect(await failed(add(transport))).toMatchObject({ code: 'CLOSED', outcome: 'refused' });
    await settle();
    expect(closed).toBe(false);
    portal.slow[0]?.end('{"result":77}');
    expect(await sent).toEqual({ result: 77 });
    await closing;
    await transport.close();
    expect(portal.requests).toHaveLength(1);
  });

  it('waits for what has no time limit as long as a request may run, and for the others as long as they may', async () => {
    const clock = manualClock();
    portal.faults.push('slow', 'slow');
    const transport = client({ clock, timeout: 0 });
    const endless = failed(add(transport));
    const patient = add(transport, { timeout: 90_000 });
    while (portal.slow.length < 2) await settle();
    let isClosed = false;
    const closing = transport.close().then(() => {
      isClosed = true;
    });
    await settle();
    await clock.advance(59_999);
    expect(await Promise.race([endless, 'waits'])).toBe('waits');
    await clock.advance(1);
    expect(await Promise.race([endless, 'waits'])).toMatchObject({ code: 'CLOSED', outcome: 'unknown' });
    await settle();
    expect(isClosed).toBe(false);
    for (const answer of portal.slow) answer.end('{"result":77}');
    expect(await patient).toEqual({ result: 77 });
    await closing;
    expect(clock.pending()).toBe(0);
  });

  it('ends a call that would have to be repeated with what it was told', async () => {
    portal.faults.push('slow');
    const transport = client();
    const sent = failed(add(transport));
    while (portal.slow.length === 0) await settle();
    const closing = transport.close();
    portal.slow[0]?.writeHead(503).end('{"error":"QUERY_LIMIT_EXCEEDED"}');
    expect(await sent).toMatchObject({ code: 'QUERY_LIMIT_EXCEEDED', outcome: 'refused' });
    await closing;
  });

  it('leaves no timer behind', async () => {
    const clock = manualClock();
    const transport = client({ clock });
    await add(transport);
    expect(clock.pending()).toBe(0);
  });
});

describe('encoding', () => {
  const params = {
    BOT_ID: 39,
    SYSTEM: true,
    PREVIEW: false,
    KEYBOARD: [{ TEXT: 'Да & нет', BLOCK: true }],
    EMPTY: [],
    NONE: null,
  };
  const asForm = {
    BOT_ID: '39',
    SYSTEM: 'Y',
    PREVIEW: 'N',
    KEYBOARD: [{ TEXT: 'Да & нет', BLOCK: 'Y' }],
    EMPTY: '',
    NONE: '',
  };
  const send = (transport: Transport) => transport.send('imbot.message.add', params, { replay: 'never' });

  it('is JSON by default', async () => {
    await send(client());
    expect(portal.requests[0]).toMatchObject({ contentType: 'application/json', params });
  });

  it("is a PHP form with 'form'", async () => {
    await send(client({ encoding: 'form' }));
    expect(portal.requests[0]).toMatchObject({ contentType: 'application/x-www-form-urlencoded', params: asForm });
  });

  it('becomes a form for a portal that refuses JSON, once it took the same call as a form', async () => {
    portal.settings.jsonBodies = false;
    await send(client());
    await send(client());
    const types = portal.requests.map(({ contentType }) => contentType);
    expect(types).toEqual(['application/json', ...Array(2).fill('application/x-www-form-urlencoded')]);
    expect(portal.effects).toHaveLength(2);
  });

  it('stays JSON where the form is refused as well', async () => {
    const refusal = { code: 'NO_AUTH_FOUND', status: 401 };
    portal.faults.push(refusal, refusal);
    const transport = client();
    expect(await failed(send(transport))).toMatchObject({ code: 'NO_AUTH_FOUND', status: 401, outcome: 'refused' });
    await send(transport);
    expect(portal.requests.map(({ contentType }) => contentType.slice(12, 16))).toEqual(['json', 'x-ww', 'json']);
  });

  it('stays JSON where JSON was asked for', async () => {
    portal.settings.jsonBodies = false;
    expect(await failed(send(client({ encoding: 'json' })))).toMatchObject({ code: 'NO_AUTH_FOUND' });
    expect(portal.requests).toHaveLength(1);
  });
});

describe('a renamed portal', () => {
  it('gets the POST again, and its new address is remembered', async () => {
    const renamed = await standIn();
    portal.faults.push('302');
    portal.settings.moved = renamed.url;
    const transport = client();
    await add(transport);
    await add(transport);
    expect(portal.requests).toHaveLength(1);
    expect(renamed.effects).toHaveLength(2);
    expect(renamed.requests[0]).toMatchObject({ verb: 'POST', params: { MESSAGE: 'hi' } });
    await renamed.close();
  });

  it.each([
    // Another host and the same path: the portal says that it has moved, so nothing ran.
    ['https://evil.example/rest/1/s3cr3t-path/imbot.message.add', 'refused'],
    ['https://acme.bitrix24.com/rest/1/s3cr3t-path/imbot.message.add', 'refused'],
    ['https://user:pass@127.0.0.1/rest/1/s3cr3t-path/imbot.message.add', 'refused'],
    ['http://127.0.0.1.evil.example/rest/1/s3cr3t-path/imbot.message.add', 'refused'],
    ['//evil.example/rest/1/s3cr3t-path/imbot.message.add', 'refused'],
    ['/auth/?backurl=/rest/1/s3cr3t-path/imbot.message.add', 'unknown'],
    ['https://evil.example/', 'unknown'],
    ['javascript:alert(1)', 'unknown'],
    ['', 'unknown'],
  ])('is not followed to %j', async (location, outcome) => {
    portal.faults.push((_request, response) => {
      response.writeHead(302, { location });
      response.end();
    });
    const error = await failed(add(client()));
    expect(error).toMatchObject({ code: 'BAD_ANSWER', outcome, status: 302 });
    expect(error.message).not.toContain('s3cr3t');
    expect(portal.requests).toHaveLength(1);
  });

  it('is followed with OAuth where the authorization server names the new address', async () => {
    const renamed = recorder((origin, path) => {
      if (path.startsWith('/oauth')) return [200, JSON.stringify(portal.tokens({ client_endpoint: NEW }))];
      if (origin === 'https://old.example') return [302, '', { location: `https://new.example${path}` }];
      return [200, '{"result":5}'];
    });
    const auth = () =>
      oauth({
        clientId: 'app.1',
        clientSecret: 'shh',
        tokens: portal.tokens({
          client_endpoint: 'https://old.example/rest/',
          access_token: 'a0',
          refresh_token: 'r0',
        }),
      });
    const NEW = 'https://new.example/rest/';
    expect(await add(client({ auth: auth(), dispatcher: renamed.dispatcher }))).toEqual({ result: 5 });
    expect(renamed.origins).toEqual(['https://old.example', 'https://oauth.bitrix.info', 'https://new.example']);
  });

  it('is asked for once at the authorization server, and not followed to where that does not name it', async () => {
    const stolen = recorder((origin, path) => {
      if (path.startsWith('/oauth')) return [200, JSON.stringify(portal.tokens({ client_endpoint: OLD }))];
      return origin === 'https://old.example' ? [302, '', { location: `https://evil.example${path}` }] : [200, '{}'];
    });
    const OLD = 'https://old.example/rest/';
    const tokens = portal.tokens({ client_endpoint: OLD, access_token: 'a0', refresh_token: 'r0' });
    const auth = oauth({ clientId: 'app.1', clientSecret: 'shh', tokens });
    const transport = client({ auth, dispatcher: stolen.dispatcher });
    for (let count = 0; count < 3; count += 1) {
      expect(await failed(add(transport))).toMatchObject({ code: 'BAD_ANSWER', outcome: 'refused', status: 302 });
    }
    expect(stolen.origins.filter((origin) => origin.includes('evil'))).toEqual([]);
    expect(stolen.origins.filter((origin) => origin.includes('oauth'))).toHaveLength(1);
  });
});

describe('OPERATION_TIME_LIMIT', () => {
  it('waits for operating_reset_at of the last good answer, and so do other calls of the method only', async () => {
    const clock = manualClock(1_800_000_000_000);
    const transport = client({ clock, timeout: 600_000 });
    portal.settings.time = { operating: 470, operating_reset_at: 1_800_000_120 };
    await add(transport);
    portal.faults.push({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    const blocked = add(transport);
    while (portal.requests.length < 2) await settle();
    await settle();
    const other = transport.send('imbot.state.get', {}, { replay: 'read' });
    await other;
    const second = add(transport);
    await clock.advance(119_000);
    expect(portal.effects).toHaveLength(1);
    await clock.advance(1_000);
    await Promise.all([blocked, second]);
    expect(portal.effects).toHaveLength(3);
  });

  it.each([
    ['an hour ahead', 1_800_003_600],
    ['in milliseconds', 1_800_000_120_000],
    ['in milliseconds, far ahead', 1_900_000_000_000],
  ])('a reset time that is %s blocks for ten minutes at most', async (_name, reset) => {
    const clock = manualClock(1_800_000_000_000);
    const transport = client({ clock, timeout: 3_600_000 });
    portal.settings.time = { operating_reset_at: reset };
    await add(transport);
    portal.faults.push({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    const blocked = add(transport);
    while (clock.pending() < 2) await settle();
    await clock.advance(600_000);
    await blocked;
  });

  it('a clock that is set back blocks for ten minutes at most', async () => {
    const clock = manualClock(1_800_000_000_000);
    let back = 0;
    const shifted = { ...clock, now: () => clock.now() - back };
    const transport = client({ clock: shifted, timeout: 3_600_000 });
    portal.faults.push({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    await failed(add(transport, { timeout: 10 }));
    back = 86_400_000;
    const blocked = add(transport);
    while (clock.pending() < 2) await settle();
    await clock.advance(600_000);
    await blocked;
  });

  it('fails at once when the block outlasts the call', async () => {
    const clock = manualClock(1_800_000_000_000);
    const transport = client({ clock, timeout: 60_000 });
    portal.settings.time = { operating_reset_at: 1_800_000_120 };
    await add(transport);
    portal.faults.push({ code: 'OPERATION_TIME_LIMIT', status: 429 });
    expect(await failed(add(transport))).toMatchObject({
      code: 'OPERATION_TIME_LIMIT',
      outcome: 'refused',
      status: 429,
    });
    expect(await failed(add(transport))).toMatchObject({ code: 'OPERATION_TIME_LIMIT', outcome: 'refused' });
    expect(portal.requests).toHaveLength(2);
    await clock.advance(120_000);
    await add(transport);
  });
});

describe('diagnostics', () => {
  it('tells of calls, repeats and waits', async () => {
    const seen: unknown[] = [];
    const listeners = (['call', 'retry', 'wait'] as const).map((name) => {
      const listen = (message: unknown) => void seen.push([name, message]);
      subscribe(`imbot-compat:${name}`, listen);
      return () => unsubscribe(`imbot-compat:${name}`, listen);
    });
    const clock = jumpingClock();
    const transport = client({ clock, limits: createLimiter({ burst: 1, perSecond: 1 }, clock) });
    portal.faults.push({ code: 'QUERY_LIMIT_EXCEEDED' }, { code: 'QUERY_LIMIT_EXCEEDED' });
    await add(transport);
    portal.faults.push({ code: 'ACCESS_DENIED', status: 403 });
    await failed(add(transport));
    for (const stop of listeners) stop();
    await failed(add(transport, { signal: AbortSignal.abort() }));
    const base = { method: 'imbot.message.add', as: 'imbot.message.add', portal: `${portal.url}/1` };
    expect(seen.filter((item) => Array.isArray(item) && item[0] !== 'wait')).toEqual([
      ['retry', { ...base, code: 'QUERY_LIMIT_EXCEEDED', outcome: 'refused', attempt: 1, ms: 375 }],
      ['retry', { ...base, code: 'QUERY_LIMIT_EXCEEDED', outcome: 'refused', attempt: 2, ms: 750 }],
      [
        'call',
        {
          ...base,
          ok: true,
          code: undefined,
          outcome: undefined,
          status: undefined,
          attempts: 3,
          ms: expect.any(Number),
        },
      ],
      [
        'call',
        {
          ...base,
          ok: false,
          code: 'ACCESS_DENIED',
          outcome: 'refused',
          status: 403,
          attempts: 1,
          ms: expect.any(Number),
        },
      ],
    ]);
    expect(seen).toContainEqual(['wait', { ...base, reason: 'limit' }]);
  });
});
