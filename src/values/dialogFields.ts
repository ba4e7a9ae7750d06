/** v2 Chat field → imbot.dialog.get field. `lastId` is left out: the last message in v1, the last read one in v2. */
const NAMES: Readonly<Record<string, string>> = {
  id: 'id',
  parentChatId: 'parent_chat_id',
  parentMessageId: 'parent_message_id',
  name: 'name',
  description: 'description',
  owner: 'owner',
  extranet: 'extranet',
  avatar: 'avatar',
  color: 'color',
  type: 'type',
  userCounter: 'user_counter',
  messageCount: 'message_count',
  unreadId: 'unread_id',
  lastMessageId: 'last_message_id',
  markedId: 'marked_id',
  diskFolderId: 'disk_folder_id',
  entityType: 'entity_type',
  entityId: 'entity_id',
  entityData1: 'entity_data_1',
  entityData2: 'entity_data_2',
  entityData3: 'entity_data_3',
  muteList: 'mute_list',
  dateCreate: 'date_create',
  messageType: 'message_type',
  public: 'public',
  role: 'role',
  entityLink: 'entity_link',
  textFieldEnabled: 'text_field_enabled',
  backgroundId: 'background_id',
  permissions: 'permissions',
  isNew: 'is_new',
  managerList: 'manager_list',
  lastMessageViews: 'last_message_views',
  dialogId: 'dialog_id',
};

const ZERO_WHEN_NULL: ReadonlySet<string> = new Set([
  'parentChatId',
  'parentMessageId',
  'unreadId',
  'markedId',
  'diskFolderId',
]);

/** A v2 Chat under the names of imbot.dialog.get: only what v2 gives, nothing invented. */
export function dialogFields(chat: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(chat)) {
    const v1 = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (v1 !== undefined) fields[v1] = v1Value(name, value);
  }
  return fields;
}

function v1Value(name: string, value: unknown): unknown {
  if (value === null && ZERO_WHEN_NULL.has(name)) return 0;
  if (name === 'textFieldEnabled') return value === true || value === 'Y';
  if (name === 'lastMessageViews' && typeof value === 'string') return parsedOrSame(value);
  return value;
}

function parsedOrSame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
