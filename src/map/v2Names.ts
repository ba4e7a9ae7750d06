/** The v2 methods that code outside the map sends by itself: look-ups, plans, the poller, the command line. */
export const V2 = {
  botGet: 'imbot.v2.Bot.get',
  botList: 'imbot.v2.Bot.list',
  botRegister: 'imbot.v2.Bot.register',
  botUnregister: 'imbot.v2.Bot.unregister',
  botUpdate: 'imbot.v2.Bot.update',
  chatAdd: 'imbot.v2.Chat.add',
  chatInputActionNotify: 'imbot.v2.Chat.InputAction.notify',
  chatLeave: 'imbot.v2.Chat.leave',
  chatMessageReactionAdd: 'imbot.v2.Chat.Message.Reaction.add',
  chatMessageReactionDelete: 'imbot.v2.Chat.Message.Reaction.delete',
  chatUserAdd: 'imbot.v2.Chat.User.add',
  commandAnswer: 'imbot.v2.Command.answer',
  commandList: 'imbot.v2.Command.list',
  commandRegister: 'imbot.v2.Command.register',
  eventGet: 'imbot.v2.Event.get',
  revisionGet: 'imbot.v2.Revision.get',
} as const;
