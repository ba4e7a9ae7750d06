import type { Replay } from '../values/answers';
import { V2 } from './v2Names';

/**
 * May a call be repeated that goes out under its own name, `imbot.v2.*` and all other methods, when nobody knows whether it ran?
 * Only those named here read and change nothing; a name says too little (`event.offline.get` takes what it gives out of the
 * queue, `disk.file.getExternalLink` makes a link), so what is not named is `never`.
 */
export function replayByName(method: string, params: Readonly<Record<string, unknown>>): Replay {
  const name = method.toLowerCase();
  // An offset confirms what stands below it; confirming it twice changes nothing more.
  if (name === EVENT_GET) return confirms(params) ? 'fixed' : 'read';
  return READS.has(name) ? 'read' : 'never';
}

const EVENT_GET = V2.eventGet.toLowerCase();

function confirms(params: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(params).some((name) => name.toLowerCase() === 'offset' && params[name] !== undefined);
}

const READS: ReadonlySet<string> = new Set(
  [
    V2.botGet,
    V2.botList,
    V2.chatGet,
    V2.chatMessageGet,
    V2.chatMessageGetContext,
    V2.chatUserList,
    V2.commandList,
    V2.fileDownload,
    V2.revisionGet,
    'app.info',
    'app.option.get',
    'department.fields',
    'department.get',
    'event.get',
    'event.offline.list',
    'events',
    'feature.get',
    'im.chat.get',
    'im.chat.user.list',
    'im.counters.get',
    'im.department.get',
    'im.dialog.get',
    'im.dialog.messages.get',
    'im.dialog.users.list',
    'im.recent.get',
    'im.recent.list',
    'im.revision.get',
    'im.user.get',
    'im.user.list.get',
    'method.get',
    'methods',
    'placement.get',
    'placement.list',
    'profile',
    'scope',
    'server.time',
    'user.admin',
    'user.current',
    'user.fields',
    'user.get',
    'user.option.get',
    'user.search',
    ...crm(['company', 'contact', 'deal', 'lead', 'item', 'activity', 'status', 'category', 'type']),
    ...['disk.file', 'disk.folder', 'disk.storage'].map((entity) => `${entity}.get`),
    'disk.folder.getchildren',
    'disk.storage.getchildren',
    'disk.storage.getlist',
    'tasks.task.get',
    'tasks.task.list',
    'tasks.task.getfields',
    'lists.get',
    'lists.element.get',
    'lists.field.get',
  ].map((name) => name.toLowerCase()),
);

function crm(entities: readonly string[]): string[] {
  return entities.flatMap((entity) => ['get', 'list', 'fields'].map((verb) => `crm.${entity}.${verb}`));
}
