import { describe, expect, it } from 'vitest';
import { declaredNames } from './declaredNames';
import { sourceFiles } from './importsOf';

/**
 * Names that stand for two things on purpose. The fake portal is a house of its own: it shares no line with the map and names
 * things as the vendor's pages do.
 */
const TWICE: Readonly<Record<string, string>> = {
  restAuth: 'an export of imbot-compat, and the function of that name that bots have from their copy of rest-auth',
  bot: 'the fake portal asks each generation: whose bot is this call about?',
  owner: 'the fake portal asks each generation: who owns what this call may touch?',
  chatOf: 'the fake portal asks each generation: which chat is this call about?',
};

/** What a reader of any room has to know: these mean one thing in the fake portal too, or are not there. */
const WORDS = ['Refusal', 'Call', 'Answer', 'Verdict', 'Outcome', 'Plan', 'Step', 'V1Bot', 'Replay', 'nameIn', 'judge'];

const declared = [...sourceFiles()].flatMap(([file, text]) =>
  declaredNames(text).map((found) => ({ ...found, file, isPortal: file.startsWith('portal/') })),
);

const twice = (list: readonly { name: string; file: string }[]): string[] => {
  const files = new Map<string, string[]>();
  for (const { name, file } of list) files.set(name, [...(files.get(name) ?? []), file]);
  return [...files].filter(([, found]) => found.length > 1).map(([name, found]) => `${name}: ${found.join(', ')}`);
};

describe('one meaning per name', () => {
  it('of what a file exports', () => {
    const exported = declared.filter(({ isExported, name }) => isExported && !Object.hasOwn(TWICE, name));
    expect(exported.length).toBeGreaterThan(1_000);
    expect(twice(exported.filter(({ isPortal }) => !isPortal))).toEqual([]);
    expect(twice(exported.filter(({ isPortal }) => isPortal))).toEqual([]);
  });

  it('of the words of the house, in every file and whether exported or not', () => {
    expect(twice(declared.filter(({ name }) => WORDS.includes(name)))).toEqual([]);
  });

  it('of what is said to stand twice', () => {
    const exported = declared.filter(({ isExported }) => isExported);
    for (const name of Object.keys(TWICE)) expect(exported.filter((one) => one.name === name).length, name).toBe(2);
  });

  it('is seen in every way a name is declared', () => {
    const text = [
      'export type A = 1;',
      'interface B {}',
      'export async function c() {}',
      'export const d = 1, e = 2;',
      'export const { f, g: h } = { f: 1, g: 2 };',
      'export abstract class I {}',
      'export function j(a: 1): 1;',
      'export function j(a: unknown): unknown { return a; }',
      "export { k } from './k';",
    ].join('\n');
    expect(declaredNames(text).map(({ name, isExported }) => `${name}${isExported ? '' : ' (own)'}`)).toEqual([
      'A',
      'B (own)',
      'c',
      'd',
      'e',
      'f',
      'h',
      'I',
      'j',
    ]);
  });
});
