import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LONGEST } from '../LongestFirst';

it('the files that are begun first are there', () => {
  expect(LONGEST.filter((file) => !existsSync(file))).toEqual([]);
});
