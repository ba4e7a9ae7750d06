import { expect, it } from 'vitest';
import { createGroups } from '../../../codemods/php/createGroups';

it('a list is looked through once, however many keys are asked for', () => {
  let looked = 0;
  const byDigits = createGroups<number, number>((one) => {
    looked += 1;
    return one < 0 ? [] : [...new Set([one % 10, Math.floor(one / 10)])];
  });
  const list = [12, 21, 11, -1, 30];
  expect([1, 2, 3, 0, 9].map((digit) => byDigits(list, digit))).toEqual([[12, 21, 11], [12, 21], [30], [30], []]);
  expect(looked).toBe(list.length);
  expect(byDigits(undefined, 1)).toEqual([]);
  expect(byDigits([1], 1)).toEqual([1]);
});
