import { isFields } from '../../values/structures';
import type { Letter } from './Letter';

export function isLetter(value: unknown): value is Letter {
  if (!isFields(value)) return false;
  const texts = [value['id'], value['lane'], value['event'], value['url'], value['body']];
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof value['attempts'] === 'number' &&
    typeof value['at'] === 'number'
  );
}
