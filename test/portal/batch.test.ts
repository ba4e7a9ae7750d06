import { describe, expect, it } from 'vitest';
import { CLIENT_ID, seeded } from './seeded';

const send = (text: string, extra = '') =>
  `imbot.message.add?CLIENT_ID=${CLIENT_ID}&DIALOG_ID=1&MESSAGE=${encodeURIComponent(text)}${extra}`;

describe('batch', () => {
  it('takes text, pair and named commands, and puts results where references stand', async () => {
    const { call, portal, bot } = seeded();
    const { result } = await call('batch', {
      halt: 0,
      cmd: {
        first: send('one', '&KEYBOARD[0][TEXT]=Go&KEYBOARD[0][LINK]=%2Fgo'),
        second: ['imbot.message.update', { CLIENT_ID, MESSAGE_ID: '$result[first]', MESSAGE: 'was $result[first]' }],
        third: {
          method: 'imbot.v2.Chat.Message.send',
          params: { botToken: CLIENT_ID, botId: bot.id, dialogId: '2', fields: { message: 'three' } },
        },
        fourth: [
          'imbot.v2.Chat.Message.Reaction.add',
          { botToken: CLIENT_ID, botId: bot.id, messageId: '$result[third][id]', reaction: 'like' },
        ],
      },
    });
    expect(result).toMatchObject({
      result: { first: 10001, second: true, third: { id: 10002 }, fourth: { result: true } },
      result_error: [],
      result_total: [],
      result_next: [],
    });
    expect(portal.snapshot().messages).toMatchObject([
      { id: 10001, text: 'was 10001', keyboard: { BUTTONS: [{ TEXT: 'Go', LINK: '/go' }] } },
      { id: 10002, text: 'three', reactions: { [bot.id]: 'like' } },
    ]);
    expect(portal.counts()).toMatchObject({ batch: 1, 'imbot.message.add': 1, 'imbot.v2.Chat.Message.send': 1 });
  });

  it('writes lists as lists until one command fails, and stops on halt', async () => {
    const { call, portal } = seeded();
    const good = await call('batch', { cmd: [send('a'), send('b')] });
    expect(good.result).toMatchObject({ result: [10001, 10002], result_error: [] });
    const cmd = [send('c'), 'imbot.message.add?DIALOG_ID=1&MESSAGE=x', send('d')];
    const mixed = await call('batch', { cmd });
    expect(mixed.result).toMatchObject({
      result: { 0: 10003, 2: 10004 },
      result_error: { 1: { error: 'ACCESS_DENIED', error_description: 'Access denied! Client ID not specified' } },
    });
    const halted = await call('batch', { halt: 1, cmd });
    expect(halted.result).toMatchObject({ result: [10005], result_error: { 1: { error: 'ACCESS_DENIED' } } });
    expect(portal.state.messages.size).toBe(5);
  });

  it('refuses nesting and what is beyond fifty', async () => {
    const { call } = seeded();
    const { result } = await call('batch', { cmd: { a: 'batch?cmd[0]=profile' } });
    expect(result).toMatchObject({ result_error: { a: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } } });
    const many = await call('batch', { cmd: Array.from({ length: 51 }, () => 'profile') });
    expect(many.result).toMatchObject({ result_error: { 50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' } } });
  });
});
