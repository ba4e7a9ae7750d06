/** Headers as a list of names and values in turn: it keeps their order, their case and those that come twice. */
export const headers = { first, without, passedOn, fromRecord };

function first(list: readonly string[], name: string): string | undefined {
  for (let index = 0; index < list.length; index += 2) {
    const given = list[index] ?? '';
    // Most are of another length: this is asked many times a request.
    if (given.length === name.length && given.toLowerCase() === name) return list[index + 1];
  }
  return undefined;
}

function without(list: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let index = 0; index < list.length; index += 2) {
    const name = list[index] ?? '';
    if (!names.has(name.toLowerCase())) kept.push(name, list[index + 1] ?? '');
  }
  return kept;
}

/** What belongs to one connection alone, and so is never handed on. Source: RFC 9110, section 7.6.1. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** All but what belongs to the connection, what its `connection` header names, and `more`. */
function passedOn(list: readonly string[], more: readonly string[] = NONE): string[] {
  const { own, common } = setsFor(more);
  const connection = first(list, 'connection');
  if (connection === undefined || USUAL.test(connection)) return without(list, common);
  return without(list, new Set([...own, ...connection.split(',').map((name) => name.trim().toLowerCase())]));
}

const NONE: readonly string[] = [];
const USUAL = /^(?:keep-alive|close)$/i;

/** By the list of names, of which there are a few in the code: no set is made for each request. */
const known = new WeakMap<
  readonly string[],
  { readonly own: readonly string[]; readonly common: ReadonlySet<string> }
>();

function setsFor(more: readonly string[]): { readonly own: readonly string[]; readonly common: ReadonlySet<string> } {
  const found = known.get(more);
  if (found !== undefined) return found;
  const own = [...OF_THE_CONNECTION, ...more];
  const made = { own, common: new Set(own) };
  known.set(more, made);
  return made;
}

function fromRecord(record: Readonly<Record<string, string | string[] | undefined>>): string[] {
  const list: string[] = [];
  for (const name of Object.keys(record)) {
    const value = record[name];
    if (typeof value === 'string') list.push(name, value);
    else for (const one of value ?? []) list.push(name, one);
  }
  return list;
}
