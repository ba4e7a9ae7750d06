import { describe, expect, it } from 'vitest';
import { ALL_SYSTEM_CODES } from '../../src/http/systemCodes';
import { sourceFiles } from './importsOf';

/** Without comments. The fake portal has its own tables, from the vendor's pages. */
const files = [...sourceFiles(['src', 'codemods', 'cli'])].map(
  ([file, text]) => [file, text.replace(/^\s*(?:\*|\/[/*]).*$/gm, '')] as const,
);

const filesWith = (pattern: RegExp): string[] => files.filter(([, text]) => pattern.test(text)).map(([file]) => file);

describe('each list stands once', () => {
  it('the system codes', () => {
    expect(ALL_SYSTEM_CODES.length).toBeGreaterThan(8);
    const codes = new RegExp(
      `(['"\`])(?:${ALL_SYSTEM_CODES.join('|')})\\1|^\\s*(?:${ALL_SYSTEM_CODES.join('|')}):`,
      'm',
    );
    // The texts of errors are a table by code.
    expect(filesWith(codes)).toEqual(['src/errors/texts.ts', 'src/http/systemCodes.ts']);
  });

  it('what is a name of imbot v1 or v2', () => {
    expect(filesWith(/imbot\\+\.(?:\(\?!v2|v2\\+\.)/)).toEqual(['src/map/imbotName.ts']);
  });

  it('the state of the process', () => {
    expect(filesWith(/Symbol\.for\('imbot-compat'\)/)).toEqual(['src/http/processState.ts']);
    expect(filesWith(/typeof globalThis & /)).toEqual(['src/http/processState.ts']);
  });

  it('the names of v2 methods, but for the probes of the facts', () => {
    expect(filesWith(/'imbot\.v2\.[A-Z][A-Za-z.]*'/).filter((file) => !file.includes('generated'))).toEqual([
      'src/map/facts.ts',
      'src/map/v2Names.ts',
    ]);
  });

  it('what v1 knows of the addresses that it calls', () => {
    const known = /\bEVENT_(?:MESSAGE|WELCOME|BOT)_[A-Z]+\b/;
    expect(filesWith(known).filter((file) => !/generated|Samples/.test(file))).toEqual(['src/map/bots.ts']);
  });

  it('the limits of v2', () => {
    expect(filesWith(/(?:LOWEST_REVISION|LONGEST_TOKEN|PAGE_SIZE|MOST_MEMBERS) = /)).toEqual(['src/map/limits.ts']);
  });

  it("the portal's plan as the reason of a refusal", () => {
    expect(filesWith(/\/commercial plan\//)).toEqual(['src/map/errors.ts']);
  });

  it('whether a value holds fields', () => {
    expect(filesWith(/return typeof value === 'object' && value !== null && !Array\.isArray\(value\);/)).toEqual([
      'src/values/structures.ts',
    ]);
  });
});
