import { describe, expect, test } from 'vitest';
import { decodeEvent, toV1Event } from '../../src/events/index';
import { createFacts, explain, METHODS, translate } from '../../src/translate/index';
import type { TranslateContext } from '../../src/translate/types';
import { api, v2Request } from './v2Schemas';

const BOT_ID = 39;

/** A client that has seen what the examples speak of, so that no look-up is needed. */
function context(params: Record<string, unknown>): TranslateContext {
  const facts = createFacts();
  facts.botOfCommand.set(Number(params['COMMAND_ID']), BOT_ID);
  if (typeof params['COMMAND'] === 'string') facts.commandOfName.set(`${BOT_ID}/${params['COMMAND']}`, 7);
  facts.dialogOfMessage.set(Number(params['MESSAGE_ID']), 'chat5');
  return { auth: 'webhook', clientId: 'my_bot_token', botId: BOT_ID, events: 'v2', facts };
}

/** The example on the page of Bot.get shortens the user; what the User entity has is on a page of its own. */
const BOT = {
  bot: { id: BOT_ID },
  users: [{ id: BOT_ID, name: 'A B', firstName: 'A', lastName: 'B', workPosition: 'Helper', gender: 'M' }],
};

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const v1Examples = Object.entries(api.v1).flatMap(([method, page]) =>
  page.exampleRequests.filter(isFields).map((params, index) => ({ method, params, name: `${method} #${index + 1}` })),
);
const v2Examples = Object.entries(api.v2).flatMap(([method, page]) =>
  page.exampleRequests.filter(isFields).map((params, index) => ({ method, params, name: `${method} #${index + 1}` })),
);

describe('the schemas take every v2 request of the documentation', () => {
  test.each(v2Examples)('$name', ({ method, params }) => {
    const { auth: _auth, ...rest } = params;
    expect(v2Request(method).safeParse(rest).error?.issues ?? []).toEqual([]);
  });

  test('and refuse what the pages do not have', () => {
    const send = v2Request('imbot.v2.Chat.Message.send');
    const good = { botId: 1, botToken: 't', dialogId: 'chat5', fields: { message: 'Hi' } };
    expect(send.safeParse(good).success).toBe(true);
    for (const bad of [
      { ...good, BOT_ID: 1 },
      { ...good, botId: '1' },
      { ...good, dialogId: 5 },
      { ...good, fields: { MESSAGE: 'Hi' } },
      { ...good, fields: { message: 'Hi', urlPreview: 'Y' } },
      { ...good, fields: { message: 'Hi', keyboard: { BOT_ID: 1, BUTTONS: [[{ TEXT: 'nested' }]] } } },
    ]) {
      expect(send.safeParse(bad).success).toBe(false);
    }
  });
});

describe('every v1 request of the documentation translates or names its loss', () => {
  test.each(v1Examples)('$name', ({ method, params }) => {
    const { auth: _auth, ...rest } = params;
    const translation = translate(method, rest, context(rest));
    if (!translation) return expect.unreachable(`${method} is not in the map`);
    expect(translation.refusal).toBeUndefined();
    expect(explain(method, rest, context(rest)).verdict).toBe(translation.verdict);
    if (translation.plan === undefined) {
      expect(translation.verdict).toBe('none');
      expect(translation.losses.length).toBeGreaterThan(0);
      return;
    }
    if (translation.verdict === 'lossy') expect(translation.losses.length).toBeGreaterThan(0);

    const plan = translation.plan();
    let step = plan.next({});
    let requests = 0;
    while (!step.done) {
      requests += 1;
      const { method: v2, params: request } = step.value;
      expect(v2Request(v2).safeParse(request).error?.issues ?? [], `${v2} ${JSON.stringify(request)}`).toEqual([]);
      // The answer is the one that the v2 page shows.
      step = plan.next({ result: v2 === 'imbot.v2.Bot.get' ? BOT : api.v2[v2]?.exampleResponse?.result });
    }
    expect(requests).toBeGreaterThan(0);
    const documented = api.v1[method]?.exampleResponse?.result;
    // `answer-id`: v2 gives only true where v1 gave the id.
    if (method !== 'imbot.command.answer') expect(typeof step.value).toBe(typeof documented);
  });
});

describe('answer rules take the documented v2 answers', () => {
  const KEYS = new Map([
    ['imbot.dialog.get', 'imbot.v2.Chat.get'],
    ['imbot.bot.list', 'imbot.v2.Bot.list'],
  ]);
  test.each([...KEYS])('%s has only keys of the v1 page', (v1, v2) => {
    const translation = translate(v1, { DIALOG_ID: 'chat5' }, context({}));
    const plan = translation?.plan?.();
    plan?.next({});
    const end = plan?.next({ result: { ...Object(api.v2[v2]?.exampleResponse?.result), hasNextPage: false } });
    const given = end?.value;
    const documented = api.v1[v1]?.exampleResponse?.result;
    if (!isFields(given) || !isFields(documented)) return expect.unreachable('no answer');
    const [mine, theirs] =
      v1 === 'imbot.bot.list' ? [Object.values(given)[0], Object.values(documented)[0]] : [given, documented];
    expect(Object.keys(Object(theirs))).toEqual(expect.arrayContaining(Object.keys(Object(mine))));
    expect(Object.keys(Object(mine)).length).toBeGreaterThan(3);
  });
});

describe('every event of the documentation decodes', () => {
  const events = [...Object.entries(api.v1Events), ...Object.entries(api.v2Events)].flatMap(([event, { examples }]) =>
    examples.map((body, index) => ({ event, body, name: `${event} #${index + 1}` })),
  );
  test.each(events)('$name', ({ event, body }) => {
    if (!isFields(body)) return expect.unreachable('no event');
    const whole = 'event' in body ? body : { event, data: body };
    const decoded = decodeEvent(whole);
    expect(decoded).toMatchObject({ event, generation: event.includes('V2') ? 'v2' : 'v1' });
    if (!/REACTIONCHANGE|CONTEXTGET/.test(event)) expect(toV1Event(decoded)).not.toBeNull();
  });
});

test('the documentation has every method of the map but the four without a page, and the map every method of it', () => {
  const without = ['imbot.sendTyping', 'imbot.app.register', 'imbot.app.update', 'imbot.app.unregister'];
  expect(METHODS.map(({ v1 }) => v1).sort()).toEqual([...Object.keys(api.v1), ...without].sort());
  for (const { v2 } of METHODS) for (const method of v2) expect(api.v2).toHaveProperty([method]);
});
