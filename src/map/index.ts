import { apps } from './apps';
import { bots } from './bots';
import { chats } from './chats';
import { commands } from './commands';
import { completeEntry } from './completeEntry';
import type { MethodEntry } from './entry';
import { messages } from './messages';
import { V2 } from './v2Names';

/** Every v1 method. Adding a method is one entry in its family's file. */
export const METHODS: readonly MethodEntry[] = [...messages, ...bots, ...chats, ...commands, ...apps].map(
  completeEntry,
);

const byName = new Map(METHODS.map((entry) => [entry.v1.toLowerCase(), entry]));

/**
 * The entry of a v1 method; names compare without case, as on the portal.
 * @example
 * methodEntry('IMBOT.MESSAGE.ADD')?.v2; // ['imbot.v2.Chat.Message.send']
 */
export function methodEntry(name: string): MethodEntry | undefined {
  return byName.get(name) ?? byName.get(name.toLowerCase());
}

/** v1 methods that no page tells of, in lower case, and what does the same in v2. They are sent as they are. */
export const UNDOCUMENTED: ReadonlyMap<string, string> = new Map([
  ['imbot.chat.updatetextfieldenabled', V2.chatTextFieldEnabled],
]);

/** Names that real code calls and that never existed. */
export const NEVER_EXISTED: readonly string[] = [
  'imbot.bot.update',
  'imbot.bot.get',
  'imbot.command.get',
  'imbot.command.list',
  'imbot.list',
];

/** Asked once per portal: is there a usable v2? Takes neither botId nor botToken. */
export const REVISION_GET = V2.revisionGet;

/** v2 methods without a v1 counterpart; called through the client by their own names. */
export const NEW_IN_V2: readonly string[] = [
  V2.fileUpload,
  V2.fileDownload,
  V2.chatMessageRead,
  V2.chatMessageGet,
  V2.chatMessageGetContext,
  V2.chatTextFieldEnabled,
  V2.commandList,
  REVISION_GET,
  V2.eventGet,
];
