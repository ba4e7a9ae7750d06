/** A morning in the office, as steps that a portal is led through. Anna is user 2, Boris user 3. */
export const lunchTalk = [
  ({ portal, bot }) => portal.join({ botId: bot, userId: 2 }),
  ({ portal, bot }) => portal.say({ userId: 2, dialogId: bot, text: 'menu' }),
  ({ portal, bot }) => portal.command({ userId: 2, dialogId: bot, command: 'order', params: 'soup' }),
  ({ portal, bot }) => portal.say({ userId: 2, dialogId: bot, text: 'dessert' }),
  ({ portal, bot }) => portal.join({ botId: bot, userId: 3, chatId: 50 }),
  ({ portal, bot }) => portal.say({ userId: 3, dialogId: 'chat50', text: `[USER=${bot}]Lunch[/USER], pizza` }),
  ({ portal }) => portal.say({ userId: 1, dialogId: 'chat50', text: 'not for the bot' }),
  ({ portal, bot }) => portal.say({ userId: 2, dialogId: bot, text: 'total' }),
  ({ portal, bot }) =>
    portal.command({
      userId: 2,
      dialogId: bot,
      command: 'cancel',
      params: '1',
      context: 'keyboard',
      messageId: lastOf(portal, 'Order 1'),
    }),
  ({ portal, bot }) => portal.say({ userId: 2, dialogId: bot, text: `fix ${lastOf(portal, 'total')}` }),
  ({ portal, bot }) => portal.say({ userId: 2, dialogId: bot, text: 'thanks' }),
];

/** The id of the newest message that begins so. */
function lastOf(portal, text) {
  return portal.snapshot().messages.findLast((message) => message.text.startsWith(text))?.id ?? 0;
}
