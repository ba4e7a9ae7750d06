import { beforeEach, expect, test } from 'vitest';
import { shared } from '../../src/engine/shared';
import type { ImbotError } from '../../src/index';
import { type World, world } from '../walk/world';

const ADD = 'imbot.message.add';
let place: World;
beforeEach(() => {
  shared().portals.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});
const sent = () => place.portal.requests.map(({ method }) => method);
const failure = (call: Promise<unknown>): Promise<ImbotError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error) => error,
  );

test.each([0, '', '0', 'abc'])('a BOT_ID that names nobody, %o, is for v1 to judge in mode auto', async (BOT_ID) => {
  const params = { BOT_ID, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
  await place
    .client({ mode: 'auto' })
    .call(ADD, params)
    .catch(() => {});
  expect(sent()).toEqual([ADD]);
  const refused = await failure(place.client({ mode: 'v2' }).call(ADD, params));
  expect(refused).toMatchObject({ code: 'BOT_ID_ERROR', status: 400, outcome: 'refused' });
  expect(sent()).toEqual([ADD]);
});

test('MESSAGE false is an empty text to v1, which deletes', async () => {
  const imbot = place.client({ mode: 'v2' });
  const MESSAGE_ID = await imbot.call(ADD, { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' });
  await imbot.call('imbot.message.update', { BOT_ID: 301, MESSAGE_ID, MESSAGE: false });
  expect(sent().at(-1)).toBe('imbot.v2.Chat.Message.delete');
});

test.each(['v1', 'auto', 'v2', 'audit'] as const)(
  'no text in place of a method reaches errors or reports: %s',
  async (mode) => {
    const imbot = place.client({ mode });
    for (const text of ['imbot.message.add?auth=S3CRET', 'https://x.bitrix24.com/rest/1/S3CRET/imbot.message.add']) {
      for (const params of [{}, 'S3CRET']) {
        const error = await failure(Promise.resolve(Reflect.apply(imbot.call, undefined, [text, params])));
        expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
        expect(JSON.stringify([error, error.stack])).not.toContain('S3CRET');
      }
    }
    expect(JSON.stringify(imbot.report())).not.toContain('S3CRET');
    expect(sent()).toEqual([]);
  },
);
