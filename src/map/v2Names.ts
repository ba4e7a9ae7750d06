// Apart from the table for /events, which loads nothing that it does not use.
export const EVENT_GET = 'imbot.v2.Event.get';
export const FILE_DOWNLOAD = 'imbot.v2.File.download';
export const INPUT_ACTION_NOTIFY = 'imbot.v2.Chat.InputAction.notify';

/** How v2 refuses a message of which it finds nothing (source: chat-message-send.md). */
export const NOTHING_ARRIVED = 'EMPTY_MESSAGE';

/** Every v2 method that this package knows: what routes lead to, and what it sends by itself. */
export const V2 = {
  botGet: 'imbot.v2.Bot.get',
  botList: 'imbot.v2.Bot.list',
  botRegister: 'imbot.v2.Bot.register',
  botUnregister: 'imbot.v2.Bot.unregister',
  botUpdate: 'imbot.v2.Bot.update',
  chatAdd: 'imbot.v2.Chat.add',
  chatGet: 'imbot.v2.Chat.get',
  chatUpdate: 'imbot.v2.Chat.update',
  chatLeave: 'imbot.v2.Chat.leave',
  chatSetOwner: 'imbot.v2.Chat.setOwner',
  chatInputActionNotify: INPUT_ACTION_NOTIFY,
  chatManagerAdd: 'imbot.v2.Chat.Manager.add',
  chatManagerDelete: 'imbot.v2.Chat.Manager.delete',
  chatMessageDelete: 'imbot.v2.Chat.Message.delete',
  chatMessageGet: 'imbot.v2.Chat.Message.get',
  chatMessageGetContext: 'imbot.v2.Chat.Message.getContext',
  chatMessageRead: 'imbot.v2.Chat.Message.read',
  chatMessageSend: 'imbot.v2.Chat.Message.send',
  chatMessageUpdate: 'imbot.v2.Chat.Message.update',
  chatMessageReactionAdd: 'imbot.v2.Chat.Message.Reaction.add',
  chatMessageReactionDelete: 'imbot.v2.Chat.Message.Reaction.delete',
  chatTextFieldEnabled: 'imbot.v2.Chat.TextField.enabled',
  chatUserAdd: 'imbot.v2.Chat.User.add',
  chatUserDelete: 'imbot.v2.Chat.User.delete',
  chatUserList: 'imbot.v2.Chat.User.list',
  commandAnswer: 'imbot.v2.Command.answer',
  commandList: 'imbot.v2.Command.list',
  commandRegister: 'imbot.v2.Command.register',
  commandUnregister: 'imbot.v2.Command.unregister',
  commandUpdate: 'imbot.v2.Command.update',
  eventGet: EVENT_GET,
  fileDownload: FILE_DOWNLOAD,
  fileUpload: 'imbot.v2.File.upload',
  revisionGet: 'imbot.v2.Revision.get',
} as const;
