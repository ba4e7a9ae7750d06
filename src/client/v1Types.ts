import type { V1Bot } from '../values/answers';

/** A number, or numeric text. */
export type Id = number | string;
/** `"5"` a user, `"chat5"` a group. */
export type DialogId = string | number;
/** Only `Y` (or true) switches on; URL_PREVIEW is on unless it is `N`. */
export type Flag = 'Y' | 'N' | boolean;
/** A list, or JSON text of one. */
export type Ids = readonly Id[] | string;
/** An attachment object, a list of blocks, or JSON text. Keys in capitals. */
export type Attach = object | readonly object[] | string;
/** `{ BUTTONS: […] }`, a list of buttons, rows of buttons, or JSON text. Keys in capitals. */
export type Keyboard = object | readonly unknown[] | string;
/** A menu of a message: an object, a list of items, or JSON text. Keys in capitals. v2 has none (loss `menu`). */
export type Menu = object | readonly object[] | string;

/** The 16 colours of bots and chats in v1. */
export type Colour =
  | 'RED'
  | 'GREEN'
  | 'MINT'
  | 'LIGHT_BLUE'
  | 'DARK_BLUE'
  | 'PURPLE'
  | 'AQUA'
  | 'PINK'
  | 'LIME'
  | 'BROWN'
  | 'AZURE'
  | 'KHAKI'
  | 'SAND'
  | 'MARENGO'
  | 'GRAY'
  | 'GRAPHITE';

/** Texts of a command, one entry a language: `{ LANGUAGE_ID: 'en', TITLE: 'Help', PARAMS: 'topic' }`. */
export type Languages = readonly { LANGUAGE_ID: string; TITLE: string; PARAMS?: string }[];

/** Answer of imbot.dialog.get; which fields are there depends on the generation that answered. */
export interface Dialog {
  id: number;
  dialog_id?: string;
  name?: string;
  owner?: number;
  type?: string;
  message_type?: string;
  [field: string]: unknown;
}

export type { V1Bot };
