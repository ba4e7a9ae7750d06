import { wrapBX24 } from 'imbot-compat/bx24';

// The one new line. What follows is the page as it was written for v1.
const BX24 = wrapBX24(window.BX24, { warnings: false });

const log = (text) => {
  document.querySelector('#log').textContent += `${text}\n`;
};

BX24.init(() => {
  const bot = Number(new URLSearchParams(location.search).get('bot'));
  const message = { BOT_ID: bot, DIALOG_ID: '2', MESSAGE: 'A parcel for you', KEYBOARD: [{ TEXT: 'Thanks' }] };
  BX24.callMethod('imbot.message.add', message, (result) => {
    if (result.error()) {
      log(`error ${result.error()}`);
      return;
    }
    log(`message ${result.data()}`);
    BX24.callBatch(
      {
        edit: ['imbot.message.update', { BOT_ID: bot, MESSAGE_ID: result.data(), MESSAGE: 'A parcel, at the desk' }],
        foreign: ['imbot.message.update', { BOT_ID: bot, MESSAGE_ID: 1, MESSAGE: 'not mine' }],
      },
      (results) => {
        log(`edit ${results.edit.data()}`);
        log(`foreign ${results.foreign.error().ex.error}`);
        log('done');
      },
    );
  });
});
