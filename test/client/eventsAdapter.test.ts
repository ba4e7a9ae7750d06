import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { shared } from '../../src/engine/shared';
import { createEventHandler } from '../../src/events/index';
import { createImbot, type Notice, webhook } from '../../src/index';

const auth = () => webhook('http://127.0.0.1:1/rest/1/secret/', { clientId: 'bot' });

beforeEach(() => shared().warned.clear());

async function noticesOf(events: 'v1' | 'v2'): Promise<string[]> {
  const notices: Notice[] = [];
  const imbot = createImbot({ auth: auth(), events, warnings: (notice) => notices.push(notice) });
  await setImmediate();
  await setImmediate();
  await imbot.close();
  return notices.map(({ id }) => id);
}

test('a client that promises v2 events says at start when no adapter is in place', async () => {
  expect(await noticesOf('v1')).toEqual([]);
  expect(await noticesOf('v2')).toEqual(['events-adapter']);
});

test('with a handler in place it says nothing', async () => {
  createEventHandler({ applicationToken: 'token', on: {} });
  expect(await noticesOf('v2')).toEqual([]);
});
