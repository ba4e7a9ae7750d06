import { id, ids } from '../../src/values/ids';
import { syntax } from '../files/sourceFile';
import { literalValue } from './literalValue';
import type { SourceRule } from './SourceRule';
import { splice, textOf } from './textOf';

/** USERS: numbers and numeric texts in a literal list become numbers in place, and so does JSON text of one. */
export const idsSource: SourceRule = (node, { tree, helper }) => {
  const s = syntax();
  if (s.isArrayLiteralExpression(node)) {
    const numbers = node.elements.map((element) => id(literalValue(element)?.value));
    if (numbers.every((number) => number > 0))
      return splice(
        node,
        tree,
        node.elements.map((element, index) => ({ node: element, text: String(numbers[index]) })),
      );
  }
  const text = literalValue(node)?.value;
  const listed = typeof text === 'string' ? ids(text) : undefined;
  if (listed) return `[${listed.join(', ')}]`;
  return `${helper('ids')}(${textOf(node, tree)})`;
};
