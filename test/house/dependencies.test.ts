import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dependencies?: Readonly<Record<string, string>> } | undefined>>;
}

const read = (file: string): Lock & { readonly dependencies: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

/** With all that they pull in. */
function installed(names: readonly string[], { packages }: Lock, found = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    installed(Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}), { packages }, found);
  }
  return found;
}

it('a user gets five packages at the most, optional ones aside', () => {
  const found = installed(Object.keys(read('package.json').dependencies), read('package-lock.json'));
  expect([...found].sort()).toEqual(['@fastify/busboy', 'undici', 'zod']);
  expect(found.size).toBeLessThanOrEqual(5);
  // The walk sees what a dependency pulls in.
  expect(installed(['express'], read('package-lock.json')).size).toBeGreaterThan(20);
});
