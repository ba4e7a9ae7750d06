import type { Method, MethodTable } from './call';
import { aboutApplication, aboutMethods } from './general/application';
import { eventBindings } from './general/eventBindings';
import { imMessages } from './general/imMessage';
import { imUsers, profiles, users } from './general/users';
import type { Generation } from './types';
import { v1Apps } from './v1/apps';
import { v1Bots } from './v1/bots';
import { v1ChatMembers } from './v1/chatMembers';
import { v1Chats } from './v1/chats';
import { v1Commands } from './v1/commands';
import { dialogGet } from './v1/dialogGet';
import { v1Messages } from './v1/messages';
import { v2Bots } from './v2/bots';
import { v2ChatMembers } from './v2/chatMembers';
import { v2Chats } from './v2/chats';
import { v2Commands } from './v2/commands';
import { v2Events } from './v2/events';
import { v2Files } from './v2/files';
import { v2Messages } from './v2/messages';
import { v2Reactions } from './v2/reactions';

export interface Found {
  name: string;
  generation: Generation | 'other';
  scope: 'imbot' | 'im' | 'user' | 'basic';
  run: Method;
}

const BASIC: MethodTable = {
  ...profiles,
  ...aboutApplication,
  ...aboutMethods(() => ALL.values()),
  ...eventBindings,
};

const V1: MethodTable = {
  ...v1Messages,
  ...v1Chats,
  ...v1ChatMembers,
  ...v1Bots,
  ...v1Commands,
  ...v1Apps,
  'imbot.dialog.get': dialogGet,
};

const V2: MethodTable = {
  ...v2Messages,
  ...v2Reactions,
  ...v2Chats,
  ...v2ChatMembers,
  ...v2Bots,
  ...v2Commands,
  ...v2Events,
  ...v2Files,
  'imbot.v2.Revision.get': ({ revision }) => ({ rest: revision, web: 130, mobile: 23, desktop: 6 }),
};

const ALL: ReadonlyMap<string, Found> = new Map(
  (
    [
      [BASIC, 'other', 'basic'],
      [users, 'other', 'user'],
      [imUsers, 'other', 'im'],
      [imMessages, 'other', 'im'],
      [V1, 'v1', 'imbot'],
      [V2, 'v2', 'imbot'],
    ] as const
  ).flatMap(([table, generation, scope]) =>
    Object.entries(table).map(([name, run]) => [name.toLowerCase(), { name, generation, scope, run }] as const),
  ),
);

/** Finds a method by its name in any case. */
export function findMethod(name: string): Found | undefined {
  return ALL.get(name.toLowerCase());
}

/** The names of all imbot methods that the portal knows, v1 and v2. */
export const imbotMethods: readonly string[] = [...Object.keys(V1), ...Object.keys(V2)];
