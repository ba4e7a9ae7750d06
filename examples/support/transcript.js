/** What stands in the chats of a portal, one line a message. */
export function transcript(portal) {
  const { users, bots, chats, messages } = portal.snapshot();
  const names = new Map([...users, ...bots].map((one) => [one.id, one.name]));
  const titles = new Map(chats.map((chat) => [chat.id, chat.type === 'private' ? '' : '# ']));
  return messages.map((message) => {
    const parts = [`${titles.get(message.chatId)}${names.get(message.authorId) ?? 'system'}: ${plain(message)}`];
    if (message.attach) parts.push('{attachment}');
    const buttons = (message.keyboard?.BUTTONS ?? []).filter((button) => button.TEXT);
    if (buttons.length > 0) parts.push(buttons.map((button) => `[${button.TEXT}]`).join(' '));
    const likes = Object.keys(message.reactions).length;
    if (likes > 0) parts.push(`(+${likes})`);
    return parts.join(' ');
  });
}

function plain({ text, deleted }) {
  if (deleted) return '(deleted)';
  return text.replace(/\[USER=\d+\](.*?)\[\/USER\]/g, '@$1').replace(/\[(\w+)[^\]]*\](.*?)\[\/\1\]/g, '$2');
}
