/** A node of php-parser, as far as it is looked at. */
export interface PhpNode {
  readonly kind: string;
  readonly loc?: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } } | null;
  readonly [key: string]: unknown;
}

interface PhpEngine {
  parseCode(code: string, file: string): unknown;
}

let loaded: PhpEngine | undefined;

/** Loads php-parser, an optional dependency, once; false where it is not installed. Only for files that name imbot. */
export async function loadPhp(): Promise<boolean> {
  if (loaded) return true;
  try {
    const { Engine } = await import('php-parser');
    loaded = new Engine({
      parser: { extractDoc: true, suppressErrors: false, version: 805 },
      ast: { withPositions: true },
      lexer: { short_tags: true },
    });
    return true;
  } catch {
    return false;
  }
}

/** The parser; undefined where it was not loaded. */
export function php(): PhpEngine | undefined {
  return loaded;
}
