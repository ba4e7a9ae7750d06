import { describe, expect, test } from 'vitest';
import { createImbot, type ImbotError, type LossId, webhook } from '../../src/index';
import { documentation, LOSSES } from '../../src/map/losses';
import { inProcess } from '../walk/inProcess';
import { type World, world } from '../walk/world';
import { CASES, type LossCase } from './cases';

const OWN_TESTS: readonly LossId[] = ['member-limit', 'unknown-method'];

function clientOf(place: World, { options, withoutClientId }: Pick<LossCase, 'options' | 'withoutClientId'>) {
  if (!withoutClientId) return (more: object) => place.client({ ...options, ...more });
  const { path } = place.portal.webhook({ secret: 'bare' });
  return (more: object) =>
    createImbot({
      auth: webhook(`http://127.0.0.1:9${path}`),
      dispatcher: inProcess(place.portal.handle),
      limits: false,
      warnings: false,
      ...options,
      ...more,
    });
}

/** The requests of a portal without questions that change nothing. */
function sent({ portal }: World): string[] {
  return portal.requests.map(({ method }) => method).filter((method) => method !== 'imbot.v2.Revision.get');
}

const failure = async (call: Promise<unknown>): Promise<ImbotError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error) => error,
  );

test('every loss has a test', () => {
  expect([...Object.keys(CASES), ...OWN_TESTS].sort()).toEqual(Object.keys(LOSSES).sort());
});

const isLoss = (id: string): id is LossId => Object.hasOwn(LOSSES, id);

const cases = Object.entries(CASES).flatMap(([id, given]): [LossId, LossCase][] => (isLoss(id) ? [[id, given]] : []));

describe.each(cases)('%s', (id, given) => {
  const [method, params] = given.call;
  const others = given.with ?? [];

  test('is told by explain, with its text and section', () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const { verdict, losses } = clientOf(place, given)({ mode: 'v2' }).explain(method, params);
    expect(verdict).toBe(given.verdict);
    expect([...new Set(losses.map((loss) => loss.id))].sort()).toEqual([id, ...others].sort());
    expect(losses.find((loss) => loss.id === id)).toMatchObject({ doc: documentation(`loss-${id}`) });
    expect(place.portal.requests).toEqual([]);
  });

  test('mode v2 refuses the call by its name and sends nothing', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const error = await failure(clientOf(place, given)({ mode: 'v2', accept: others }).call(method, params));
    expect(error).toMatchObject({
      code: given.verdict === 'none' ? 'UNTRANSLATABLE' : 'LOSSY',
      outcome: 'refused',
      method,
    });
    expect(error.losses).toContain(id);
    expect(error.message).toContain(id);
    expect(place.portal.requests).toEqual([]);
  });

  test(given.sends ? 'accept lets the call pass to v2' : 'accept changes nothing: v2 has no such call', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const outcome = await clientOf(
      place,
      given,
    )({ mode: 'v2' })
      .call(method, params, { accept: [id, ...others] })
      .then(
        () => 'done',
        (error) => error.code,
      );
    expect(outcome).toBe(given.refusedWith ?? (given.sends ? 'done' : 'UNTRANSLATABLE'));
    expect(sent(place)).toEqual(given.sends ?? []);
  });

  test('mode auto sends v1', async () => {
    const place = world({ auth: 'webhook', encoding: 'json' });
    if (id === 'answer-id' || id === 'answer-dialog') place.portal.state.messages.get(10003)?.invoked.add(501);
    const outcome = await clientOf(
      place,
      given,
    )({ mode: 'auto', accept: [id] })
      .call(method, params)
      .then(
        () => 'done',
        (error) => error.code,
      );
    expect(outcome).toBe(given.v1Code ?? 'done');
    expect(sent(place)).toEqual([method]);
  });
});

