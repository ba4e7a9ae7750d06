import { expect, test } from 'vitest';
import { workspace } from '../workspace';

test('no two workspaces of a process have one name, whatever random end the system gives them', () => {
  const names = Array.from({ length: 20 }, () => workspace().slice(0, -'abcdef'.length));
  expect(new Set(names).size).toBe(names.length);
});
