import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPortal, type PortalServer } from '../../portal/index';
import { shared } from '../../src/engine/shared';
import { createImbot, webhook } from '../../src/index';

const ADD = 'imbot.message.add';
const LIST = 'imbot.v2.Bot.list';
let portal: ReturnType<typeof createPortal>;
let server: PortalServer;

beforeEach(async () => {
  shared().portals.clear();
  portal = createPortal();
  portal.addBot({ code: 'b', generation: 'v1', clientId: 'my_bot' });
  server = await portal.listen();
});
afterEach(() => server.close());

const client = () =>
  createImbot({
    auth: webhook(server.webhookUrl(portal.webhook({ userId: 1 })), { clientId: 'my_bot' }),
    limits: false,
    warnings: false,
  });
const sent = () => portal.requests.map(({ method }) => method);

test.each([
  ['a page of a gateway', { kind: 'html', times: 3 }],
  ['an error of the server', { kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR', times: 3 }],
  ['a refusal', { kind: 'status', status: 403, code: 'ACCESS_DENIED' }],
] as const)('a look-up that fails breaks no call in mode auto: %s', async (_what, fault) => {
  portal.fault({ method: LIST, ...fault });
  const imbot = client();
  expect(await imbot.call(ADD, { DIALOG_ID: '1', MESSAGE: 'x' })).toBeGreaterThan(0);
  expect(sent().at(-1)).toBe(ADD);
  portal.clearFaults();
  await imbot.call(ADD, { DIALOG_ID: '1', MESSAGE: 'x' });
  expect(sent().at(-1)).toBe('imbot.v2.Chat.Message.send');
  await imbot.close();
});

test('where only a look-up failed, the call itself did not run, and the error says so', async () => {
  portal.fault({ method: LIST, kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR', times: 3 });
  const imbot = client();
  const error = await imbot.call(ADD, { DIALOG_ID: '1', MESSAGE: 'x' }, { mode: 'v2' }).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', outcome: 'refused', method: ADD });
  expect(error.message).toContain(LIST);
  expect(error.message).not.toContain('may have run');
  expect(sent()).not.toContain(ADD);
  await imbot.close();
});

test('a look-up of a batch that fails leaves the command on v1', async () => {
  portal.fault({ method: LIST, kind: 'html', times: 3 });
  const imbot = client();
  const { result } = await imbot.batch({ a: [ADD, { DIALOG_ID: '1', MESSAGE: 'x' }] });
  expect(Object.keys(result)).toEqual(['a']);
  expect(sent().at(-1)).toBe(ADD);
  await imbot.close();
});
