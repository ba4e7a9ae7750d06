import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { ReasonId } from '../report/reasons';
import { commentsOf } from '../rewrite/commentsOf';
import { type GivenParam, readParams } from '../rewrite/readParams';
import { propertyKey } from '../source/literalValue';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';

export interface LooseParams {
  readonly known: readonly GivenParam[];
  /** Properties of which the source does not tell the name. */
  readonly raw: readonly { readonly source: string; readonly reason: ReasonId }[];
}

/** The parameters of an object literal as far as their names are known; the rest as it stands. */
export function looseParams(object: ts.ObjectLiteralExpression, tree: ts.SourceFile): LooseParams {
  try {
    return { known: readParams(object, tree), raw: [] };
  } catch (error) {
    if (!(error instanceof Unprovable)) throw error;
  }
  const s = syntax();
  const known: GivenParam[] = [];
  const raw: { source: string; reason: ReasonId }[] = [];
  for (const [index, property] of object.properties.entries()) {
    const comments = commentsOf(object, index, tree);
    if (s.isShorthandPropertyAssignment(property)) {
      known.push({ kind: 'value', key: property.name.text, value: property.name, comments, quoted: false });
      continue;
    }
    const key = s.isPropertyAssignment(property) ? propertyKey(property.name) : undefined;
    if (s.isPropertyAssignment(property) && key !== undefined && !key.includes('[')) {
      const quoted = s.isStringLiteral(property.name);
      known.push({ kind: 'value', key, value: property.initializer, comments, quoted });
      continue;
    }
    const reason = s.isSpreadAssignment(property) ? 'unknown-spread' : key === undefined ? 'computed-key' : 'flat-keys';
    raw.push({ source: textOf(property, tree), reason });
  }
  return { known, raw };
}
