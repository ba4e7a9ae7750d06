import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../src/events/index';
import { expandFlatKeys } from '../../src/translate/expandFlatKeys';
import { normalise } from '../../src/translate/normalise';
import { translate } from '../../src/translate/translate';
import { encodeForm } from '../../src/transport/encodeForm';

const CALLER = { auth: 'webhook', clientId: 'bot', events: 'v1' } as const;
const ADD = { BOT_ID: 39, DIALOG_ID: '1', MESSAGE: 'x' };

/** Steps of work, and not time: how often the keys of one level are looked at. */
function entriesReadBy(work: () => void): number {
  const { entries } = Object;
  let read = 0;
  Object.entries = (value: object) => {
    const found = entries(value);
    read += found.length;
    return found;
  };
  try {
    work();
  } finally {
    Object.entries = entries;
  }
  return read;
}

describe('flat keys', () => {
  it('are nested in steps that grow with their number, not with its square', () => {
    const flat = (count: number) =>
      Array.from({ length: count }, (_, i): [string, unknown] => [`KEYBOARD[${i}][TEXT]`, 'a']);
    const small = entriesReadBy(() => expandFlatKeys({}, flat(500)));
    const large = entriesReadBy(() => expandFlatKeys({}, flat(5_000)));
    expect(large).toBeLessThanOrEqual(Math.max(small, 500) * 11);
  });

  it('do not change what the caller gave, and add to it', () => {
    const KEYBOARD = { BUTTONS: [{ TEXT: 'a' }] };
    const { params } = normalise({ KEYBOARD, 'KEYBOARD[BUTTONS][1][TEXT]': 'b', 'keyboard[BUTTONS][][TEXT]': 'c' });
    expect(params).toEqual({ KEYBOARD: { BUTTONS: [{ TEXT: 'a' }, { TEXT: 'b' }, { TEXT: 'c' }] } });
    expect(KEYBOARD).toEqual({ BUTTONS: [{ TEXT: 'a' }] });
  });

  it('that are too deep stay what they are', () => {
    const deep = `A${'[x]'.repeat(50_000)}`;
    expect(normalise({ [deep]: 1 }).params).toEqual({ [deep]: 1 });
  });
});

describe('a sparse list', () => {
  const sparse: unknown[] = [];
  sparse[40_000_000] = { TEXT: 'a' };

  it.each([
    ['imbot.message.add', { ...ADD, KEYBOARD: sparse }],
    ['imbot.message.add', { ...ADD, ATTACH: sparse }],
    ['imbot.chat.user.add', { BOT_ID: 39, CHAT_ID: 1, USERS: sparse }],
    ['imbot.chat.add', { BOT_ID: 39, USERS: sparse }],
  ])('is read by its items: %s', (method, params) => {
    // Walking it by its length would outlast the test.
    for (let count = 0; count < 50; count += 1) expect(translate(method, params, CALLER)).toBeDefined();
  });

  it('goes into a form by its items', () => {
    expect(decodeURIComponent(encodeForm({ KEYBOARD: sparse }))).toBe('KEYBOARD[40000000][TEXT]=a');
  });
});

it('an event of many keys, or of one huge index, is read in steps of its length', () => {
  const body = Array.from({ length: 8_000 }, (_, i) => `data[A][${i}][x]=1`).join('&');
  expect(decodeEvent(`event=ONIMBOTMESSAGEADD&data[LIST][999999999]=1&${body}`)).toMatchObject({ generation: 'v1' });
});
