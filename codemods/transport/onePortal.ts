import type { ClientCall, MadeValue, Value } from './types';

/**
 * The one address, for the whole process, to which something is sent, as a text that tells it from others: it is written
 * out, or set from outside before the code runs. Undefined where it may be another one for another call: it is handed in, it
 * is kept in an object, the page decides, or nothing shows.
 */
export function onePortal(sent: readonly ClientCall[]): string | undefined {
  const all = new Set(sent.map((one) => (one.url ? addressIn(one.url) : one.made && sdkPortal(one.made))));
  const [only] = all;
  return all.size === 1 ? only : undefined;
}

/** What stands before the method. */
function addressIn(url: Value): string | undefined {
  const parts = flat(url);
  const at = parts.findIndex(({ kind }) => kind === 'method');
  const before = at < 0 ? parts : parts.slice(0, at);
  const [first] = before;
  // A path alone is completed by the page, or by what a client was told elsewhere.
  if (first?.kind === 'literal' && !/^https?:\/\//i.test(String(first.value))) return undefined;
  const texts = before.map(told);
  return texts.length === 0 || texts.includes(undefined) ? undefined : texts.join('');
}

function flat(value: Value): readonly Value[] {
  if (value.kind === 'text') return value.parts.flatMap(flat);
  if (value.kind === 'made' && value.what === 'URL') return [...value.from].reverse().flatMap(flat);
  return [value];
}

/** A value that is the same for everybody. */
function told(value: Value): string | undefined {
  switch (value.kind) {
    case 'literal':
      return String(value.value ?? '');
    case 'external':
      return `${value.module.replace(/^.*\//, '').replace(/\.\w+$/, '')}:${value.path.join('.')}`;
    case 'text': {
      const texts = value.parts.map(told);
      return texts.includes(undefined) ? undefined : texts.join('');
    }
    case 'union':
      return withDefault(value.of);
    default:
      return undefined;
  }
}

/** `process.env.HOOK ?? 'https://…'`; of two addresses each something chooses. */
function withDefault(values: readonly Value[]): string | undefined {
  const set = values.filter(({ kind }) => kind === 'external');
  const isDefaulted = set.length === 1 && values.every(({ kind }) => kind === 'external' || kind === 'literal');
  return isDefaulted ? set.map(told).join() : undefined;
}

/** `B24Hook.fromWebhookUrl(process.env.HOOK)`; a client of the page speaks to the portal that shows it. */
function sdkPortal({ what, from }: MadeValue): string | undefined {
  const [address] = from;
  return /fromWebhookUrl/.test(what) && address ? told(address) : undefined;
}
