import type { ParamKind, ParamSpec } from './entry';

/** The type of a parameter as the generated interfaces show it: its own, else that of its kind. */
export function typeOf({ type, kind }: ParamSpec): string {
  return type ?? TYPES[kind];
}

const TYPES: Readonly<Record<ParamKind, string>> = {
  id: 'Id',
  ids: 'Ids',
  dialog: 'DialogId',
  text: 'string',
  flag: 'Flag',
  colour: 'Colour',
  attach: 'Attach',
  keyboard: 'Keyboard',
  menu: 'Menu',
  languages: 'Languages',
  fields: 'object',
  choice: 'string',
};
