import { describe, expect, it } from 'vitest';
import { CLIENT_ID, seeded } from './seeded';

const v1 = { CLIENT_ID };
const v2 = { botToken: CLIENT_ID };

describe('both generations over one state', () => {
  it('stores the same message for the same effect', async () => {
    const one = seeded();
    const two = seeded();
    const dialogId = `chat${one.chat.id}`;
    const a = await one.call('imbot.message.add', {
      ...v1,
      bot_id: one.bot.id,
      Dialog_Id: dialogId,
      MESSAGE: '  Hi \n',
      KEYBOARD: { BUTTONS: [[{ TEXT: 'a', LINK: '/a' }], [{ TEXT: 'b', LINK: '/b' }]] },
      ATTACH: '[{"MESSAGE":"x"}]',
      URL_PREVIEW: 'N',
      SKIP_CONNECTOR: 'y',
    });
    const b = await two.call('imbot.v2.Chat.Message.send', {
      ...v2,
      botId: two.bot.id,
      dialogId,
      fields: {
        message: 'Hi',
        keyboard: {
          BOT_ID: two.bot.id,
          BUTTONS: [{ TEXT: 'a', LINK: '/a' }, { TYPE: 'NEWLINE' }, { TEXT: 'b', LINK: '/b' }],
        },
        attach: [{ MESSAGE: 'x' }],
        urlPreview: false,
        skipConnector: true,
      },
    });
    expect(b.result).toEqual({ id: a.result, uuidMap: {} });
    expect(two.portal.snapshot()).toEqual(one.portal.snapshot());
    expect(one.portal.snapshot().messages[0]).toMatchObject({ text: 'Hi', urlPreview: false, skipConnector: true });
  });

  it('lets v2 change what v1 sent, and the other way round', async () => {
    const { call, bot, portal, chat } = seeded();
    const sent = await call('imbot.message.add', { ...v1, DIALOG_ID: '2', MESSAGE: 'x' });
    const messageId = sent.result;
    await call('imbot.v2.Chat.Message.update', { ...v2, botId: bot.id, messageId, fields: { message: 'y' } });
    expect(portal.snapshot().messages).toMatchObject([{ id: messageId, text: 'y' }]);
    const liked = await call('imbot.v2.Chat.Message.Reaction.add', {
      ...v2,
      botId: bot.id,
      messageId,
      reaction: 'like',
    });
    expect(liked.result).toEqual({ result: true });
    expect((await call('imbot.message.like', { ...v1, MESSAGE_ID: messageId, ACTION: 'plus' })).error).toBe(
      'WITHOUT_CHANGES',
    );
    expect((await call('imbot.message.like', { ...v1, MESSAGE_ID: messageId })).result).toBe(true);
    expect(portal.snapshot().messages[0]?.reactions).toEqual({});
    const title = await call('imbot.chat.updateTitle', { ...v1, CHAT_ID: chat.id, TITLE: ' New ' });
    expect(title.result).toBe(true);
    const seen = await call('imbot.v2.Chat.get', { ...v2, botId: bot.id, dialogId: `chat${chat.id}` });
    expect(seen.result).toMatchObject({ chat: { name: 'New', role: 'owner', userCounter: 4 } });
  });

  it('answers each system code of authorisation', async () => {
    const { portal, call } = seeded({ revision: null });
    expect(await call('imbot.v2.Revision.get')).toMatchObject({ status: 404, error: 'ERROR_METHOD_NOT_FOUND' });
    expect(await call('imbot.message.add', { DIALOG_ID: '1', MESSAGE: 'x' })).toMatchObject({
      status: 403,
      error: 'ACCESS_DENIED',
      body: { error_description: 'Access denied! Client ID not specified' },
    });
    const strange = await portal.handle(new Request('http://portal.test/rest/1/wrong/profile'));
    expect([strange.status, (await strange.json()).error]).toEqual([401, 'NO_AUTH_FOUND']);
    const nobody = await portal.handle(new Request('http://portal.test/rest/profile'));
    expect([nobody.status, (await nobody.json()).error]).toEqual([401, 'NO_AUTH_FOUND']);
    portal.setRevision(40);
    expect((await call('imbot.v2.revision.get')).result).toMatchObject({ rest: 40 });
  });
});
