/** A bot on an incoming webhook, written for v1, through `createImbot`: what goes out is v2 where nothing is lost. */
import { createImbot, webhook } from 'imbot-compat';
import { createPortal } from 'imbot-compat/testing';

const portal = createPortal();
const server = await portal.listen();
const bot = portal.addBot({ code: 'courier', clientId: 'courier-key', name: 'Courier' });
const chat = portal.addChat({ title: 'Parcels', owner: bot.id, users: [1, 2] }); // v2 lets the owner alone change the title

// On a live portal: webhook('https://acme.bitrix24.com/rest/1/…/', { clientId: '…' })
const auth = webhook(server.webhookUrl(portal.webhook()), { clientId: 'courier-key' });
const imbot = createImbot({ auth, botId: bot.id });

const id = await imbot.call('imbot.message.add', {
  DIALOG_ID: `chat${chat.id}`,
  MESSAGE: 'A parcel for the third floor.',
  KEYBOARD: [{ TEXT: 'I take it', COMMAND: 'take', COMMAND_PARAMS: '17' }],
});
await imbot.call('imbot.message.update', { MESSAGE_ID: id, MESSAGE: 'The parcel is on its way.', KEYBOARD: '' });
await imbot.call('imbot.chat.updateTitle', { CHAT_ID: chat.id, TITLE: 'Parcels (1)' });

try {
  await imbot.call('imbot.message.update', { MESSAGE_ID: 1, MESSAGE: 'not mine' });
} catch (error) {
  console.log(`refused: ${error.code} (v2: ${error.v2Code})`);
}

const answers = await imbot.batch({
  members: { method: 'imbot.chat.user.list', params: { CHAT_ID: chat.id } },
  typing: { method: 'imbot.chat.sendTyping', params: { DIALOG_ID: `chat${chat.id}` } },
});
console.log('members:', answers.result.members.join(', '));
console.log('message:', portal.snapshot().messages[0].text);
console.log('portal saw:', Object.keys(portal.counts()).join(', '));

await imbot.close();
await server.close();
