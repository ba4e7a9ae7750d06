import type { Source } from './Source';
import { isSameSource, sourceOf } from './sourceOf';
import type { Value } from './types';

/** What decides to which host an address leads; undefined where that does not show, or where the page decides. */
export function hostOf(url: Value): Source | undefined {
  if (url.kind === 'union') return common(url.of.map(hostOf));
  if (url.kind === 'made' && url.what === 'URL') {
    const [path, base] = url.from;
    return base ? hostOf(base) : path && hostOf(path);
  }
  const parts = (url.kind === 'text' ? url.parts : [url]).flatMap((part) =>
    part.kind === 'text' ? part.parts : [part],
  );
  return hostAmong(joined(parts));
}

function common(found: readonly (Source | undefined)[]): Source | undefined {
  const [first] = found;
  return first && found.every((one) => one && isSameSource(one, first)) ? first : undefined;
}

/** Neighbouring texts as one; one that has a name in the code stays apart. */
function joined(parts: readonly Value[]): Value[] {
  const all: Value[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal' && !part.origin && !last.origin)
      all[all.length - 1] = { kind: 'literal', value: `${last.value}${part.value}` };
    else all.push(part);
  }
  return all;
}

function hostAmong([first, second]: readonly Value[]): Source | undefined {
  if (!first) return undefined;
  if (first.kind === 'made' || first.kind === 'union') return hostOf(first);
  if (first.kind !== 'literal') return first.kind === 'method' ? undefined : sourceOf(first);
  const text = String(first.value);
  if (/^(?:https?:)?\/\/$/.test(text)) return second && second.kind !== 'method' ? hostOf(second) : undefined;
  const host = /^(?:(?:https?:)?\/\/)?([\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?)(?=\/|$)/i.exec(text)?.[1];
  const isWhole = host !== undefined && (/\/\/[^/]+\/|^[^/]+$/.test(text) || /^\//.test(startOf(second)));
  if (!isWhole) return undefined;
  return first.origin ? sourceOf(first) : { fixed: host };
}

function startOf(value: Value | undefined): string {
  return value?.kind === 'literal' ? String(value.value) : '';
}
