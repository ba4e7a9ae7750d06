import type { Outcome } from './run';
import { SEED, type World } from './world';

interface Compared {
  method: string;
  params: Record<string, unknown>;
  v1: Outcome;
  v2: Outcome;
  /** The v1 portal after the call. */
  world: World;
}

export interface Exception {
  /** A loss id, or `difference: …` as documented on the entry of the method. */
  id: string;
  methods: readonly string[];
  /** Is this the difference that the loss or the documentation speaks of, and no other? */
  allows: (compared: Compared) => boolean;
  /** From here on the two portals are no longer alike: the walk ends. */
  parts?: true;
  /** Remains in mode `auto`, since the verdict is exact. */
  exact?: true;
}

const isTrue = (outcome: Outcome): boolean => 'result' in outcome && outcome.result === true;
const CONTENTS = ['ATTACH_ERROR', 'KEYBOARD_ERROR', 'MENU_ERROR'];
const ACCESS = ['CANT_EDIT_MESSAGE', 'WRONG_REQUEST', 'COMMAND_ID_ERROR', 'APP_ID_ERROR', 'BOT_ID_ERROR'];

const fails = (outcome: Outcome, code: string): boolean => 'code' in outcome && outcome.code === code;

/** Every way in which mode `v2` may answer other than mode `v1`. What is not here fails the walk. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    id: 'difference: like minus without a like',
    methods: ['imbot.message.like'],
    exact: true,
    allows: ({ params, v1, v2 }) =>
      String(params.ACTION).toLowerCase() === 'minus' && fails(v1, 'WITHOUT_CHANGES') && isTrue(v2),
  },
  {
    id: 'difference: the colour that the chat has',
    methods: ['imbot.chat.updateColor'],
    exact: true,
    allows: ({ v1, v2 }) => fails(v1, 'WRONG_REQUEST') && isTrue(v2),
  },
  {
    // In auto the call goes on as v1.
    id: 'difference: v2 lets the owner alone change a chat',
    methods: ['imbot.chat.updateTitle', 'imbot.chat.updateColor', 'imbot.chat.updateAvatar'],
    parts: true,
    allows: ({ params, v2, world }) => {
      const chat = world.portal.state.chats.get(Number.parseInt(String(params.CHAT_ID), 10));
      const caller = Number.parseInt(String(params.BOT_ID), 10) || SEED.bots.first;
      return (
        ['ACCESS_DENIED', 'ACCESS_ERROR', 'WRONG_REQUEST'].some((code) => fails(v2, code)) &&
        chat !== undefined &&
        chat.ownerId !== caller
      );
    },
  },
  {
    id: 'difference: delete somebody who is no member',
    methods: ['imbot.chat.user.delete'],
    exact: true,
    allows: ({ v1, v2 }) => fails(v1, 'WRONG_REQUEST') && isTrue(v2),
  },
  {
    id: 'difference: manager who is no member',
    methods: ['imbot.chat.setManager'],
    exact: true,
    allows: ({ v1, v2 }) => fails(v1, 'WRONG_REQUEST') && isTrue(v2),
  },
  {
    id: 'difference: message.update after three days',
    methods: ['imbot.message.update'],
    exact: true,
    parts: true,
    allows: ({ v1, v2 }) => fails(v1, 'CANT_EDIT_MESSAGE') && isTrue(v2),
  },
  {
    id: 'order: contents are judged before access in v1, after it in v2',
    methods: ['imbot.message.update', 'imbot.message.add', 'imbot.command.answer'],
    exact: true,
    allows: ({ v1, v2 }) => CONTENTS.some((code) => fails(v1, code)) && ACCESS.some((code) => fails(v2, code)),
  },
  {
    id: 'order: two faults at once, a handler address or name and the bot or command',
    methods: ['imbot.update', 'imbot.command.update', 'imbot.register'],
    exact: true,
    allows: ({ v1, v2 }) =>
      ['BOT_ID_ERROR', 'APP_ID_ERROR', 'COMMAND_ID_ERROR'].some((code) => fails(v1, code)) &&
      'code' in v2 &&
      /^EVENT_|^NAME_ERROR/.test(v2.code),
  },
  {
    id: 'menu',
    methods: ['imbot.message.add', 'imbot.message.update', 'imbot.command.answer'],
    parts: true,
    allows: ({ v1, v2 }) => fails(v1, 'MENU_ERROR') && !fails(v2, 'MENU_ERROR'),
  },
  {
    id: 'difference: nobody added',
    methods: ['imbot.chat.user.add'],
    allows: ({ v1, v2 }) => fails(v1, 'WRONG_REQUEST') && isTrue(v2),
  },
  {
    id: 'difference: a command of somebody else cannot be told from none',
    methods: ['imbot.command.update', 'imbot.command.unregister', 'imbot.command.answer'],
    exact: true,
    allows: ({ v1, v2 }) => fails(v1, 'APP_ID_ERROR') && fails(v2, 'COMMAND_ID_ERROR'),
  },
  {
    id: 'difference: BOT_ID of another bot',
    methods: ['imbot.command.update', 'imbot.command.unregister', 'imbot.command.answer'],
    exact: true,
    parts: true,
    allows: ({ params, v1, v2 }) =>
      Number.parseInt(String(params.BOT_ID), 10) > 0 &&
      ('result' in v1 || ['COMMAND_ID_ERROR', 'APP_ID_ERROR', 'WRONG_REQUEST'].some((code) => fails(v1, code))) &&
      ['COMMAND_ID_ERROR', 'APP_ID_ERROR', 'BOT_ID_ERROR', 'WRONG_REQUEST'].some((code) => fails(v2, code)),
  },
  {
    id: 'difference: an empty COMMAND',
    methods: ['imbot.command.update'],
    exact: true,
    parts: true,
    allows: ({ params, v2 }) => inner(params.FIELDS, 'COMMAND') === '' && fails(v2, 'COMMAND_ERROR'),
  },
  {
    id: 'difference: a photo that is no image',
    methods: ['imbot.register', 'imbot.update'],
    exact: true,
    parts: true,
    allows: ({ params, v1, v2 }) =>
      'result' in v1 &&
      fails(v2, 'WRONG_REQUEST') &&
      [
        inner(params.PROPERTIES, 'PERSONAL_PHOTO'),
        inner(inner(params.FIELDS, 'PROPERTIES'), 'PERSONAL_PHOTO'),
      ].includes('bm8gcGljdHVyZQ=='),
  },
  {
    id: 'answer-id',
    methods: ['imbot.command.answer'],
    allows: ({ v1, v2 }) => 'result' in v1 && typeof v1.result === 'number' && isTrue(v2),
  },
  {
    id: 'bot-list-scope',
    methods: ['imbot.bot.list'],
    allows: ({ v1, v2 }) => {
      if (!('result' in v1) || !('result' in v2)) return 'result' in v1 && fails(v2, 'ACCESS_DENIED');
      const all = Object.entries(v1.result ?? {});
      return Object.entries(v2.result ?? {}).every(([id, bot]) =>
        all.some(([other, entry]) => other === id && JSON.stringify(entry) === JSON.stringify(bot)),
      );
    },
  },
  {
    id: 'dialog-viewer',
    methods: ['imbot.dialog.get'],
    allows: ({ params, v1, v2 }) => {
      const numeric = /^\d+$/.test(String(params.DIALOG_ID));
      return numeric || fails(v1, 'ACCESS_ERROR') || fails(v2, 'ACCESS_ERROR') || 'code' in v2;
    },
  },
  {
    id: 'dialog-fields',
    methods: ['imbot.dialog.get'],
    allows: ({ v1, v2 }) => 'result' in v1 && 'result' in v2 && sameFields(v1.result, v2.result),
  },
];

/** A differing state behind equal answers, as documented: the walk ends there. */
export function silentDifference(
  method: string,
  params: Record<string, unknown>,
  { portal }: World,
): string | undefined {
  if (method === 'imbot.command.answer' && !(Number.parseInt(String(params.COMMAND_ID), 10) > 0)) {
    const name = String(params.COMMAND).replace(/^\//, '');
    const named = [...portal.state.commands.values()].filter(({ command }) => command === name);
    if (named.length > 1) return 'difference: a COMMAND that several bots have';
  }
  const name = inner(inner(params.FIELDS, 'PROPERTIES'), 'NAME');
  return method === 'imbot.update' && name === '' ? 'difference: an empty NAME' : undefined;
}

function inner(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

/** Fields that depend on who looks, and those that the portal pages give differently. */
const VIEWERS = new Set(['role', 'entity_link', 'permissions', 'last_message_views', 'unread_id', 'mute_list']);

function sameFields(v1: unknown, v2: unknown): boolean {
  if (typeof v1 !== 'object' || v1 === null || typeof v2 !== 'object' || v2 === null) return false;
  const known = new Map<string, unknown>(Object.entries(v1));
  return Object.entries(v2).every(
    ([name, value]) =>
      known.has(name) && (VIEWERS.has(name) || JSON.stringify(known.get(name)) === JSON.stringify(value)),
  );
}
