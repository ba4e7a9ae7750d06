import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { referencesOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';

/** Does an interceptor give on what it is given, logged, or with other headers or marks at most? */
export function passesOn(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (node.kind === s.SyntaxKind.NullKeyword || (s.isIdentifier(node) && node.text === 'undefined')) return true;
  if (!s.isArrowFunction(node) && !s.isFunctionExpression(node)) return false;
  const [first, ...more] = node.parameters;
  if (!first || more.length > 0 || !s.isIdentifier(first.name) || first.initializer) return false;
  const { text } = first.name;
  const uses = referencesOf(first, node.getSourceFile());
  if (!uses.every(isHarmless)) return false;
  const isSame = (value: ts.Expression | undefined) =>
    value !== undefined && new RegExp(`^(?:Promise\\.re(?:ject|solve)\\()?${text}\\)?$`).test(value.getText());
  if (!s.isBlock(node.body)) return isSame(node.body);
  let passes = true;
  let ends = false;
  const visit = (one: ts.Node): void => {
    if (s.isFunctionLike(one)) return;
    if (s.isReturnStatement(one) || s.isThrowStatement(one)) {
      ends = true;
      if (!isSame(one.expression)) passes = false;
    }
    s.forEachChild(one, visit);
  };
  visit(node.body);
  return passes && ends;
}

/** Read, logged, given on; or put into under a name that sends nothing otherwise. */
function isHarmless(use: ts.Expression): boolean {
  const s = syntax();
  let at: ts.Node = use;
  const names: string[] = [];
  while (s.isPropertyAccessExpression(at.parent) || s.isElementAccessExpression(at.parent)) {
    const step = at.parent;
    if (step.expression !== at) return true;
    names.push(
      s.isPropertyAccessExpression(step) ? step.name.text : step.argumentExpression.getText().replace(/['"]/g, ''),
    );
    at = step;
  }
  const { parent } = at;
  const isPut = s.isBinaryExpression(parent) && parent.left === at && /=$/.test(parent.operatorToken.getText());
  if (isPut && !/^[=!]==?$/.test(parent.operatorToken.getText()))
    return (
      (/^headers$/.test(names[0] ?? '') &&
        names.length > 1 &&
        /^[\w-]+$/.test(names.at(-1) ?? '') &&
        !TYPE.test(names.at(-1) ?? '')) ||
      /^(?:metadata|meta|start\w*|timeout)$/.test(names[0] ?? '')
    );
  if (s.isReturnStatement(parent) || s.isThrowStatement(parent) || s.isArrowFunction(parent)) return true;
  if (s.isCallExpression(parent)) {
    if (parent.expression === at) return false;
    return LOGS.test(parent.expression.getText()) || isText(names);
  }
  if (s.isPropertyAssignment(parent)) return isText(names);
  // What stands under a name may be changed under another one of its own.
  const isAsked =
    s.isTemplateSpan(parent) ||
    s.isIfStatement(parent) ||
    s.isConditionalExpression(parent) ||
    s.isPrefixUnaryExpression(parent) ||
    s.isBinaryExpression(parent);
  return names.length > 0 && isAsked && !(s.isBinaryExpression(parent) && parent.operatorToken.getText() === '=');
}

function isText(names: readonly string[]): boolean {
  return /^(?:url|method|status|message|code|baseURL)$/.test(names.at(-1) ?? '');
}

const TYPE = /content-?type/i;
const LOGS = /^(?:console|log|logger|this\.log(?:ger)?)\.\w+$|^Promise\.re(?:ject|solve)$|^(?:debug|log)$/;
