import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEventHandler, type EventHandlers, pollEvents } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body, v2Data, webhookBody } from './samples';

const FORM = { contentType: 'application/x-www-form-urlencoded' };
const got: unknown[] = [];

class Bot {
  #name = 'private';
  ONIMBOTMESSAGEADD(event: { event: string }): void {
    got.push(event.event, this.#name);
  }
}
class Derived extends Bot {
  helper = 'text';
  onInit(): void {}
}
class Statics {
  readonly made = true;
  static ONIMBOTMESSAGEADD(event: { event: string }): void {
    got.push(event.event, 'private');
  }
}
const take = (event: { event: string }): void => void got.push(event.event, 'private');

const shapes: Record<string, () => object> = {
  'a plain object': () => ({ ONIMBOTMESSAGEADD: take }),
  'a frozen object': () => Object.freeze({ ONIMBOTMESSAGEADD: take }),
  'an object without prototype': () => Object.assign(Object.create(null), { ONIMBOTMESSAGEADD: take }),
  'an instance of a class': () => new Bot(),
  'an instance of a derived class': () => new Derived(),
  'an object that inherits': () => Object.create({ ONIMBOTMESSAGEADD: take }),
  'static methods of a class': () => Statics,
  'a Map': () => new Map([['ONIMBOTMESSAGEADD', take]]),
  'a getter': () => ({
    get ONIMBOTMESSAGEADD() {
      return take;
    },
  }),
  'a getter of a class': () =>
    new (class {
      get ONIMBOTMESSAGEADD() {
        return take;
      }
    })(),
  'a field with an arrow function': () =>
    new (class {
      ONIMBOTMESSAGEADD = take;
    })(),
  'a proxy that answers to names only': () =>
    new Proxy({}, { get: (_target, name) => (name === 'ONIMBOTMESSAGEADD' ? take : undefined) }),
  'an entry beside one left out': () => ({ ONIMBOTMESSAGEADD: take, ONIMBOTJOINCHAT: undefined }),
  'names of other products': () => ({ ONIMBOTMESSAGEADD: take, ONCRMDEALADD: take, ONIMCONNECTORMESSAGEADD: take }),
};

function asHandlers(on: unknown): EventHandlers {
  // Plain JavaScript hands over what it likes.
  const any: { on: EventHandlers } = Object.assign({ on: {} }, { on });
  return any.on;
}

describe('handlers given as', () => {
  it.each(Object.entries(shapes))('%s are called, by webhook and by polling', async (_, make) => {
    got.length = 0;
    const on = asHandlers(make());
    const handler = createEventHandler({ applicationToken: 'APPTOK', on });
    const delivered = await handler.deliver(httpBuildQuery(v1Body([5])), FORM);
    expect(delivered).toEqual({ status: 200, text: 'handled' });
    const stop = new AbortController();
    const event = { eventId: 1, type: 'ONIMBOTV2MESSAGEADD', data: v2Data('ONIMBOTV2MESSAGEADD', 'private') };
    const call = () => Promise.resolve({ events: [event], nextOffset: 2 });
    const sleep = () => Promise.resolve(stop.abort());
    await pollEvents({ call }, { botId: 571, on, signal: stop.signal, sleep });
    expect(got).toEqual(['ONIMBOTMESSAGEADD', 'private', 'ONIMBOTMESSAGEADD', 'private']);
  });

  const unusable: Record<string, unknown> = {
    nothing: undefined,
    null: null,
    'a text': 'ONIMBOTMESSAGEADD',
    'a list': [take],
    'one function': take,
    'a name in small letters': { onimbotmessageadd: take },
    'a name in camel case, of a class': new (class {
      onImBotMessageAdd(): void {}
    })(),
    'a misspelt name': { ONIMBOTMESAGEADD: take },
    'a misspelt name in a Map': new Map([['ONIMBOTMESSAGEAD', take]]),
    'the name of v2': { ONIMBOTV2MESSAGEADD: take },
    'a value that is no function': { ONIMBOTMESSAGEADD: 'take' },
    'a value that is no function, in a Map': new Map([['*', 1]]),
    'an object of another kind': new Date(),
  };
  it.each(Object.entries(unusable))('%s are refused when the handler is made', async (_, on) => {
    expect(() => createEventHandler({ applicationToken: 'T', on: asHandlers(on) })).toThrow(
      expect.objectContaining({ name: 'ImbotError', code: 'CONFIG' }),
    );
    const call = () => Promise.reject(new Error('asked'));
    const sleep = () => Promise.reject(new Error('waited'));
    await expect(pollEvents({ call }, { botId: 1, on: asHandlers(on), sleep })).rejects.toMatchObject({
      code: 'CONFIG',
    });
  });

  it('misspelt names are told the right one', () => {
    const make = (on: unknown) => () => createEventHandler({ applicationToken: 'T', on: asHandlers(on) });
    expect(make({ onImBotJoinChat: take })).toThrow('ONIMBOTJOINCHAT');
    expect(make({ ONIMBOTV2COMMANDADD: take })).toThrow('ONIMCOMMANDADD');
  });
});

describe('an event that nobody takes', () => {
  it('is told once a name; what v1 never sent is not', async () => {
    const told: string[] = [];
    const warn = vi.spyOn(console, 'warn').mockImplementation((text) => void told.push(String(text)));
    onTestFinished(() => warn.mockRestore());
    const handler = createEventHandler({ applicationToken: 'APPTOK', on: {} });
    for (const name of ['JOINCHAT', 'JOINCHAT', 'MESSAGEADD', 'MESSAGEUPDATE', 'MESSAGEDELETE', 'REACTIONCHANGE']) {
      const body = webhookBody(`ONIMBOTV2${name}`, v2Data(`ONIMBOTV2${name}`, 'group'));
      expect((await handler.deliver(httpBuildQuery(body), FORM)).text).toBe('ignored');
    }
    expect(told).toHaveLength(2);
    expect(told.join()).toMatch(/ONIMBOTJOINCHAT.*ONIMBOTMESSAGEADD/);
  });
});
