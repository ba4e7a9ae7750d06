import { bots } from '../rules/bots';
import { dialog } from '../rules/dialog';
import type { Happening } from './Happening';

type Seen = Exclude<Happening, { kind: 'reaction' | 'context' | 'delete' }>;

/** The USER block, with those keys that the documented example of the event has. */
export function v1User(happening: Seen): Record<string, unknown> {
  const { user, kind, chat } = happening;
  // A system message is from nobody.
  if (kind === 'messageAdd' && happening.message.authorId === 0) return { USER: {} };
  const onEdit = kind === 'messageUpdate' || kind === 'messageDelete';
  if (onEdit && !dialog.isPrivate(chat)) return {};
  const brief = { ID: user.id, NAME: bots.fullName(user), FIRST_NAME: user.name, LAST_NAME: user.lastName };
  if (kind === 'command') return { USER: { ...brief, GENDER: user.gender } };
  const person = { ...brief, WORK_POSITION: user.workPosition, GENDER: user.gender };
  if (kind === 'join') return { USER: person };
  return {
    USER: {
      ...person,
      IS_BOT: yn(user.isBot),
      IS_CONNECTOR: yn(user.connector),
      IS_NETWORK: yn(user.externalAuthId === 'replica'),
      IS_EXTRANET: yn(user.extranet),
    },
  };
}

function yn(value: boolean): 'Y' | 'N' {
  return value ? 'Y' : 'N';
}
