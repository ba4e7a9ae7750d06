import type { ts } from 'ts-morph';
import type { FindModule } from './valueBehind';
import type { ValueHelper } from './valueHelpers';

/** What a rule may use while it writes. */
export interface SourceWriter {
  readonly tree: ts.SourceFile;
  /** The quote of new text literals. */
  readonly quote: "'" | '"';
  /** Source of the v2 bot id; undefined where the call concerns no bot. */
  readonly botId?: string;
  /** The parameters travel as form fields: a flag is 'Y' or 'N' there, since every text but the empty one is true. */
  readonly isForm: boolean;
  /** The values of a batch may refer to earlier answers. */
  readonly inBatch: boolean;
  /** The parameter may be left out by v1, so its value may be undefined. */
  readonly optional: boolean;
  /** The tree of a given file that an import means. */
  readonly find?: FindModule;
  /** Does a call do nothing but read, so that it may stand twice? */
  readonly onlyReads?: (call: ts.CallExpression) => boolean;
  /** The name under which a rule of imbot-compat/values can be called; it is imported. */
  helper(name: ValueHelper): string;
}

/** Source of the v2 value; undefined where v2 gets nothing. */
export type WrittenSource = string | undefined;

/**
 * A value rule written as source: an expression of v1 code becomes the expression of the v2 value. Literals, choices,
 * JSON.stringify and references are dealt with before; the rule sees what is left.
 * @throws Unprovable
 */
export type SourceRule = (node: ts.Expression, writer: SourceWriter) => WrittenSource;
