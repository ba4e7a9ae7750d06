/** Headers as a list of names and values in turn: it keeps their order, their case and those that come twice. */
export const headers = { first, without, passedOn, fromRecord };

function first(list: readonly string[], name: string): string | undefined {
  for (let index = 0; index < list.length; index += 2) {
    if (list[index]?.toLowerCase() === name) return list[index + 1];
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
function passedOn(list: readonly string[], more: readonly string[] = []): string[] {
  const named = (first(list, 'connection') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return without(list, new Set([...OF_THE_CONNECTION, ...named, ...more]));
}

function fromRecord(record: Readonly<Record<string, string | string[] | undefined>>): string[] {
  return Object.entries(record).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [name, one])),
  );
}
