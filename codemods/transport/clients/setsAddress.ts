import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';

/** `axios.defaults.baseURL = …`: where requests go that name no host is no matter to how they are sent. */
export function setsAddress(node: ts.Node): boolean {
  return syntax().isBinaryExpression(node) && /\.defaults\.baseURL$/.test(node.left.getText());
}
