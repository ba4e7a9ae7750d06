import { expect, it } from 'vitest';
import { wrapCall } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Handler = (...values: unknown[]) => unknown;
type Version = '1.7' | '1.12';

/** A promise as jQuery before 3 makes it: it follows nothing but promises of its own, and before 1.8 `then` follows none. */
class OldPromise {
  readonly handlers: Record<'done' | 'fail', Handler[]> = { done: [], fail: [] };
  end: { readonly how: 'done' | 'fail'; readonly values: unknown[] } | undefined;

  constructor(readonly version: Version) {
    if (version === '1.12') Reflect.deleteProperty(this, 'pipe');
    // A jqXHR has its methods itself.
    for (const name of ['done', 'fail', 'always', 'promise', 'then', 'progress'] as const)
      Object.defineProperty(this, name, { value: this[name].bind(this), enumerable: true });
    if (version === '1.7') Object.defineProperty(this, 'pipe', { value: this.follow.bind(this), enumerable: true });
  }

  settle(how: 'done' | 'fail', ...values: unknown[]): void {
    this.end ??= { how, values };
    for (const handler of this.handlers[how].splice(0)) handler(...this.end.values);
  }

  on(how: 'done' | 'fail', handler: Handler): this {
    if (this.end?.how === how) handler(...this.end.values);
    else this.handlers[how].push(handler);
    return this;
  }

  done(handler: Handler): this {
    return this.on('done', handler);
  }

  fail(handler: Handler): this {
    return this.on('fail', handler);
  }

  progress(): this {
    return this;
  }

  always(handler: Handler): this {
    return this.done(handler).fail(handler);
  }

  promise(): this {
    return this;
  }

  // biome-ignore lint/suspicious/noThenProperty: as jQuery has it.
  then(done: Handler, fail: Handler): OldPromise {
    return this.version === '1.7' ? this.done(done).fail(fail) : this.follow(done, fail);
  }

  follow(done: Handler, fail: Handler): OldPromise {
    const next = new OldPromise(this.version);
    const through = (handler: Handler, how: 'done' | 'fail') => {
      this.on(how, (...values) => {
        const returned: unknown = handler(...values);
        const inner: unknown = Object(returned).promise;
        if (typeof inner !== 'function') return next.settle('done', returned);
        const followed = Reflect.apply(inner, returned, []);
        if (this.version === '1.12') followed.progress(() => {});
        const settle =
          (end: 'done' | 'fail') =>
          (...given: unknown[]) =>
            next.settle(end, ...given);
        if (this.version === '1.7') return followed.then(settle('done'), settle('fail'));
        return followed.done(settle('done')).fail(settle('fail'));
      });
    };
    through(done, 'done');
    through(fail, 'fail');
    return next;
  }
}

function ajax(version: Version, base: string) {
  return (method: string, params: object): OldPromise => {
    const made = new OldPromise(version);
    const headers = { 'content-type': 'application/json' };
    void fetch(base + method, { method: 'POST', headers, body: JSON.stringify(params) }).then(async (answer) => {
      const body: unknown = await answer.json();
      const xhr = { status: answer.status, responseJSON: body };
      if (answer.ok) made.settle('done', body, 'success', xhr);
      else made.settle('fail', xhr, 'error', answer.statusText);
    });
    return made;
  };
}

const shown = (answer: OldPromise): Promise<unknown[]> =>
  new Promise((resolve) => {
    answer.done((body, status, xhr) => resolve(['done', typeof Object(body).result, status, Object(xhr).status]));
    answer.fail((xhr, status, text) =>
      resolve(['fail', Object(xhr).responseJSON?.error, Object(xhr).status, status, text]),
    );
  });

it.each(['1.7', '1.12'] as const)('handlers of jQuery %s get what they got, in every mode', async (version) => {
  const seen: Record<string, unknown> = {};
  for (const mode of ['bare', 'v1', 'auto', 'v2'] as const) {
    const { hook, botId, server, portal } = await setScene('webhook');
    const transport = ajax(version, hook);
    const call = mode === 'bare' ? transport : wrapCall(transport, { mode, warnings: false, portal: () => hook });
    const answers: unknown[] = [];
    for (const dialog of ['1', 'chat999999', '1']) {
      const params = { CLIENT_ID: CLIENT, BOT_ID: botId, DIALOG_ID: dialog, MESSAGE: 'Hi' };
      answers.push(await shown(call('imbot.message.add', params)));
    }
    const sent = portal.counts();
    if (mode === 'auto' && version === '1.12') expect(sent['imbot.v2.Chat.Message.send']).toBe(3);
    seen[mode] = [answers, portal.snapshot().messages.length];
    await server.close();
  }
  expect(seen).toEqual({ bare: seen['bare'], v1: seen['bare'], auto: seen['bare'], v2: seen['bare'] });
  const done = ['done', 'number', 'success', 200];
  expect(seen['bare']).toEqual([[done, ['fail', 'WRONG_REQUEST', 400, 'error', 'Bad Request'], done], 2]);
});
