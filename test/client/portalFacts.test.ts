import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { METHOD_SAMPLES } from '../../cli/guide/methodSamples';
import { heldOnV1 } from '../../src/engine/heldOnV1';
import { shared } from '../../src/engine/shared';
import { createImbot, ImbotError, type ImbotOptions, webhook } from '../../src/index';
import { FACTS } from '../../src/map/facts';
import { METHODS } from '../../src/map/index';
import { type World, world } from '../walk/world';

const ADD = { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const folder = mkdtempSync(join(tmpdir(), 'profile-'));

let place: World;
beforeEach(() => {
  shared().portals.clear();
  shared().warned.clear();
  place = world({ auth: 'webhook', encoding: 'json' });
});

const profile = (facts: Record<string, boolean>) => ({ version: 1 as const, date: '2026-11-27', revision: 36, facts });

/** What was sent for a call, without the questions that come before it. */
async function sent(options: Omit<ImbotOptions, 'auth'>, method: string, params: object): Promise<string[]> {
  const before = place.portal.requests.length;
  await place.client(options).call(method, { ...params });
  const names = place.portal.requests.slice(before).map(({ method: name }) => name);
  return names.filter((name) => !/Revision\.get|Bot\.list$/.test(name));
}

describe('createImbot({ facts })', () => {
  it('keeps what rests on a fact that failed on v1, and nothing else', async () => {
    const facts = profile({ 'text-flags': false, 'in-place': true });
    expect(await sent({ facts }, 'imbot.message.add', ADD)).toEqual(['imbot.v2.Chat.Message.send']);
    for (const flag of [{ URL_PREVIEW: 'Y' }, { url_preview: 'N' }, { SYSTEM: 'N' }, { 'SKIP_CONNECTOR[0]': 'Y' }]) {
      expect(await sent({ facts }, 'imbot.message.add', { ...ADD, ...flag })).toEqual(['imbot.message.add']);
    }
    const manager = { BOT_ID: 301, CHAT_ID: 1001, USER_ID: 2, IS_MANAGER: 'N' };
    expect(await sent({ facts }, 'imbot.chat.setManager', manager)).toEqual(['imbot.chat.setManager']);
    expect(await sent({ facts }, 'imbot.chat.updateTitle', { BOT_ID: 301, CHAT_ID: 1001, TITLE: 'T' })).toEqual([
      'imbot.v2.Chat.update',
    ]);
  });

  it('in batches too', async () => {
    const imbot = place.client({ facts: profile({ 'blank-refused': false }) });
    await imbot.batch([
      ['imbot.message.add', ADD],
      ['imbot.chat.sendTyping', { BOT_ID: 301, DIALOG_ID: 'chat1001' }],
    ]);
    const names = place.portal.requests.map(({ method }) => method);
    expect(names.filter((name) => !/Revision|Bot\.get/.test(name))).toEqual([
      'batch',
      'imbot.message.add',
      'imbot.v2.Chat.InputAction.notify',
    ]);
  });

  it('with all that was asked true, or nothing asked, changes nothing', async () => {
    for (const facts of [profile({}), profile(Object.fromEntries(FACTS.map(({ id }) => [id, true])))]) {
      expect(await sent({ facts }, 'imbot.message.add', ADD)).toEqual(['imbot.v2.Chat.Message.send']);
    }
  });

  it('decides in auto only: who says v2 gets v2, by client, method or call', async () => {
    const facts = profile({ bridge: false });
    const v2 = ['imbot.v2.Chat.Message.send'];
    expect(await sent({ facts }, 'imbot.message.add', ADD)).toEqual(['imbot.message.add']);
    expect(await sent({ facts, mode: () => 'auto' }, 'imbot.message.add', ADD)).toEqual(['imbot.message.add']);
    expect(await sent({ facts, mode: 'v2' }, 'imbot.message.add', ADD)).toEqual(v2);
    expect(await sent({ facts, methods: { 'imbot.message.*': 'v2' } }, 'imbot.message.add', ADD)).toEqual(v2);
  });

  it('asks nothing of a portal whose bridge is known to be missing', async () => {
    await place.client({ facts: profile({ bridge: false }) }).call('imbot.message.add', ADD);
    expect(place.portal.requests.map(({ method }) => method)).toEqual(['imbot.message.add']);
  });

  it('takes the path of the file', async () => {
    const path = join(folder, 'imbot-portal.json');
    writeFileSync(path, JSON.stringify(profile({ bridge: false })));
    expect(await sent({ facts: path }, 'imbot.message.add', ADD)).toEqual(['imbot.message.add']);
  });

  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  it.each<[unknown, RegExp]>([
    [join(folder, 'nowhere.json'), /nowhere\.json cannot be read \(ENOENT\).*prove --write/],
    [folder, /cannot be read \(EISDIR\)/],
    [file('half.json', '{"version":1,'), /half\.json is not complete JSON/],
    [file('list.json', '[]'), /list\.json is not a profile/],
    [file('new.json', JSON.stringify(profile({ 'not-known': true }))), /new\.json names facts .* not know: not-known/],
    [profile({ 'not-known': true, 'nor-this': false }), /not-known, nor-this\. Run prove again/],
    [{ version: 2, facts: {} }, /the object given is not a profile.*\(version\)/],
    [{ version: 1, facts: { bridge: 'yes' } }, /\(facts\.bridge\)/],
    [{ version: 1, facts: {}, extra: 1 }, /is not a profile/],
    [{ version: 1 }, /\(facts\)/],
    ['', /createImbot: facts is no path and no profile/],
    [7, /createImbot: facts is no path and no profile/],
    [null, /createImbot: facts is no path and no profile/],
  ])('refuses %j with a sentence', (facts, text) => {
    const auth = webhook('https://acme.bitrix24.com/rest/1/wh00ksecret/', { clientId: 'k3y' });
    const make = (): unknown => Reflect.apply(createImbot, undefined, [{ auth, facts }]);
    const error = (() => {
      try {
        return make();
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ImbotError);
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused', message: expect.stringMatching(text) });
    expect(String(error)).not.toMatch(/wh00ksecret|k3y/);
  });
});

describe('what stays on v1 is what the map says rests on the fact', () => {
  it.each(FACTS)('$id', ({ id, holds }) => {
    const held = heldOnV1({ [id]: false });
    const stays = (v1: string) => held?.(v1, METHOD_SAMPLES[v1] ?? {}) === true;
    for (const { v1 } of METHODS) {
      if (holds.includes(`method:${v1}`)) expect([v1, stays(v1)]).toEqual([v1, true]);
      else if (!holds.some((thing) => /^(rule|error):/.test(thing))) expect([v1, stays(v1)]).toEqual([v1, false]);
    }
    expect(heldOnV1({ [id]: true })).toBeUndefined();
  });

  it('a rule holds the calls that pass a parameter by it, wherever it stands', () => {
    const held = heldOnV1({ 'v1-30-kb': false });
    expect(held?.('imbot.message.add', { MESSAGE: 'x' })).toBe(false);
    for (const name of ['KEYBOARD', 'keyboard', 'ATTACH', 'KEYBOARD[BUTTONS][0][TEXT]']) {
      expect(held?.('imbot.message.add', { MESSAGE: 'x', [name]: [] })).toBe(true);
    }
    expect(heldOnV1({ 'documented-calls': false })?.('imbot.register', { PROPERTIES: { COLOR: 'RED' } })).toBe(true);
  });

  it('codes that mean something else hold every method', () => {
    const held = heldOnV1({ 'documented-errors': false });
    for (const { v1 } of METHODS) expect(held?.(v1, {})).toBe(true);
  });
});
