import type { PhpReading, PhpText } from './readPhp';

/** The concatenation rather than its part, the text with holes rather than the pieces between them. */
export function outermostText({ texts }: PhpReading, offset: number): PhpText | undefined {
  let found: PhpText | undefined;
  for (const text of texts) {
    if (text.start > offset) break;
    if (offset >= text.end) continue;
    // A call within a concatenation has texts of its own.
    if (!found || !isPart(text)) found = text;
  }
  return found;
}

const PARTS: ReadonlySet<string> = new Set(['bin', 'encapsed', 'encapsedpart']);

function isPart({ around: [first] }: PhpText): boolean {
  if (!first || !PARTS.has(first.node.kind)) return false;
  return first.node.kind !== 'bin' || first.node['type'] === '.';
}