describe('member-limit', () => {
  async function crowd(members: number, options: object) {
    const place = world({ auth: 'webhook', encoding: 'json' });
    const chat = place.portal.addChat({
      owner: 301,
      users: Array.from({ length: members - 1 }, () => place.portal.addUser().id),
    });
    const list = place.client(options).call('imbot.chat.user.list', { BOT_ID: 301, CHAT_ID: chat.id });
    return {
      place,
      outcome: await list.then(
        (result) => ({ result }),
        (error: ImbotError) => ({ error }),
      ),
    };
  }

  test('199 members are the whole list', async () => {
    const { place, outcome } = await crowd(199, { mode: 'v2' });
    expect('result' in outcome && outcome.result).toHaveLength(199);
    expect(sent(place)).toEqual(['imbot.v2.Chat.User.list']);
  });

  test('mode v2 reads, and refuses the answer by name', async () => {
    const { place, outcome } = await crowd(200, { mode: 'v2' });
    expect(outcome).toMatchObject({ error: { code: 'LOSSY', losses: ['member-limit'], outcome: 'ran' } });
    expect(sent(place)).toEqual(['imbot.v2.Chat.User.list']);
  });

  test('accept takes the first 200', async () => {
    const { outcome } = await crowd(205, { mode: 'v2', accept: ['member-limit'] });
    expect('result' in outcome && outcome.result).toHaveLength(200);
  });

  test('mode auto asks v1 again', async () => {
    const { place, outcome } = await crowd(205, { mode: 'auto' });
    expect('result' in outcome && outcome.result).toHaveLength(205);
    expect(sent(place)).toEqual(['imbot.v2.Chat.User.list', 'imbot.chat.user.list']);
  });
});

describe('unknown-method', () => {
  test.each(['imbot.bot.update', 'imbot.bot.get', 'imbot.command.get', 'imbot.command.list', 'imbot.list'])(
    '%s never existed',
    async (method) => {
      const place = world({ auth: 'webhook', encoding: 'json' });
      const imbot = place.client({ mode: 'v2' });
      expect(imbot.explain(method)).toMatchObject({
        verdict: 'none',
        losses: [{ id: 'unknown-method' }],
        requests: [],
      });
      const error = await failure(imbot.call(method, {}));
      expect(error).toMatchObject({ code: 'UNTRANSLATABLE', losses: ['unknown-method'], outcome: 'refused' });
      expect(place.portal.requests).toEqual([]);
      expect(await failure(imbot.call(method, {}, { mode: 'auto' }))).toMatchObject({ code: 'ERROR_METHOD_NOT_FOUND' });
      expect(sent(place)).toEqual([method]);
    },
  );
});

describe('attach-clear, accepted', () => {
  // What v2 does not know as an attachment it refuses, and the new text with it.
  test.each(['', 'N', [], {}, '[]', '{}'])('costs the attachment alone, however it is written: %j', async (ATTACH) => {
    const { portal, client } = world({ auth: 'webhook', encoding: 'json' });
    const accepting = client({ mode: 'v2', accept: ['attach-clear'] });
    const params = { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi', ATTACH: [{ MESSAGE: 'below' }] };
    const MESSAGE_ID = await accepting.call('imbot.message.add', params);
    const change = { BOT_ID: 301, MESSAGE_ID, MESSAGE: 'Changed', ATTACH };
    expect(await accepting.call('imbot.message.update', change)).toBe(true);
    expect(portal.snapshot().messages.at(-1)).toMatchObject({
      text: 'Changed',
      attach: { BLOCKS: [{ MESSAGE: 'below' }] },
    });
    expect(portal.requests.at(-1)).toMatchObject({ method: 'imbot.v2.Chat.Message.update' });
  });
});

test('the number of no file as AVATAR: v1 refuses it, v2 takes the picture of the chat away', async () => {
  const pictures: unknown[] = [];
  for (const mode of ['v1', 'v2'] as const) {
    const { portal, client } = world({ auth: 'webhook', encoding: 'json' });
    const call = (AVATAR: string): Promise<unknown> =>
      client({ mode }).call('imbot.chat.updateAvatar', { BOT_ID: 301, CHAT_ID: 1001, AVATAR });
    await call('iVBORw0KGgoAAAANSUhEUg==');
    const picture = (): unknown => portal.snapshot().chats.find(({ id }) => id === 1001)?.avatar;
    const before = picture();
    pictures.push(await call('999999').catch(({ code }: ImbotError) => code), picture() === before);
  }
  expect(pictures).toEqual(['AVATAR_ERROR', true, true, false]);
});
