import type { ts } from 'ts-morph';
import { expect, test } from 'vitest';
import { loadSyntax, syntax, treeOf } from '../../../codemods/files/sourceFile';
import { declarationOf } from '../../../codemods/source/declarations';
import { nodesIn } from '../../../codemods/source/nodesIn';
import { countCalls } from './countCalls';

const DEPTH = 200;
const count = countCalls();

/** Every reading asks again what the same names mean. */
test.each([
  ['a name of the file', 'far'],
  ['a name that nothing declares', 'fetch'],
])('scopes are gone through once for a name, however often it is asked what it means: %s', async (_name, wanted) => {
  await loadSyntax();
  const text = `const far = 1;\n${'{'.repeat(DEPTH)} use(far, fetch); ${'}'.repeat(DEPTH)}\n`;
  const tree = treeOf({ path: 'deep.ts', text });
  const name = [...nodesIn(tree)].find(
    (node): node is ts.Identifier =>
      syntax().isIdentifier(node) && node.text === wanted && syntax().isCallExpression(node.parent),
  );
  if (!name) throw new Error('the text has changed');
  const asked = (times: number) =>
    count(async () => {
      for (let time = 0; time < times; time += 1) declarationOf(name, tree);
    });
  await asked(1);
  expect(await asked(100)).toBeLessThan(100 * 20);
  expect(declarationOf(name, tree)?.name?.getText(tree)).toBe(wanted === 'far' ? 'far' : undefined);
});
