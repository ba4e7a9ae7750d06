import { parseObject } from '../../http/parseObject';
import { isLetter } from './isLetter';
import type { Letter } from './Letter';

/** The letters in what Redis answered: texts of JSON. What is none is left out. */
export function lettersOf(answer: unknown): Letter[] {
  const texts: unknown[] = Array.isArray(answer) ? answer : [];
  return texts.flatMap((text) => {
    const letter: unknown = parseObject(String(text));
    return isLetter(letter) ? [letter] : [];
  });
}
