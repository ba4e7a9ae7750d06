import type { ts } from 'ts-morph';
import { bare, calleeText } from '../callShape';
import { syntax } from '../sourceFile';
import type { Parameter } from './Parameter';

const NOT_METHOD = /^(?:domain|portal\w*|host\w*|webhook\w*|(?:access_?)?token|auth\w*|user_?id|secret|verb)$/i;

export interface MethodUrl {
  readonly node: ts.Expression;
  readonly method: Parameter;
  /** What stands before the method in the URL: `domain`, `this.webhook`. */
  readonly base?: ts.Expression;
}

/** A template or concatenation with `/` and then a parameter at its end. */
export function methodUrl(body: ts.Node, parameters: readonly Parameter[]): MethodUrl | undefined {
  const { forEachChild, isBinaryExpression, isNewExpression, isTemplateExpression, SyntaxKind } = syntax();
  let found: MethodUrl | undefined;
  const named = (expression: ts.Expression) =>
    parameters.find(({ name }) => !NOT_METHOD.test(name) && usesOnly(expression, name));
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (isTemplateExpression(node)) {
      const pieces = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
      node.templateSpans.forEach((span, at) => {
        const method = named(span.expression);
        const before = pieces[at] ?? '';
        const after = pieces[at + 1] ?? '';
        // What follows the method is its extension and a query, nothing of the path.
        const ends =
          at === node.templateSpans.length - 1 ? /^(?:\.json|\.xml)?\/?(?:\?.*)?$/ : /^(?:\.json|\.xml)?\/?\?/;
        const fits = (before.endsWith('/') || (before === '' && at > 0)) && ends.test(after);
        const isUrl = at > 0 || /^(?:https?:)?\/\/|\/rest\//.test(pieces.slice(0, at + 1).join(''));
        if (method && fits && isUrl && !found) found = { node, method, base: node.templateSpans[0]?.expression };
      });
    } else if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken) {
      const parts = joined(node);
      const at = parts.findLastIndex((part) => named(part) !== undefined);
      const prefix = parts[at - 1];
      const joins = prefix !== undefined && (isText(prefix) ? /\/['"`]$/.test(prefix.getText()) : at === 1);
      const method = joins ? named(parts[at] ?? node) : undefined;
      const rest = parts
        .slice(at + 1)
        .map((part) => part.getText())
        .join('');
      if (method && /^$|json|\?|suffix|ext/i.test(rest))
        found = { node, method, base: parts.find((part) => !isText(part)) };
    } else if (isNewExpression(node) && calleeText(node) === 'URL' && node.arguments?.[0]) {
      const method = named(node.arguments[0]);
      if (method) found = { node, method, base: node.arguments[1] };
    }
    forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The expression is the parameter, or `encodeURIComponent(method)`, `method.replace(…)`, `method.trim()`. */
export function usesOnly(expression: ts.Expression, name: string): boolean {
  const { isCallExpression, isIdentifier, isPropertyAccessExpression } = syntax();
  const inner = bare(expression);
  if (isIdentifier(inner)) return inner.text === name;
  if (!isCallExpression(inner)) return false;
  if (calleeText(inner) === 'encodeURIComponent')
    return inner.arguments[0] !== undefined && usesOnly(inner.arguments[0], name);
  return isPropertyAccessExpression(inner.expression) && usesOnly(inner.expression.expression, name);
}

function joined(node: ts.Expression): ts.Expression[] {
  const { isBinaryExpression, SyntaxKind } = syntax();
  return isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.PlusToken
    ? [...joined(node.left), ...joined(node.right)]
    : [bare(node)];
}

function isText(node: ts.Expression): boolean {
  return syntax().isStringLiteralLike(node);
}
