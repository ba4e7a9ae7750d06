import { expect, test } from 'vitest';
import { compileBlocks } from './compileBlocks';
import { type CodeBlock, codeBlocks, DOCUMENTS, readRepository } from './markdown';

const blocks = DOCUMENTS.flatMap((file) => codeBlocks(file));

test('every js block compiles against the types of the package', () => {
  const js = blocks.filter(({ language }) => language === 'js');
  expect(js.length).toBeGreaterThan(15);
  expect(compileBlocks(js, false)).toEqual([]);
});

test('every ts block compiles strictly', () => {
  expect(
    compileBlocks(
      blocks.filter(({ language }) => language === 'ts'),
      true,
    ),
  ).toEqual([]);
});

test('a block that uses what is not there is noticed', () => {
  const block = (code: string): CodeBlock => ({ file: 'X.md', line: 1, language: 'js', code });
  const [problem] = compileBlocks([block("import { createImbott } from 'imbot-compat';\ncreateImbott();")], false);
  expect(problem).toContain('createImbott');
});

test('the script that pages load is built, under the name that they use', () => {
  const pages = blocks.filter(({ language }) => language === 'html');
  expect(pages).toHaveLength(1);
  const [, global] = /= (\w+)\.wrapBX24\(/.exec(pages[0]?.code ?? '') ?? [];
  const [, script] = /src="([\w.]+)"/.exec(pages[0]?.code ?? '') ?? [];
  expect(readRepository('tsup.config.ts')).toContain(`globalName: '${global}'`);
  expect(readRepository('package.json')).toContain(`"./dist/${script}"`);
});

test('no block has a language that nothing checks', () => {
  expect(blocks.filter(({ language }) => !['js', 'ts', 'sh', 'html', 'text'].includes(language))).toEqual([]);
});
