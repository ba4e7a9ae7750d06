import { describe, expect, it } from 'vitest';
import { shared } from '../../src/engine/shared';
import { type WrapOptions, wrapCall } from '../../src/wrap/index';
import { CLIENT } from '../facades/scenario';
import { share } from '../sample';
import { hookScene, type Wild } from './hookScene';
import { picture } from './picture';

/** What callers get for a batch of their own is no business of REST: many wrappers take its results out, each in its own way. */
const scene = hookScene();

type Transport = (method: string, params: Wild) => Promise<unknown>;

async function checked(method: string, params: Wild): Promise<Wild> {
  const { status, body } = await scene.post(method, params);
  if (body.error) throw Object.assign(new Error(String(body.error_description)), { code: body.error, status });
  return body;
}

/** By what a wrapper makes of the answer to a batch. */
const MAKES: Readonly<Record<string, (batch: Wild, keys: readonly string[]) => unknown>> = {
  'the results': ({ result }) => result,
  'a list of results': ({ result }) => Object.values(Object(result)),
  'both by key': ({ result, result_error: errors }, keys) =>
    Object.fromEntries(
      keys.map((key) => {
        const error: unknown = Reflect.get(Object(errors), key);
        return [key, error ? { error } : { result: Reflect.get(Object(result), key) }];
      }),
    ),
  'the results, and no errors': ({ result }) => ({ result }),
  'the results where nothing failed, and all otherwise': (batch) =>
    Object.keys(Object(batch.result_error)).length > 0 ? batch : batch.result,
  'a pair': ({ result, result_error: errors }) => [result, errors],
};

/** By what it gives of all else. */
const GIVES: Readonly<Record<string, readonly [WrapOptions, (body: Wild, made: unknown) => unknown]>> = {
  'an envelope': [{}, (body, made) => made ?? body],
  'a result': [{ answer: 'result' }, (body, made) => made ?? body.result],
  'an envelope within': [{ answer: { envelope: 'body' } }, (body, made) => made ?? { body }],
  'an envelope, of a batch too': [{}, (body, made) => (made === undefined ? body : { result: made })],
};

const wrapper =
  (make: (typeof MAKES)[string], give: (body: Wild, made: unknown) => unknown): Transport =>
  async (method, params) => {
    const body = await checked(method, params);
    return give(body, method === 'batch' ? make(Object(body.result), Object.keys(Object(params.cmd))) : undefined);
  };

const command = (text: string): string =>
  `imbot.message.add?${new URLSearchParams({ CLIENT_ID: CLIENT, BOT_ID: String(scene.now().botId), DIALOG_ID: `chat${scene.now().chatId}`, MESSAGE: text })}`;
const wrong = () => `imbot.chat.updateTitle?CLIENT_ID=${CLIENT}&BOT_ID=${scene.now().botId}&CHAT_ID=424242&TITLE=X`;
const stored = (): unknown[] =>
  scene
    .now()
    .portal.snapshot()
    .messages.map(({ text }) => text);

/** A batch first, then a message and a batch, as a bot makes them. */
async function play(call: Transport): Promise<unknown[]> {
  const seen: unknown[] = [];
  seen.push(await picture(await call('batch', { halt: 0, cmd: { a: command('one'), b: wrong() } })));
  await call('imbot.message.add', scene.message({ MESSAGE: 'two' }));
  seen.push(await picture(await call('batch', { halt: 0, cmd: { a: command('three'), b: command('four') } })));
  return seen;
}

const CELLS = Object.entries(GIVES).flatMap(([gives, given]) =>
  Object.entries(MAKES).map(([makes, make]) => [gives, makes, given, make] as const),
);

describe.each(share(CELLS, 2))(
  'a wrapper that gives %s, and %s of a batch',
  (_gives, _makes, [options, give], make) => {
    it.each([
      ['async', (fn: Transport): Transport => fn],
      [
        'not async',
        (fn: Transport): Transport =>
          (method, params) =>
            fn(method, params),
      ],
    ])('%s: a batch of the caller gives what it gives alone', async (_kind, as) => {
      for (const revision of [36, null]) {
        scene.now().portal.setRevision(revision);
        const alone = await play(wrapper(make, give));
        await scene.anew();
        scene.now().portal.setRevision(revision);
        const own = wrapCall(as(wrapper(make, give)), {
          mode: 'auto',
          warnings: false,
          portal: () => scene.now().hook,
          ...options,
        });
        expect(await play(own)).toEqual(alone);
        expect(stored()).toEqual(['one', 'two', 'three', 'four']);
        await scene.anew();
      }
    });
  },
);

