import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  B24Frame,
  B24Hook,
  B24OAuth,
  configureImbot,
  EnumAppStatus,
  imbotControls,
  initializeB24Frame,
} from '../../src/b24jssdk/index';
import { ImbotError } from '../../src/index';

const URL = 'https://p.example/rest/1/s3cr3t/';
const TOKENS = {
  applicationToken: 'T',
  userId: 1,
  memberId: 'm',
  accessToken: 'AT',
  refreshToken: 'RT',
  expires: 4_000_000_000,
  expiresIn: 3600,
  scope: 'imbot',
  domain: 'p.example',
  clientEndpoint: 'https://p.example/rest',
  serverEndpoint: 'https://oauth.bitrix.info/rest/',
  status: EnumAppStatus.Free,
};

/** Every place where the options may be given, called without types as a script does. */
const PLACES: Readonly<Record<string, (imbot: unknown) => unknown>> = {
  configureImbot: (imbot) => Reflect.apply(configureImbot, undefined, [imbot]),
  'new B24Hook': (imbot) =>
    Reflect.construct(B24Hook, [{ b24Url: 'https://p.example', userId: 1, secret: 's' }, { imbot }]),
  'B24Hook.fromWebhookUrl': (imbot) => Reflect.apply(B24Hook.fromWebhookUrl, B24Hook, [URL, { imbot }]),
  'new B24OAuth': (imbot) =>
    Reflect.construct(B24OAuth, [TOKENS, { clientId: 'app', clientSecret: 's3cr3t' }, { imbot }]),
  'new B24Frame': (imbot) =>
    Reflect.construct(B24Frame, [{ DOMAIN: 'p.example', PROTOCOL: 1, LANG: 'en', APP_SID: 'x' }, { imbot }]),
  initializeB24Frame: (imbot) => Reflect.apply(initializeB24Frame, undefined, [{ imbot }]),
};

const WRONG: readonly (readonly [unknown, RegExp])[] = [
  [{ mod: 'v2' }, /unknown option mod; did you mean mode\?/],
  [{ somethingElse: 1 }, /unknown option somethingElse\./],
  [{ mode: 'audti' }, /mode is none of v1, auto, v2, audit; did you mean audit\?/],
  [{ mode: 2 }, /mode is none of v1, auto, v2, audit\./],
  [{ methods: { 'imbot.mesage.add': 'v1' } }, /is no method of imbot v1; did you mean imbot\.message\.add\?/],
  [{ methods: { 'imbot.message.add': 'v3' } }, /\['imbot\.message\.add'\] is none of v1, auto, v2, audit/],
  [{ accept: ['menus'] }, /accept is not known; did you mean menu\?/],
  [{ accept: 'menu' }, /accept is no list of losses/],
  [{ events: 'V2' }, /events is none of v1, v2; did you mean v2\?/],
  [{ botId: '39' }, /botId is no id of a bot/],
  [{ warnings: 'of' }, /did you mean off\?/],
  [{ answer: 'result' }, /unknown option answer/],
  ['v2', /the options are no object/],
  [null, /the options are no object/],
];

afterEach(() => {
  vi.unstubAllGlobals();
  configureImbot({});
});

describe.each(Object.entries(PLACES))('%s', (_name, make) => {
  it.each(WRONG)('%j is CONFIG, with the nearest right word', async (imbot, told) => {
    const error = await (async () => make(imbot))().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImbotError);
    expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused', message: expect.stringMatching(told) });
    expect(Reflect.get(Object(error), 'message')).not.toMatch(/s3cr3t|"AT"|RT/);
  });
});

it.each(Object.entries(PLACES).filter(([name]) => name !== 'initializeB24Frame'))(
  '%s takes what is right',
  (_name, make) => {
    const page = { name: 'p.example|0|sid', parent: {}, addEventListener: () => {}, location: { origin: 'x' } };
    vi.stubGlobal('window', page);
    for (const imbot of [
      {},
      { mode: 'v2', methods: { 'imbot.chat.*': 'v1' }, accept: ['menu'], warnings: false },
      { mode: () => 'v1' },
    ]) {
      expect(() => make(imbot)).not.toThrow();
    }
  },
);

it('asks nothing of the page around before the options are right', async () => {
  const asked: unknown[] = [];
  const parent = { postMessage: (message: unknown) => void asked.push(message) };
  vi.stubGlobal('window', { name: 'p.example|0|sid', parent, addEventListener: () => {}, location: { origin: 'x' } });
  vi.stubGlobal('parent', parent);
  await expect((async () => PLACES.initializeB24Frame?.({ mode: 'v3' }))()).rejects.toMatchObject({ code: 'CONFIG' });
  expect(asked).toEqual([]);
});

it('a wrong configureImbot leaves what held before', () => {
  configureImbot({ mode: 'v2', warnings: false });
  expect(() => PLACES.configureImbot?.({ mode: 'v3' })).toThrow(/did you mean v1\?|none of/);
  expect(imbotControls.report()).toMatchObject({ methods: {} });
  expect(imbotControls.explain('imbot.message.add', { BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'x' })).toMatchObject({
    verdict: 'exact',
  });
});
