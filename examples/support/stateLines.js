/** A portal's final state in a few lines, for people. Equality is decided on the state itself. */
export function stateLines({ bots, chats, messages, commands }) {
  const names = new Map(bots.map((bot) => [bot.id, bot.name]));
  const ofBots = messages.filter((message) => names.has(message.authorId));
  const rows = [
    ['bots', bots.map((bot) => `${bot.name} (${bot.id}, ${bot.workPosition})`).join(', ')],
    ['commands', commands.map((command) => `/${command.command}`).join(' ')],
    ['chats', chats.map((chat) => chat.title || `private ${chat.id}`).join(', ')],
    ['messages', `${messages.length}, ${ofBots.length} of them by bots`],
    ['keyboards', messages.filter((message) => message.keyboard).length],
    ['attachments', messages.filter((message) => message.attach).length],
    ['reactions', messages.reduce((sum, message) => sum + Object.keys(message.reactions).length, 0)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(12)}${value}`);
}
