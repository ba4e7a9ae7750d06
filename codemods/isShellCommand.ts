import type { ts } from 'ts-morph';
import { calleeText } from './callShape';
import { syntax } from './sourceFile';
import { climb } from './useOfName';

const SHELLS =
  /(?:^|\.)(?:exec|execSync|execAsync|execPromise|spawn|spawnSync|execa|execaCommand|execaCommandSync|shell|sh)$/;

/** Is a text run by a shell: an argument of `exec`, or a template of zx? */
export function isShellCommand(expression: ts.Expression): boolean {
  const { isArrayLiteralExpression, isCallExpression, isTaggedTemplateExpression } = syntax();
  const { node } = climb(expression);
  const { parent } = node;
  if (isTaggedTemplateExpression(parent)) return /^(?:\$|sh|shell|execa|\$\.\w+)$/.test(parent.tag.getText());
  // `spawn('sh', ['-c', 'curl …'])`
  const call = isArrayLiteralExpression(parent) ? parent.parent : parent;
  return isCallExpression(call) && SHELLS.test(calleeText(call));
}
