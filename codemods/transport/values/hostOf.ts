import type { LiteralValue, Value } from '../types';
import type { Source } from './Source';
import { isSameSource, sourceOf } from './sourceOf';

/** What decides to which host an address leads; undefined where that does not show, or where the page decides. */
export function hostOf(url: Value): Source | undefined {
  if (url.kind === 'union') return common(url.of.map(hostOf));
  if (url.kind === 'made') {
    const [path, base] = url.from;
    if (url.what === 'URL' && base) return hostOf(base);
    return /^(?:URL|Request)$/.test(url.what) && path ? hostOf(path) : undefined;
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

function hostAmong(parts: readonly Value[]): Source | undefined {
  const behind = behindScheme(parts);
  if (behind) return behind.rest === '' ? hostOfNext(behind.next) : hostIn(behind.rest, behind.next, behind.part);
  const [first, second] = parts;
  if (!first) return undefined;
  if (first.kind === 'made' || first.kind === 'union') return hostOf(first);
  if (first.kind !== 'literal') return first.kind === 'method' ? undefined : sourceOf(first);
  return hostIn(String(first.value), second, first);
}

/** What follows `//`, where nothing before it is part of a path: `https` may stand in a name of its own. */
function behindScheme(
  parts: readonly Value[],
): { readonly part: LiteralValue; readonly rest: string; readonly next: Value | undefined } | undefined {
  for (const [at, part] of parts.slice(0, 4).entries()) {
    if (part.kind !== 'literal') continue;
    const text = String(part.value);
    const next = parts[at + 1];
    const found = text.indexOf('://');
    if (found >= 0) return { part, rest: text.slice(found + 3), next };
    // A base and a path may meet in two slashes as well.
    const isAlone = text === '//' && next !== undefined && next.kind !== 'method';
    if (isAlone || (at === 0 && text.startsWith('//'))) return { part, rest: text.slice(2), next };
    if (text.includes('/')) return undefined;
  }
  return undefined;
}

function hostOfNext(next: Value | undefined): Source | undefined {
  return next && next.kind !== 'method' ? hostOf(next) : undefined;
}

/** A host that is written out as a whole. */
function hostIn(text: string, next: Value | undefined, part: LiteralValue): Source | undefined {
  const host = /^([\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?)(?=\/|$)/i.exec(text)?.[1];
  const isWhole =
    host !== undefined && (host.length < text.length || next === undefined || startOf(next).startsWith('/'));
  if (!isWhole) return undefined;
  return part.origin ? sourceOf(part) : { fixed: host };
}

function startOf(value: Value): string {
  return value.kind === 'literal' ? String(value.value) : '';
}
