import { describe, expect, it } from 'vitest';
import { toldEvent } from '../../src/gateway/events/toldEvent';
import { toldMethod } from '../../src/gateway/toldMethod';
import { METHODS } from '../../src/map/index';

describe('toldMethod', () => {
  it.each([
    ...METHODS.map(({ v1 }) => v1),
    'batch',
    'Profile',
    'imbot.v2.Chat.Message.send',
    'IMBOT.MESSAGE.SEND',
    'imbot.bot.get',
    'crm.lead.add',
    'a.b2c',
  ])('tells a name: %s', (name) => {
    expect(toldMethod(name)).toBe(name);
  });

  it.each([
    'a1b2c3d4e5f6g7h8',
    'abcdefghijklmnop',
    '',
    'user.a1b2c3d4',
    'imbot.AccT0k3nAccT',
    'IMBOT.bot.ClIdSecret',
    'imbot.v2.secret',
    'imbot.message.add.secret',
    '.',
    'x'.repeat(200),
  ])('and nothing that may be a secret: %s', (name) => {
    expect(toldMethod(name)).toBe('(other)');
  });

  it.each([
    ['ONIMBOTMESSAGEADD', true],
    ['ONIMBOTV2MESSAGEADD', true],
    ['ONCRMDEALADD', true],
    ['ONAPPINSTALL', true],
    ['AccT0k3n', false],
    ['ONIMBOTAccT0k3n', false],
    ['a\nb', false],
  ])('toldEvent tells an event by its name: %j', (name, isTold) => {
    expect(toldEvent(name)).toBe(isTold ? name : '(other)');
  });

  it('tells none where there is none', () => {
    expect(toldMethod(undefined)).toBeUndefined();
  });
});
