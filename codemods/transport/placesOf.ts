import type { ArgumentPlace } from './TransportReading';
import type { FunctionRun, Value } from './types';
import { alternatives, holds, isName } from './values/Value';

/** How the method stands in an argument: by itself, at the end of a path, at the end of a whole address. */
export type NameForm = 'bare' | 'path' | 'address';

/** Where a function is given what a call is made of. */
export interface Places {
  readonly method: ArgumentPlace;
  readonly form: NameForm;
  /** Undefined where the call has none, or where they do not stand by themselves. */
  readonly params?: ArgumentPlace;
}

/** Where one step of a way got the method and the parameters; undefined where it did not get the method. */
export function placesOf({ given }: FunctionRun, bareForm: NameForm): Places | undefined {
  const batch = find(given, batchForm, 1);
  const commands = batch && find(given, (value) => (holdsCommands(value) ? true : undefined), 2, batch.place);
  if (batch && commands) return { method: batch.place, form: batch.found, params: commands.place };
  // Deeper it stands under a name that the caller chose, in a list of commands.
  const named = find(given, (value) => nameForm(value, bareForm), 1);
  if (!named) return undefined;
  const params = find(given, (value) => (isWhole(value) ? true : undefined), 2, named.place);
  return { method: named.place, form: named.found, ...(params ? { params: params.place } : {}) };
}

interface Found<T> {
  readonly place: ArgumentPlace;
  readonly found: T;
}

function find<T>(
  given: readonly Value[],
  test: (value: Value) => T | undefined,
  depth: number,
  besides?: ArgumentPlace,
): Found<T> | undefined {
  for (const [at, value] of given.entries()) {
    const inner = within(value, String(at), test, depth, besides);
    if (inner) return { ...inner, place: inner.place === String(at) ? at : inner.place };
  }
  return undefined;
}

function within<T>(
  value: Value,
  place: string,
  test: (value: Value) => T | undefined,
  depth: number,
  besides: ArgumentPlace | undefined,
): { place: string; found: T } | undefined {
  // What holds the method itself cannot be the parameters.
  const isAround = besides !== undefined && (String(besides) === place || String(besides).startsWith(`${place}.`));
  const found = isAround ? undefined : test(value);
  if (found !== undefined) return { place, found };
  if (depth === 0) return undefined;
  for (const one of alternatives(value)) {
    if (one.kind !== 'object') continue;
    for (const [name, field] of one.fields) {
      const inner = within(field, `${place}.${name}`, test, depth - 1, besides);
      if (inner) return inner;
    }
  }
  return undefined;
}

function nameForm(value: Value, bare: NameForm): NameForm | undefined {
  const all = alternatives(value);
  if (all.some(({ kind }) => kind === 'method')) return bare;
  const forms = new Set(all.map(textForm));
  const [form] = forms;
  return forms.size === 1 ? form : undefined;
}

/** A text that ends in the method: behind it comes at most an extension and a query. */
function textForm(value: Value): NameForm | undefined {
  if (value.kind !== 'text') return undefined;
  const at = value.parts.findIndex(({ kind }) => kind === 'method');
  if (at < 0) return undefined;
  const after = value.parts[at + 1];
  const isEnd =
    after === undefined ||
    (after.kind === 'literal' && /^(?:\.json|\.xml)?\/?(?:\?|$)/.test(String(after.value))) ||
    (value.parts.slice(at + 1).every(({ kind }) => kind === 'literal') &&
      /^(?:\.json|\.xml)?\/?(?:\?|$)/.test(
        value.parts
          .slice(at + 1)
          .map(textOf)
          .join(''),
      ));
  if (!isEnd) return undefined;
  return at === 0 ? 'bare' : addressForm(value.parts.slice(0, at));
}

/** Texts before the name: `/rest/` is a path, anything that may hold a host an address. */
function addressForm(before: readonly Value[]): NameForm {
  const [first] = before;
  if (first?.kind !== 'literal') return 'address';
  return /^(?:https?:)?\/\//.test(String(first.value)) ? 'address' : 'path';
}

function textOf(value: Value): string {
  return value.kind === 'literal' ? String(value.value) : '';
}

function batchForm(value: Value): NameForm | undefined {
  if (value.kind === 'literal' && typeof value.value === 'string') {
    if (value.value === 'batch') return 'bare';
    return /\/batch(?:\.json)?\/?$/.test(value.value) ? addressForm([value]) : undefined;
  }
  if (value.kind !== 'text') return undefined;
  const last = value.parts.at(-1);
  return last?.kind === 'literal' && /(?:^|\/)batch(?:\.json)?\/?$/.test(String(last.value))
    ? addressForm(value.parts)
    : undefined;
}

function holdsCommands(value: Value): boolean {
  if (value.kind === 'encoded') return holdsCommands(value.of);
  if (value.kind !== 'object') return false;
  return [...value.fields].some(([name, field]) => /^cmd$/i.test(name) && holds(field, isName));
}

/** The parameters as a whole: themselves, spread into an object, or as text. */
function isWhole(value: Value): boolean {
  return alternatives(value).some((one) => {
    if (one.kind === 'params') return true;
    if (one.kind === 'encoded') return isWhole(one.of);
    if (one.kind === 'object') return one.spreads.some(isWhole);
    if (one.kind === 'made') return /URLSearchParams$|FormData$/.test(one.what) && one.from.some(isWhole);
    return false;
  });
}
