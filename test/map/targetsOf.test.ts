import { describe, expect, it } from 'vitest';
import { METHODS } from '../../src/map';
import { targetsOf } from '../../src/map/targetsOf';

const IDS = { MESSAGE_ID: 5, CHAT_ID: 7, BOT_ID: 39, COMMAND_ID: 3 };

describe('targetsOf', () => {
  it('every method that may be repeated, because it sets a state, names what it sets', () => {
    const without = METHODS.filter(({ replay }) => replay !== 'read' && replay !== 'never')
      .filter(({ v1 }) => targetsOf(v1, IDS).length === 0)
      .map(({ v1 }) => v1);
    // A bot that is being registered has no id yet, typing is no state, and chat applications are not in v2.
    expect(without).toEqual([
      'imbot.register',
      'imbot.chat.sendTyping',
      'imbot.sendTyping',
      'imbot.app.update',
      'imbot.app.unregister',
    ]);
  });

  it.each([
    ['imbot.message.update', { MESSAGE_ID: '5' }, ['message:5']],
    ['imbot.message.update', { message_id: ' 05' }, ['message:5']],
    ['IMBOT.Message.Delete', { MESSAGE_ID: 5 }, ['message:5']],
    ['imbot.message.like', { MESSAGE_ID: 5, ACTION: 'plus' }, ['message:5']],
    ['imbot.v2.Chat.Message.update', { botId: 39, messageId: 5 }, ['message:5']],
    ['imbot.v2.Chat.Message.Reaction.add', { messageId: 5 }, ['message:5']],
    ['imbot.chat.updateTitle', { CHAT_ID: 7 }, ['chat:chat7']],
    ['imbot.v2.Chat.update', { dialogId: 'chat7' }, ['chat:chat7']],
    ['imbot.v2.Chat.User.add', { dialogId: 'chat7' }, ['chat:chat7']],
    ['imbot.chat.leave', { CHAT_ID: '7' }, ['chat:chat7']],
    ['imbot.update', { BOT_ID: 39 }, ['bot:39']],
    ['imbot.v2.Bot.update', { botId: '39' }, ['bot:39']],
    ['imbot.command.update', { COMMAND_ID: 3 }, ['command:3']],
    ['imbot.v2.Command.unregister', { commandId: 3, botId: 39 }, ['command:3']],
    ['imbot.message.add', { DIALOG_ID: 'chat7' }, []],
    ['imbot.v2.Chat.Message.send', { dialogId: 'chat7' }, []],
    ['imbot.v2.Chat.get', { dialogId: 'chat7' }, []],
    ['imbot.v2.Chat.InputAction.notify', { dialogId: 'chat7' }, []],
    ['server.time', {}, []],
    ['imbot.message.update', { MESSAGE_ID: {} }, []],
    [
      'batch',
      {
        cmd: { a: 'imbot.message.update?MESSAGE_ID=5&MESSAGE=a%26b', b: 'imbot.v2.Chat.update?dialogId=chat7', c: 'x' },
      },
      ['message:5', 'chat:chat7'],
    ],
    ['batch', { cmd: ['imbot.message.delete?MESSAGE_ID=6'] }, ['message:6']],
  ])('%s %j: %j', (method, params, keys) => {
    expect(targetsOf(method, params)).toEqual(keys);
  });
});
