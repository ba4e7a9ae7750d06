import { syntax } from '../files/sourceFile';
import { hasIndex } from './hasIndex';
import type { SourceRule } from './SourceRule';
import { textOf } from './textOf';

/** ATTACH: a list or an object that is certainly not empty stands as it is. */
export const attachSource: SourceRule = (node, { tree, helper }) => {
  const s = syntax();
  const text = textOf(node, tree);
  if (s.isArrayLiteralExpression(node)) {
    if (node.elements.length === 0) return undefined;
    if (node.elements.some((element) => !s.isSpreadElement(element))) return text;
  }
  if (s.isObjectLiteralExpression(node)) {
    if (node.properties.length === 0) return undefined;
    if (!hasIndex(node) && node.properties.some((property) => !s.isSpreadAssignment(property))) return text;
  }
  return `${helper('attach')}(${text})`;
};
