import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeText } from './callShape';
import { climb } from './useOfName';

/** `exec` of others is no shell: that of a pattern, of a data base. */
const SHELLS =
  /(?:^|\.)(?:execSync|execAsync|execPromise|spawn|spawnSync|execa|execaCommand|execaCommandSync)$|(?:^|(?:child_?process|cp|shell(?:js)?|ssh\w*)\.)exec$|^(?:shell|sh)$/i;

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
