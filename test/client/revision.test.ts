import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPortal, type PortalServer } from '../../portal/index';
import { createImbot, ImbotError, webhook } from '../../src/index';

const REVISION_GET = 'imbot.v2.Revision.get';
let portal: ReturnType<typeof createPortal>;
let server: PortalServer;
let bot: number;

beforeEach(async () => {
  portal = createPortal();
  bot = portal.addBot({ code: 'b', generation: 'v1', clientId: 'my_bot' }).id;
  server = await portal.listen();
});
afterEach(() => server.close());

const client = () =>
  createImbot({
    auth: webhook(server.webhookUrl(portal.webhook({ userId: 1 })), { clientId: 'my_bot' }),
    limits: false,
    warnings: false,
  });
const sent = (): string[] => portal.requests.map(({ method }) => method);

test('a portal that gives no clear answer about its revision gets v1, and is asked again', async () => {
  portal.fault({ method: REVISION_GET, kind: 'status', status: 500, code: 'INTERNAL_SERVER_ERROR', times: 3 });
  const imbot = client();
  const call = () => imbot.message.add({ BOT_ID: bot, DIALOG_ID: '1', MESSAGE: 'x' });
  await call();
  expect(sent().at(-1)).toBe('imbot.message.add');
  portal.clearFaults();
  await call();
  expect(sent().at(-1)).toBe('imbot.v2.Chat.Message.send');
  await imbot.close();
});

test('an abort ends a call at once while the revision is asked, and others get their answer', async () => {
  let answer = (): void => {};
  portal.fault({ method: REVISION_GET, kind: 'slow', gate: new Promise<void>((resolve) => (answer = resolve)) });
  const imbot = client();
  const given = new AbortController();
  const first = imbot.message.add({ BOT_ID: bot, DIALOG_ID: '1', MESSAGE: 'given up' }, { signal: given.signal });
  const second = imbot.message.add({ BOT_ID: bot, DIALOG_ID: '1', MESSAGE: 'goes on' });
  given.abort(new Error('enough'));
  const error = await first.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ImbotError);
  expect(error).toMatchObject({ code: 'ABORTED', name: 'AbortError', outcome: 'refused', method: 'imbot.message.add' });
  answer();
  expect(await second).toBeGreaterThan(0);
  expect(sent().filter((method) => method === 'imbot.v2.Chat.Message.send')).toHaveLength(1);
  await imbot.close();
});
