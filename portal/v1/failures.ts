import { Failure } from '../failure';

/** v1 error codes by call site: code, text and status of the outdated pages. */
const TABLE = {
  noClientId: ['ACCESS_DENIED', 'Access denied! Client ID not specified', 403],
  botNotFound: ['BOT_ID_ERROR', 'Bot not found', 400],
  otherApplication: ['APP_ID_ERROR', 'Bot was installed by another REST application', 400],
  commandNotFound: ['COMMAND_ID_ERROR', 'Command not found', 400],
  otherCommand: ['APP_ID_ERROR', 'Command was installed by another REST application', 400],
  dialogEmpty: ['DIALOG_ID_EMPTY', "Dialog ID can't be empty", 400],
  messageEmpty: ['MESSAGE_EMPTY', "Message can't be empty", 400],
  messageIdError: ['MESSAGE_ID_ERROR', "Message ID can't be empty", 400],
  messageIdEmpty: ['MESSAGE_ID_EMPTY', "Message ID can't be empty", 400],
  attach: ['ATTACH_ERROR', 'Incorrect attach params', 400],
  attachSize: ['ATTACH_OVERSIZE', 'You have exceeded the maximum allowable size of attach', 400],
  keyboard: ['KEYBOARD_ERROR', 'Incorrect keyboard params', 400],
  keyboardSize: ['KEYBOARD_OVERSIZE', 'You have exceeded the maximum allowable size of keyboard', 400],
  menu: ['MENU_ERROR', 'Incorrect menu params', 400],
  menuSize: ['MENU_OVERSIZE', 'You have exceeded the maximum allowable size of menu', 400],
  messageNotAdded: ['WRONG_REQUEST', "Message isn't added", 400],
  cantEdit: ['CANT_EDIT_MESSAGE', "Time has expired for modification or you don't have access", 403],
  withoutChanges: ['WITHOUT_CHANGES', 'Action completed without changes', 400],
  chatIdEmpty: ['CHAT_ID_EMPTY', "Chat ID can't be empty", 400],
  userIdEmpty: ['USER_ID_EMPTY', "User ID can't be empty", 400],
  titleEmpty: ['TITLE_EMPTY', "Title can't be empty", 400],
  wrongColor: ['WRONG_COLOR', 'This color currently unavailable', 400],
  sameColor: ['WRONG_REQUEST', "This color currently set or chat doesn't exist", 400],
  avatarType: ['AVATAR_ERROR', 'Avatar incorrect type', 400],
  avatarAccess: ['ACCESS_DENIED', 'Access denied', 403],
  unavailable: ['ACCESS_ERROR', 'Action unavailable', 403],
  noChatAccess: ['ACCESS_ERROR', "You don't have access to this chat", 403],
  noDialogAccess: ['ACCESS_ERROR', 'You do not have access to the specified dialog', 403],
  usersFormat: ['INVALID_FORMAT', 'Parameter USERS has wrong type', 400],
  userIdsFormat: ['WRONG_REQUEST', 'User IDs must be passed in array format', 400],
  usersNotAdded: ['WRONG_REQUEST', "You don't have access or user already member in chat", 400],
  userNotDeleted: ['WRONG_REQUEST', "You don't have access or user isn't a member of the chat", 400],
  notLeft: ['WRONG_REQUEST', "You don't have access or user isn't a member in chat", 400],
  managerNotSet: ['WRONG_REQUEST', 'Change manager can only owner and user must be member in chat', 400],
  ownerNotSet: ['WRONG_REQUEST', 'Change owner can only owner and user must be member in chat', 400],
  commandName: ['COMMAND_ERROR', "Command isn't specified", 400],
  lang: ['LANG_ERROR', "Lang set can't be empty", 400],
  commandHandler: ['EVENT_COMMAND_ADD_ERROR', 'Handler for "Command add" event isn\'t specified', 400],
  commandHandlerUrl: ['EVENT_COMMAND_ADD_ERROR', 'Wrong handler URL', 400],
  nothingToUpdate: ['WRONG_REQUEST', "Update fields can't be empty", 400],
  commandNotUpdated: ['WRONG_REQUEST', "Command can't be updated", 400],
  code: ['CODE_ERROR', "Bot code isn't specified", 400],
  name: ['NAME_ERROR', "Bot name isn't specified", 400],
  fetchMode: ['FETCH_NOT_SUPPORTED', 'Method is not supported for bots in fetch mode', 400],
  leaveOwner: ['ACCESS_ERROR', 'LEAVE_OWNER_FORBIDDEN', 403],
  botNotCreated: ['WRONG_REQUEST', "Bot can't be created", 400],
  botNotUpdated: ['WRONG_REQUEST', "Bot can't be updated", 400],
} as const;

export type V1Failure = keyof typeof TABLE;

export function v1Failure(name: V1Failure): Failure {
  const [code, description, status] = TABLE[name];
  return new Failure(code, description, status);
}