it.each([
  ['a wrapper that says how it encodes', { encoding: 'json' }],
  ['one that does not', {}],
] as const)('%s: batches that come back as REST answers them go out as v2', async (_name, options) => {
  const own = wrapCall(checked, { mode: 'auto', warnings: false, portal: () => scene.now().hook, ...options });
  // One with an error shows nothing.
  await play(own);
  await play(own);
  const once = ['one', 'two', 'three', 'four'];
  expect(stored()).toEqual([...once, ...once]);
  const inBatches = scene.now().portal.requests.filter(({ inBatch }) => inBatch);
  expect(inBatches.slice(-2).map(({ method }) => method)).toEqual([
    'imbot.v2.Chat.Message.send',
    'imbot.v2.Chat.Message.send',
  ]);
  expect(own.report().methods['imbot.message.add']).toMatchObject({ calls: 8 });
});

it('callbacks that get the results of a batch alone get them in auto too', async () => {
  type Done = (error: unknown, result?: unknown) => void;
  const bare = (method: string, params: Wild, done: Done): void => {
    checked(method, params).then(
      ({ result }) => done(null, method === 'batch' ? Object(result).result : result),
      (error) => done(error),
    );
  };
  const own = wrapCall(bare, { mode: 'auto', warnings: false, answer: 'callback', portal: () => scene.now().hook });
  const as =
    (fn: typeof bare): Transport =>
    (method, params) =>
      new Promise((resolve, reject) => {
        fn(method, params, (error, result) => (error ? reject(error) : resolve(result)));
      });
  const alone = await play(as(bare));
  await scene.anew();
  expect(await play(as(own))).toEqual(alone);
  expect(stored()).toEqual(['one', 'two', 'three', 'four']);
});

it('says that what it shows is in words of v2, once', async () => {
  shared().warned.clear();
  const said: string[] = [];
  const taken = wrapper(
    ({ result }) => result,
    (body, made) => (made === undefined ? body : { result: made }),
  );
  for (const mode of ['v1', 'audit', 'auto', 'v2', 'v2'] as const) {
    const own = wrapCall(taken, {
      mode,
      warnings: ({ message }) => said.push(message),
      portal: () => scene.now().hook,
    });
    await own('batch', { cmd: { a: command(mode) } });
    const told = said.filter((text) => text.includes('answers a batch in a form of its own'));
    expect(told).toHaveLength(mode === 'v2' ? 1 : 0);
  }
});

/** Takes the results out of batches of more than one command: our question, and a first batch of one, do not show it. */
const fromTwoOn = (give: (body: Wild, made: unknown) => unknown): Transport => {
  const [one, many] = [wrapper((batch) => batch, give), wrapper(({ result }) => result, give)];
  return (method, params) => (Object.keys(Object(params.cmd)).length < 2 ? one : many)(method, params);
};

it('results that are taken out of some batches alone come as they do alone where all is v1', async () => {
  const give: (body: Wild, made: unknown) => unknown = (body, made) => (made === undefined ? body : { result: made });
  const few = async (call: Transport): Promise<unknown[]> => {
    const one = await call('batch', { cmd: { a: command('zero') } });
    return [await picture(one), ...(await play(call))];
  };
  scene.now().portal.setRevision(null);
  const alone = await few(fromTwoOn(give));
  await scene.anew();
  scene.now().portal.setRevision(null);
  const own = wrapCall(fromTwoOn(give), { mode: 'auto', warnings: false, portal: () => scene.now().hook });
  expect(await few(own)).toEqual(alone);
  expect(stored()).toEqual(['zero', 'one', 'two', 'three', 'four']);
});

describe.each(share(CELLS, 2, { turn: 1 }))(
  'mode v2, a wrapper that gives %s, and %s of a batch',
  (_gives, _makes, [options, give], make) => {
    it('shows what became of its commands', async () => {
      const own = wrapCall(wrapper(make, give), {
        mode: 'v2',
        warnings: false,
        portal: () => scene.now().hook,
        ...options,
      });
      const ids = [10001, 10002];
      for (const id of ids) {
        const came: unknown = await own('batch', { cmd: { a: command('one'), b: command('two') } });
        expect(JSON.stringify(came)).toContain(String(2 * id - 10001));
      }
      expect(stored()).toEqual(['one', 'two', 'one', 'two']);
    });
  },
);

it('mode v2, callbacks that get the results of a batch alone get them', async () => {
  const bare = (method: string, params: Wild, done: (error: unknown, result?: unknown) => void): void => {
    checked(method, params).then(
      ({ result }) => done(null, method === 'batch' ? Object(result).result : result),
      (error) => done(error),
    );
  };
  const own = wrapCall(bare, { mode: 'v2', warnings: false, answer: 'callback', portal: () => scene.now().hook });
  const came = await new Promise((resolve) => {
    own('batch', { cmd: { a: command('one') } }, (...given) => resolve(given));
  });
  expect(came).toMatchObject([null, { a: { id: 10001 } }]);
  expect(stored()).toEqual(['one']);
});
