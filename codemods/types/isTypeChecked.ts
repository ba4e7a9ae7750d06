import type { ts } from 'ts-morph';
import type { SourceText } from '../plan/site';

/** Does a compiler look at the types of this file: TypeScript, or JavaScript that asks for it? */
export function isTypeChecked(
  { path, text }: Pick<SourceText, 'path' | 'text'>,
  options: ts.CompilerOptions | undefined,
): boolean {
  if (/\.(?:[mc]?ts|tsx)$/i.test(path)) return true;
  if (/\.(?:vue|svelte)$/i.test(path)) return /<script\b[^>]*\blang\s*=\s*["']tsx?["']/i.test(text);
  if (!/\.(?:[mc]?js|jsx)$/i.test(path)) return false;
  if (/^\s*\/\/\s*@ts-nocheck/m.test(text)) return false;
  return options?.checkJs === true || /^\s*\/\/\s*@ts-check/m.test(text.slice(0, 2_000));
}
