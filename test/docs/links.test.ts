import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { anchorsOf, DOCUMENTS, doubledAnchors, linksOf, readRepository } from './markdown';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.each(DOCUMENTS)('%s', (file) => {
  const text = readRepository(file);
  const links = linksOf(text);
  const inside = links.filter((target) => !/^[a-z]+:/.test(target));

  test('every link to a file and to a place in it leads somewhere', () => {
    const broken = inside.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(root, linked))) return true;
      return anchor !== undefined && !anchorsOf(readRepository(linked)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('links to the outside are https', () => {
    expect(links.filter((target) => /^[a-z]+:/.test(target) && !target.startsWith('https://'))).toEqual([]);
  });

  test('no anchor is written out twice', () => {
    expect(doubledAnchors(text)).toEqual([]);
  });
});

test('the check sees a link that leads nowhere', () => {
  expect(linksOf('see [a](B.md#c) and `[x](y)`')).toEqual(['B.md#c']);
  expect([...anchorsOf('# A B\n\n## `c.d` e\n## A B\n<a id="x"></a>')]).toEqual(['a-b', 'cd-e', 'a-b-1', 'x']);
});
