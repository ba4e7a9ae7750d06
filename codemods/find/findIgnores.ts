import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';

const IGNORE = /(?:\/\/|\/\*|<!--)[ \t]*imbot-v2-ignore\b[ \t:]*(.*?)[ \t]*(?:\*\/|-->|$)/;
/** The same in languages whose comments begin with `#`. */
const HASH_IGNORE = new RegExp(IGNORE.source.replace('(?:', '(?:#|'));
const HASHES = /\.(?:py|php)$/i;

/** `// imbot-v2-ignore <why>` on a site's line, the line above, or above its statement. */
export function findIgnores(
  text: string,
  path: string,
): { at(offset: number, node: ts.Node | undefined): string | undefined } {
  if (!text.includes('imbot-v2-ignore')) return { at: () => undefined };
  const ignore = HASHES.test(path) ? HASH_IGNORE : IGNORE;
  const onLineOf = (offset: number) => ignore.exec(lineAt(text, offset))?.[1];
  const above = (offset: number) => {
    const start = text.lastIndexOf('\n', offset - 1);
    const line = start < 0 ? '' : lineAt(text, start - 1);
    return ignore.exec(/^\s*(?:#|\/\/|\/\*|<!--)/.test(line) ? line : '')?.[1];
  };
  return {
    at(offset, node) {
      const statement = statementOf(node);
      return onLineOf(offset) ?? above(offset) ?? (statement === undefined ? undefined : above(statement));
    },
  };
}

function statementOf(node: ts.Node | undefined): number | undefined {
  const { isStatement } = syntax();
  for (let at = node; at; at = at.parent) if (isStatement(at)) return at.getStart();
  return undefined;
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
}
