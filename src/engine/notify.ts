import { documentation } from '../map/losses';
import { shared } from './shared';

/** One notice: an id that is said once per process, a text without parameter values, and where to read on. */
export interface Notice {
  readonly id: string;
  readonly message: string;
  readonly doc: string;
}

/** `false` or `'off'` silences; a function receives the notices instead of the process. */
export type Warnings = boolean | 'on' | 'off' | ((notice: Notice) => void);

/** Says a notice once per id and process: `process.emitWarning` in Node, `console.warn` elsewhere. */
export function notify(warnings: Warnings | undefined, id: string, message: string, anchor: string): void {
  if (warnings === false || warnings === 'off') return;
  if (environment('IMBOT_COMPAT_WARNINGS') === 'off') return;
  const { warned } = shared();
  if (warned.has(id)) return;
  warned.add(id);
  const notice: Notice = { id, message, doc: documentation(anchor) };
  if (typeof warnings === 'function') warnings(notice);
  else emit(notice);
}

/** A variable of the environment, where there is one. */
export function environment(name: string): string | undefined {
  return typeof process === 'undefined' ? undefined : process.env?.[name];
}

function emit({ id, message, doc }: Notice): void {
  const code = `IMBOT_COMPAT_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  const type = id.startsWith('deprecated:') ? 'DeprecationWarning' : 'ImbotCompatWarning';
  if (typeof process !== 'undefined' && typeof process.emitWarning === 'function') {
    process.emitWarning(`${message} See ${doc}`, { type, code });
  } else console.warn(`${type} [${code}] ${message} See ${doc}`);
}
