import { idKey } from './idKey';

/**
 * The line in which a call stands: calls that bear on one dialog, message or command keep their order, and so do those that
 * bear on bots and name none of the three. Undefined for a method of another kind that names none.
 */
export function lineOf(method: string, params: Readonly<Record<string, unknown>>): string | undefined {
  let rank = KINDS.length;
  let line: string | undefined;
  for (const given of Object.keys(params)) {
    // `DIALOG_ID`, `dialog_id` and `dialogId` are one name.
    const name = given.toLowerCase().replaceAll('_', '');
    const found = KINDS.findIndex(([known]) => known === name);
    const key = found < 0 || found >= rank ? undefined : idKey(name, params[given]);
    if (key === undefined) continue;
    rank = found;
    line = `${KINDS[found]?.[1]}${key}`;
  }
  return line ?? (/^imbot\./i.test(method) ? 'bots' : undefined);
}

const KINDS: readonly (readonly [name: string, kind: string])[] = [
  ['dialogid', 'dialog:'],
  ['chatid', 'dialog:'],
  ['messageid', 'message:'],
  ['commandid', 'command:'],
];
