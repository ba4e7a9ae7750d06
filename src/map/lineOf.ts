import { idKey } from './idKey';

/**
 * The line in which a call stands: calls that bear on one dialog, message or command keep their order, and so do those that
 * bear on bots and name none of the three. Undefined for a method of another kind that names none.
 */
export function lineOf(method: string, params: Readonly<Record<string, unknown>>): string | undefined {
  let found: Kind | undefined;
  let line: string | undefined;
  for (const given of Object.keys(params)) {
    // `DIALOG_ID`, `dialog_id` and `dialogId` are one name.
    const name = given.toLowerCase().replaceAll('_', '');
    const kind = KINDS.get(name);
    if (kind === undefined || (found && found.rank <= kind.rank)) continue;
    const key = idKey(name, params[given]);
    if (key === undefined) continue;
    found = kind;
    line = kind.of + key;
  }
  return line ?? (/^imbot\./i.test(method) ? 'bots' : undefined);
}

interface Kind {
  readonly of: string;
  /** The lowest of those that a call names counts. */
  readonly rank: number;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['dialogid', { of: 'dialog:', rank: 1 }],
  ['chatid', { of: 'dialog:', rank: 2 }],
  ['messageid', { of: 'message:', rank: 3 }],
  ['commandid', { of: 'command:', rank: 4 }],
]);
