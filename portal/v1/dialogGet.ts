import type { MethodCall } from '../call';
import { chatEntity } from '../entities/chat';
import { read } from '../read';
import { dialog } from '../rules/dialog';
import { v1Failure } from './failures';

/** imbot.dialog.get: seen with the eyes of the authorised user, not of a bot. */
export function dialogGet({ params, state, caller }: MethodCall): unknown {
  const dialogId = read.text(params.DIALOG_ID);
  if (dialogId === '' || dialogId === '0') throw v1Failure('dialogEmpty');
  const chat = dialog.find(state, caller.userId, dialogId);
  if (!chat) throw v1Failure('noDialogAccess');
  if (!chat.members.has(caller.userId) && chat.type !== 'open') throw v1Failure('noChatAccess');
  const seen = chatEntity.full(state, chat, caller.userId);
  return {
    id: seen.id,
    parent_chat_id: 0,
    parent_message_id: 0,
    name: seen.name,
    description: seen.description,
    owner: seen.owner,
    extranet: seen.extranet,
    avatar: seen.avatar,
    color: seen.color,
    type: seen.type,
    counter: 0,
    user_counter: seen.userCounter,
    message_count: seen.messageCount,
    unread_id: 0,
    restrictions: { ...RESTRICTIONS, leave_owner: !dialog.holdsOwner(state, chat, chat.ownerId) },
    last_message_id: seen.lastMessageId,
    last_id: seen.lastMessageId,
    marked_id: 0,
    disk_folder_id: 0,
    entity_type: seen.entityType,
    entity_id: seen.entityId,
    entity_data_1: seen.entityData1,
    entity_data_2: seen.entityData2,
    entity_data_3: seen.entityData3,
    mute_list: seen.muteList,
    date_create: seen.dateCreate,
    message_type: seen.messageType,
    public: '',
    role: seen.role,
    entity_link: { type: chat.entityType, url: '', id: chat.entityId },
    text_field_enabled: chat.textField,
    background_id: null,
    permissions: PERMISSIONS,
    is_new: false,
    readed_list: [],
    manager_list: seen.managerList,
    last_message_views: { message_id: seen.lastMessageId, first_viewers: [], count_of_viewers: 0 },
    dialog_id: seen.dialogId,
  };
}

const RESTRICTIONS = {
  avatar: true,
  rename: true,
  extend: true,
  call: true,
  mute: true,
  leave: true,
  leave_owner: true,
  send: true,
  user_list: true,
};

const PERMISSIONS = {
  manage_users_add: 'member',
  manage_users_delete: 'manager',
  manage_ui: 'member',
  manage_settings: 'owner',
  manage_messages: 'member',
  can_post: 'member',
};
