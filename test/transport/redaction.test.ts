import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { callSite } from '../../src/engine/callSite';
import { createUsage } from '../../src/engine/usage';
import { ImbotError } from '../../src/errors/ImbotError';
import { foreignCause, redact, safeCode } from '../../src/http/redact';
import { type NoticeId, say } from '../../src/http/say';
import { createTransport } from '../../src/transport/createTransport';
import { CALL_TIMEOUT, jumpingClock } from './clocks';
import { failed } from './failed';
import { standIn } from './standIn';

const SECRET = 's3cr3tMARK';

/** Every way in which a foreign text is seen to quote a secret that nobody named. */
const QUOTES = [
  `POST https://acme.bitrix24.com/rest/1/${SECRET}/imbot.message.add`,
  `{"url":"https:\\/\\/acme.bitrix24.com\\/rest\\/1\\/${SECRET}\\/imbot.message.add"}`,
  `to=https%3A%2F%2Facme.bitrix24.com%2Frest%2F1%2F${SECRET}%2Fimbot.message.add`,
  `https://admin:${SECRET}@proxy.acme.com:3128`,
  `auth=${SECRET}&MESSAGE=hi`,
  `auth[access_token]=${SECRET}`,
  `auth%5Baccess_token%5D=${SECRET}`,
  `{"access_token":"${SECRET}","x":1}`,
  `{"body":"{\\"auth\\":\\"${SECRET}\\"}"}`,
  `{ refresh_token: '${SECRET}' }`,
  `"CLIENT_ID": "${SECRET}"`,
  `botToken: "${SECRET}"`,
  `AUTH_ID=${SECRET}`,
  `Authorization: Bearer ${SECRET}`,
  `Basic ${SECRET}==`,
];

describe('a secret that nobody named', () => {
  it.each(QUOTES)('is hidden in %s', (text) => {
    expect(redact(text)).not.toContain(SECRET);
    expect(foreignCause(new Error(text)).message).not.toContain(SECRET);
    expect(safeCode(text)).not.toContain(SECRET);
  });

  it.each(QUOTES)('reaches no error, notice or call site by %s', (text) => {
    const error = new ImbotError({
      code: text,
      v2Code: text,
      method: 'imbot.message.add',
      outcome: 'refused',
      message: text,
      description: text,
    });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(SECRET);
    const seen: unknown[] = [];
    vi.spyOn(process, 'emitWarning').mockImplementation((...args: unknown[]) => void seen.push(args));
    const ids: NoticeId[] = [`wrap-layout:${text}`, `unheard:${text}`, `bridge:${text}`, `misnamed:${text}`];
    for (const id of ids) {
      say(true, id, text, 'https://example.com/#x');
      say((notice) => void seen.push(notice), id, text, 'https://example.com/#x');
    }
    expect(seen).toHaveLength(8);
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });

  it('in the address of a page that calls', () => {
    const usage = createUsage(() => callSite());
    const stack = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    Error.prepareStackTrace = () => `Error\n    at f (https://acme.example/app.js?auth=${SECRET}:1:2)`;
    try {
      usage.count('imbot.message.add');
    } finally {
      if (stack) Object.defineProperty(Error, 'prepareStackTrace', stack);
      else Reflect.deleteProperty(Error, 'prepareStackTrace');
    }
    expect(JSON.stringify(usage.report())).toContain('acme.example');
    expect(JSON.stringify(usage.report())).not.toContain(SECRET);
  });
});

describe('prose', () => {
  it.each([
    'Basic authentication is required',
    'auth: the token is missing',
    'The auth of this event has expired',
    'Access denied. Bearer of bad news',
    'https://acme.bitrix24.com/company/personal/user/1/',
  ])('stays: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('warning codes', () => {
  it.each<[NoticeId, string]>([
    ['deprecated:imbot.message.add', 'IMBOT_COMPAT_DEPRECATED_IMBOT_MESSAGE_ADD'],
    ['bridge:acme.bitrix24.com/1', 'IMBOT_COMPAT_BRIDGE'],
    ['wrap-layout:the method stands nowhere', 'IMBOT_COMPAT_WRAP_LAYOUT'],
    ['misnamed:https://acme.bitrix24.com/rest/1/x', 'IMBOT_COMPAT_MISNAMED'],
  ])('%s: %s', (id, code) => {
    const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    say(true, id, 'text', 'doc');
    expect(emit.mock.calls[0]?.[1]).toMatchObject({ code });
  });

  it('a receiver that throws breaks nothing', () => {
    const broken = () => {
      throw new Error('mine');
    };
    expect(() => say(broken, 'bridge', 'text', 'doc')).not.toThrow();
  });
});

describe('the code of an error', () => {
  it.each([
    ['auth=ACCESS_DENIED', 'ACCESS_DENIED'],
    ['look?auth=ACCESS_DENIED&client_id=ACCESS', 'ACCESS_DENIED'],
    ['QUERY_LIMIT_EXCEEDED ERROR_METHOD_NOT_FOUND', 'ACCESS_DENIED'],
    ['{"error":"BOT_NOT_FOUND","auth":"ACCESS_DENIED"}', 'ACCESS_DENIED'],
  ])('is not steered by the message %s', async (MESSAGE, code) => {
    const portal = await standIn();
    portal.faults.push({ code, status: 403, description: `not now: ${MESSAGE}` });
    const transport = createTransport({
      auth: webhook(portal.webhookUrl),
      limits: false,
      clock: jumpingClock(),
      timeout: CALL_TIMEOUT,
    });
    const error = await failed(transport.send('imbot.message.add', { MESSAGE }, { replay: 'never' }));
    expect(error).toMatchObject({ code, outcome: 'refused' });
    await transport.close();
    await portal.close();
  });

  it('that quotes a secret is hidden before a repeat tells of it', async () => {
    const portal = await standIn();
    const seen: unknown[] = [];
    const listen = (message: unknown) => void seen.push(message);
    subscribe('imbot-compat:retry', listen);
    const code = `BAD_${SECRET}`;
    portal.faults.push({ code, status: 500 });
    const transport = createTransport({
      auth: webhook(portal.webhookUrl),
      limits: false,
      clock: jumpingClock(),
      timeout: CALL_TIMEOUT,
    });
    await transport.send('x.get', { CLIENT_ID: SECRET }, { replay: 'read' });
    unsubscribe('imbot-compat:retry', listen);
    expect(seen).toMatchObject([{ code: 'BAD_***', attempt: 1 }]);
    await transport.close();
    await portal.close();
  });
});

afterEach(() => void vi.restoreAllMocks());
