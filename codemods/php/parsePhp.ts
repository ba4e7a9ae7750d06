import type { SourceText } from '../plan/site';
import { attached } from '../source/attached';
import { type PhpNode, php } from './loadPhp';

export interface PhpTree {
  readonly root?: PhpNode;
  /** Why the file is not read. */
  readonly failure?: string;
}

const trees = attached<SourceText, PhpTree>();

const PHP_MISSING = 'is read with php-parser, which is not installed. Install it: npm install php-parser';

/** The tree of a PHP file, made once. Offsets are those of the decoded text. */
export function parsePhp(source: SourceText): PhpTree {
  const before = trees.get(source);
  if (before) return before;
  const tree = parsed(source);
  trees.set(source, tree);
  return tree;
}

function parsed({ path, text }: SourceText): PhpTree {
  const engine = php();
  if (!engine) return { failure: PHP_MISSING };
  try {
    const root = engine.parseCode(text, path);
    return isNode(root) ? { root } : {};
  } catch (error) {
    const line = error instanceof Error && 'lineNumber' in error ? `line ${String(error.lineNumber)}: ` : '';
    const message = error instanceof Error ? error.message.replace(/ on line \d+$/, '') : String(error);
    return { failure: `does not parse: ${line}${message}` };
  }
}

export function isNode(value: unknown): value is PhpNode {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
