import { describe, expect, it } from 'vitest';
import { type DecideInput, decide, decideInBatch, type InBatch } from '../../src/engine/decide';
import type { Mode } from '../../src/engine/modeOf';
import { translate } from '../../src/translate/translate';
import type { Params, TranslateContext } from '../../src/translate/types';

const WEBHOOK: TranslateContext = { auth: 'webhook', clientId: 'bot_secret_1' };

function given(
  mode: Mode,
  method: string,
  params: Params,
  more: Partial<DecideInput> = {},
  context = WEBHOOK,
): DecideInput {
  const translation = translate(method, params, context);
  return { mode, translation, portalKnown: true, foreign: false, accepts: () => false, ...more };
}

function inBatch(mode: Mode, method: string, params: Params, batch: Partial<InBatch> = {}, context = WEBHOOK) {
  const translation = translate(method, params, context, { inBatch: true });
  return decideInBatch(
    { mode, translation, portalKnown: true, foreign: false, accepts: () => true },
    { halt: false, refersBack: () => false, isReferredTo: () => false, ...batch },
  );
}

const HI = { BOT_ID: 301, DIALOG_ID: 'chat1001', MESSAGE: 'Hi' };
const EXACT = ['imbot.message.add', HI] as const;
const LOSSY = ['imbot.message.add', { ...HI, MENU: [{ TEXT: 'x' }] }] as const;
const NONE = ['imbot.chat.get', { ENTITY_TYPE: 'CRM', ENTITY_ID: 'DEAL|1' }] as const;
const REFUSED = ['imbot.message.add', { ...HI, MESSAGE: '' }] as const;
const LOOKUP = ['imbot.message.add', { DIALOG_ID: 'chat1001', MESSAGE: 'Hi' }] as const;
const TOGGLE = ['imbot.message.like', { BOT_ID: 301, MESSAGE_ID: 5 }] as const;

describe('decide', () => {
  it.each(['v1', 'audit'] as const)('mode %s sends everything as v1', (mode) => {
    const calls: (readonly [string, Params])[] = [EXACT, LOSSY, NONE, REFUSED, LOOKUP, TOGGLE];
    for (const [method, params] of calls) {
      expect(decide(given(mode, method, params))).toEqual({ to: 'v1' });
    }
  });

  it('mode auto takes v2 where it is the same, and refuses nothing', () => {
    const to = (call: readonly [string, Params], more?: Partial<DecideInput>) => decide(given('auto', ...call, more));
    expect(to(EXACT)).toEqual({ to: 'v2' });
    expect(to(LOOKUP)).toEqual({ to: 'v2' });
    expect(to(TOGGLE)).toEqual({ to: 'v2' });
    expect(to(LOOKUP, { portalKnown: false })).toEqual({ to: 'v1' });
    expect(to(TOGGLE, { foreign: true })).toEqual({ to: 'v1' });
    expect(to(EXACT, { foreign: true, portalKnown: false })).toEqual({ to: 'v2' });
    for (const call of [LOSSY, NONE, REFUSED]) expect(to(call, { accepts: () => true })).toEqual({ to: 'v1' });
    expect(to(EXACT, { translation: undefined })).toEqual({ to: 'v1' });
  });

  it('mode v2 takes v2 or refuses, by name', () => {
    const to = (call: readonly [string, Params], more?: Partial<DecideInput>) => decide(given('v2', ...call, more));
    expect(to(EXACT, { foreign: true })).toEqual({ to: 'v2' });
    expect(to(REFUSED)).toEqual({ refuse: 'like-v1' });
    expect(to(LOSSY)).toEqual({ refuse: 'LOSSY', losses: ['menu'] });
    expect(to(LOSSY, { accepts: (loss) => loss === 'menu' })).toEqual({ to: 'v2' });
    expect(to(NONE, { accepts: () => true })).toEqual({ refuse: 'UNTRANSLATABLE', losses: ['entity-lookup'] });
    expect(to(LOOKUP, { portalKnown: false })).toEqual({ refuse: 'no-portal' });
    expect(to(TOGGLE, { foreign: true })).toEqual({ to: 'v2' });
  });
});

describe('decideInBatch', () => {
  const TYPING = ['imbot.chat.sendTyping', { BOT_ID: 301, DIALOG_ID: 'chat1001' }] as const;
  const DIALOG = ['imbot.dialog.get', { BOT_ID: 301, DIALOG_ID: 'chat1001' }] as const;
  const MEMBERS = ['imbot.chat.user.list', { BOT_ID: 301, CHAT_ID: 1001 }] as const;
  const TITLE = ['imbot.chat.updateTitle', { BOT_ID: 301, CHAT_ID: 1001, TITLE: 'x' }] as const;
  const COMMAND = {
    CLIENT_ID: 'x',
    COMMAND: 'go',
    EVENT_COMMAND_ADD: 'https://bot.example/',
    LANG: [{ LANGUAGE_ID: 'en', TITLE: 'Go' }],
  };
  const V2_EVENTS: TranslateContext = { ...WEBHOOK, events: 'v2' };

  it('takes v2 for what one request does', () => {
    expect(inBatch('auto', ...EXACT)).toBe('v2');
    for (const mode of ['auto', 'v2'] as const) {
      expect(inBatch(mode, ...TOGGLE)).toBe('v1');
      expect(inBatch(mode, ...LOOKUP)).toBe('v1');
    }
    expect(inBatch('v1', ...EXACT)).toBe('v1');
    expect(inBatch('v2', ...LOSSY)).toBe('v2');
    expect(inBatch('auto', ...LOSSY)).toBe('v1');
  });

  it('leaves on v1 what a refusal of v2 would end the batch by', () => {
    for (const mode of ['auto', 'v2'] as const) {
      expect(inBatch(mode, ...TYPING)).toBe('v2');
      expect(inBatch(mode, ...TYPING, { halt: true })).toBe('v1');
    }
    expect(inBatch('auto', ...EXACT, { halt: true })).toBe('v2');
  });

  it('leaves on v1 what a later command reads other fields of', () => {
    expect(inBatch('v2', ...DIALOG)).toBe('v2');
    expect(inBatch('v2', ...DIALOG, { isReferredTo: () => true })).toBe('v1');
    expect(inBatch('auto', ...EXACT, { isReferredTo: () => true })).toBe('v2');
  });

  it('in mode auto leaves on v1 what could not be made good', () => {
    expect(inBatch('auto', ...TITLE)).toBe('v1');
    expect(inBatch('v2', ...TITLE)).toBe('v2');
    expect(inBatch('auto', ...MEMBERS)).toBe('v2');
    expect(inBatch('auto', ...MEMBERS, { refersBack: () => true })).toBe('v1');
    expect(inBatch('v2', ...MEMBERS, { refersBack: () => true })).toBe('v2');
    expect(inBatch('auto', ...EXACT, { refersBack: () => true })).toBe('v2');
  });

  it('leaves on v1 the commands of a bot whose events nobody has seen', () => {
    const to = (mode: Mode, bot: unknown) =>
      inBatch(mode, 'imbot.command.register', { ...COMMAND, BOT_ID: bot }, {}, V2_EVENTS);
    expect(to('auto', 301)).toBe('v1');
    expect(to('v2', 301)).toBe('v2');
    expect(to('auto', '$result[made]')).toBe('v1');
    expect(to('v2', '$result[made]')).toBe('v1');
  });
});
