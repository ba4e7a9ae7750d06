import { describe, expect, it } from 'vitest';
import { toldMethod } from '../../src/gateway/toldMethod';
import { METHODS } from '../../src/map/index';

describe('toldMethod', () => {
  it.each([...METHODS.map(({ v1 }) => v1), 'batch', 'Profile', 'imbot.v2.Chat.Message.send', 'crm.lead.add', 'a.b2c'])(
    'tells a name: %s',
    (name) => {
      expect(toldMethod(name)).toBe(name);
    },
  );

  it.each(['a1b2c3d4e5f6g7h8', 'abcdefghijklmnop', '', 'user.a1b2c3d4', '.', 'x'.repeat(200)])(
    'and nothing that may be a secret: %s',
    (name) => {
      expect(toldMethod(name)).toBe('(other)');
    },
  );

  it('tells none where there is none', () => {
    expect(toldMethod(undefined)).toBeUndefined();
  });
});
