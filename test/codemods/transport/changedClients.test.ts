import { describe, expect, test } from 'vitest';
import { CLIENTS, CLIENTS_ALIKE, PACKAGES, PACKAGES_ALIKE } from './changedClients';
import { ranBoth } from './ranBoth';

type Files = Readonly<Record<string, string>>;

async function changesOf(files: Files) {
  const { rewritten, adopted } = await ranBoth(files, { isRun: false });
  return [...rewritten.changes, ...adopted.changes];
}

describe.each([
  ['a client that is changed elsewhere', CLIENTS],
  ['a package that may change what it is handed', PACKAGES],
])('%s: nothing moves, nothing is said to be adopted', (_name, all) => {
  test.each(Object.entries(all))('%s', async (_case, files) => {
    expect(await changesOf(files)).toEqual([undefined, undefined]);
  });
});

describe.each([
  ['a client that stays what it is', CLIENTS_ALIKE],
  ['a package that changes nothing', PACKAGES_ALIKE],
])('%s', (_name, all) => {
  test.each(Object.entries(all))('%s', async (_case, files) => {
    expect(await changesOf(files)).toEqual(['moved', 'adopted']);
  });
});
