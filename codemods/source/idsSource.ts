import { id } from '../../src/values/ids';
import { syntax } from '../sourceFile';
import { literalValue } from './literalValue';
import type { SourceRule } from './SourceRule';
import { splice, textOf } from './textOf';

/** USERS: numbers and numeric texts in a literal list become numbers in place. */
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
  return `${helper('ids')}(${textOf(node, tree)})`;
};
