import type { Value } from '../types';
import type { Source } from './Source';
import { insideOf } from './Value';

/** Where a value comes from; undefined where more than one thing decides it, or nothing shows. */
export function sourceOf(value: Value, seen: Set<Value> = new Set()): Source | undefined {
  if (seen.has(value)) return undefined;
  seen.add(value);
  const origin = 'origin' in value ? value.origin : undefined;
  const own = ownSource(value);
  if (origin) {
    // A private name is known in its class only, and what one instance holds under it says nothing of the others.
    const isPrivate = ('node' in origin ? (origin.more ?? '') : origin.place).includes('#');
    return isPrivate ? undefined : origin;
  }
  if (own) return own;
  if (value.kind !== 'unknown' && value.kind !== 'text' && value.kind !== 'union') return undefined;
  const inner = insideOf(value).filter((one) => one.kind !== 'literal' || value.kind === 'union');
  const found = inner.map((one) => sourceOf(one, seen));
  const [first] = found;
  if (!first || found.some((one) => !one || !isSameSource(one, first))) return undefined;
  if (value.kind !== 'unknown' || !value.isAsked) return first;
  // What a function of elsewhere gives for an expression may change while that stays the same.
  return 'place' in first ? { ...first, isAsked: true } : undefined;
}

function ownSource(value: Value): Source | undefined {
  if (value.kind === 'literal')
    return (typeof value.value === 'string' && value.value !== '') || typeof value.value === 'number'
      ? { fixed: value.value }
      : undefined;
  if (value.kind !== 'external' || value.module !== 'global') return undefined;
  const text = value.path.join('.');
  return /^(?:process\.env|import\.meta\.env|Bun\.env)\.[\w$]+$|^Deno\.env\.get\(['"][^'"]+['"]\)$/.test(text)
    ? { text }
    : undefined;
}

export function isSameSource(a: Source, b: Source): boolean {
  if ('place' in a) return 'place' in b && a.place === b.place;
  if ('node' in a) return 'node' in b && a.node.getText() === b.node.getText() && a.more === b.more;
  if ('text' in a) return 'text' in b && a.text === b.text;
  return 'fixed' in b && a.fixed === b.fixed;
}
