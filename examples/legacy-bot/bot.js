import express from 'express';
import { callBitrix } from './callBitrix.js';
import { menuKeyboard, orderKeyboard } from './keyboards.js';

/** A bot that takes lunch orders, as such bots have been written for imbot v1 for years. */
export function createBot(handlerUrl) {
  const app = express();
  app.use(express.urlencoded({ extended: true }));

  const orders = [];

  app.post('/bot', async (req, res) => {
    const { event, data, auth } = req.body;
    try {
      if (event === 'ONAPPINSTALL') await onInstall(auth);
      if (event === 'ONIMBOTJOINCHAT') await onJoin(data, auth);
      if (event === 'ONIMBOTMESSAGEADD') await onMessage(data, auth);
      if (event === 'ONIMCOMMANDADD') await onCommand(data, auth);
      if (event === 'ONIMBOTDELETE') orders.length = 0;
    } catch (error) {
      console.error('lunch bot:', error.message);
    }
    res.send('ok');
  });

  async function onInstall(auth) {
    const call = (method, params) => callBitrix(auth.domain, auth.access_token, method, params);
    const list = await call('imbot.bot.list', {});
    if (Object.values(list.result || {}).find((bot) => bot.CODE === 'lunch')) return;

    const registered = await call('imbot.register', {
      CODE: 'lunch',
      TYPE: 'B',
      EVENT_MESSAGE_ADD: handlerUrl,
      EVENT_WELCOME_MESSAGE: handlerUrl,
      EVENT_BOT_DELETE: handlerUrl,
      PROPERTIES: { NAME: 'Lunch', WORK_POSITION: 'Takes lunch orders', COLOR: 'GREEN' },
    });
    const botId = Number(registered.result) || 0;
    if (!botId) throw new Error(`not registered: ${registered.error}`);

    for (const [command, title, params] of [
      ['order', 'Order lunch', 'dish'],
      ['cancel', 'Cancel an order', 'number'],
    ]) {
      const { result: commandId } = await call('imbot.command.register', {
        BOT_ID: botId,
        COMMAND: command,
        COMMON: 'N',
        HIDDEN: 'N',
        LANG: [{ LANGUAGE_ID: 'en', TITLE: title, PARAMS: params }],
        EVENT_COMMAND_ADD: handlerUrl,
      });
      if (typeof commandId !== 'number') throw new Error(`command ${command} not registered`);
    }
  }

  async function onJoin(data, auth) {
    const { DIALOG_ID, CHAT_TYPE } = data.PARAMS;
    await callBitrix(auth.domain, auth.access_token, 'imbot.message.add', {
      BOT_ID: Object.values(data.BOT)[0].BOT_ID,
      DIALOG_ID,
      MESSAGE: CHAT_TYPE === 'P' ? 'Hello! What would you like today?' : 'Hello all! Mention me to order.',
      KEYBOARD: menuKeyboard,
    });
  }

  async function onMessage(data, auth) {
    const { DIALOG_ID, MESSAGE, MESSAGE_ID, CHAT_ID, CHAT_TYPE } = data.PARAMS;
    const BOT_ID = Object.values(data.BOT)[0].BOT_ID;
    const call = (method, params) => callBitrix(auth.domain, auth.access_token, method, { BOT_ID, ...params });
    const text = MESSAGE.trim();
    if (text.startsWith('/')) return;

    if (text === 'menu') {
      await call('imbot.chat.sendTyping', { DIALOG_ID });
      await call('imbot.message.add', {
        DIALOG_ID,
        MESSAGE: 'Today:',
        ATTACH: [
          {
            GRID: [
              { NAME: 'Soup', VALUE: '4', DISPLAY: 'LINE' },
              { NAME: 'Pizza', VALUE: '9', DISPLAY: 'LINE' },
            ],
          },
        ],
        KEYBOARD: { BUTTONS: menuKeyboard },
        URL_PREVIEW: 'N',
      });
      return;
    }

    if (text === 'thanks') {
      await call('imbot.message.like', { MESSAGE_ID, ACTION: 'plus' });
      return;
    }

    if (text === 'total') {
      const sent = await call('imbot.message.add', { DIALOG_ID, MESSAGE: 'Counting…' });
      const open = orders.filter((order) => !order.cancelled);
      const MESSAGE = `${open.length} open: ${open.map((order) => order.dish).join(', ')}`;
      await call('imbot.message.update', { MESSAGE_ID: sent.result, MESSAGE });
      return;
    }

    if (text.startsWith('fix ')) {
      const answer = await call('imbot.message.update', { MESSAGE_ID: text.slice(4), MESSAGE: '(fixed)' });
      const reason =
        answer.error === 'CANT_EDIT_MESSAGE' ? 'I can change my own messages only.' : `No: ${answer.error}`;
      await call('imbot.message.add', { DIALOG_ID, MESSAGE: answer.error ? reason : 'Done.' });
      return;
    }

    if (CHAT_TYPE !== 'P') {
      orders.push({ dish: text, by: data.USER.NAME });
      const { result: members } = await call('imbot.chat.user.list', { CHAT_ID });
      await call('imbot.chat.updateTitle', { CHAT_ID, TITLE: `Lunch (${orders.length})` });
      const MESSAGE = `${text} for ${data.USER.FIRST_NAME}, noted. ${members.length} of you are here.`;
      await call('imbot.message.add', { DIALOG_ID, MESSAGE });
      return;
    }

    await call('imbot.message.add', { DIALOG_ID, MESSAGE: `I do not know "${text}". Try [send=menu]menu[/send].` });
  }

  async function onCommand(data, auth) {
    for (const id of Object.keys(data.COMMAND)) {
      const { COMMAND, COMMAND_ID, COMMAND_PARAMS, MESSAGE_ID } = data.COMMAND[id];
      const call = (method, params) => callBitrix(auth.domain, auth.access_token, method, params);

      if (COMMAND === 'order') {
        const number = orders.push({ dish: COMMAND_PARAMS, by: data.USER.NAME });
        await call('imbot.command.answer', {
          COMMAND_ID,
          MESSAGE_ID,
          MESSAGE: `Order ${number}: ${COMMAND_PARAMS}`,
          KEYBOARD: orderKeyboard(number),
        });
      }
      if (COMMAND === 'cancel') {
        const order = orders[COMMAND_PARAMS - 1];
        if (order) order.cancelled = true;
        // No BOT_ID: v1 takes the first bot of the application.
        await call('imbot.message.update', {
          MESSAGE_ID,
          MESSAGE: `Order ${COMMAND_PARAMS}: [s]${order ? order.dish : '?'}[/s]`,
          KEYBOARD: '',
        });
        await call('imbot.command.answer', { COMMAND_ID, MESSAGE_ID, MESSAGE: 'Cancelled.' });
      }
    }
  }

  return app;
}
