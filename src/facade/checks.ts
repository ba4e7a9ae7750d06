import { nearest } from './nearest';

/** What is wrong with a value, as the rest of a sentence; undefined where nothing is. */
export type Check = (value: unknown) => string | undefined;

export function oneOfWords(words: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && words.includes(value)) return undefined;
    const few = words.length <= 6 ? `is none of ${words.join(', ')}` : 'is not known';
    return typeof value === 'string' ? `${few}${hint(value, words)}` : few;
  };
}

export function place(value: unknown): string | undefined {
  const isIndex = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isIndex || (typeof value === 'string' && value !== '') ? undefined : 'is no place: an index, or a path';
}

export function first<T>(list: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const wrong = check(item);
    if (wrong) return wrong;
  }
  return undefined;
}

export function hint(word: string, words: readonly string[]): string {
  const found = nearest(word, words);
  return found === undefined ? '' : `; did you mean ${found}?`;
}
