import type { Value } from '../types';

/** `''.concat(base, name)`, `'…/{method}'.replace('{method}', name)`: a text of which every part is known as it was. */
export function putTogether(name: string, value: Value, given: readonly Value[]): Value | undefined {
  if (name === 'concat') return textOf([value, ...given]);
  const [pattern, by] = given;
  if (!/^replace(?:All)?$/.test(name) || !by || /^(?:function|native)$/.test(by.kind)) return undefined;
  if (pattern?.kind !== 'literal' || typeof pattern.value !== 'string' || pattern.value === '') return undefined;
  const parts = partsOf(value);
  const most = name === 'replace' ? 1 : Number.POSITIVE_INFINITY;
  const made = replaced(parts, pattern.value, by, most);
  return made.length > parts.length ? textOf(made) : undefined;
}

function replaced(parts: readonly Value[], pattern: string, by: Value, most: number): Value[] {
  let left = most;
  return parts.flatMap((part): Value[] => {
    if (part.kind !== 'literal' || typeof part.value !== 'string') return [part];
    const texts = part.value.split(pattern);
    const made: Value[] = [];
    for (const [at, text] of texts.entries()) {
      if (at === 0) made.push({ kind: 'literal', value: text });
      else if (left > 0) {
        left -= 1;
        made.push(by, { kind: 'literal', value: text });
      } else made.push({ kind: 'literal', value: `${pattern}${text}` });
    }
    return made;
  });
}

function textOf(parts: readonly Value[]): Value {
  return {
    kind: 'text',
    parts: parts.flatMap(partsOf).filter((one) => !(one.kind === 'literal' && one.value === '')),
  };
}

function partsOf(value: Value): readonly Value[] {
  return value.kind === 'text' ? value.parts : [value];
}
