import type { ts } from 'ts-morph';
import { bare, calleeText } from '../callShape';
import { syntax } from '../sourceFile';
import type { FoundFunction } from './FoundFunction';
import type { Layout } from './Layout';
import type { Parameter } from './Parameter';

/** From the return statements: all must tell the same. */
export function answerOf(node: FoundFunction['node'], parameters: readonly Parameter[]): Layout['answer'] | undefined {
  const { isBlock } = syntax();
  const last = parameters.at(-1);
  if (last && /^(?:cb|callback|done|next|fn)$/i.test(last.name)) return 'callback';
  const { body } = node;
  if (!body) return undefined;
  const returned = isBlock(body) ? returnsOf(body) : [body];
  const kinds = new Set(returned.map((expression) => kindOf(expression, node)).filter((kind) => kind !== 'self'));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== 'unknown' ? kind : undefined;
}

function returnsOf(body: ts.Node): ts.Expression[] {
  const { forEachChild, isFunctionLike, isReturnStatement } = syntax();
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isReturnStatement(node) && node.expression) found.push(node.expression);
    if (!isFunctionLike(node)) forEachChild(node, visit);
  };
  visit(body);
  return found;
}

type AnswerKind = 'envelope' | 'result' | 'axios' | 'self' | 'unknown';

function kindOf(expression: ts.Expression, owner: FoundFunction['node'], depth = 4): AnswerKind {
  const { isAwaitExpression, isCallExpression, isIdentifier, isPropertyAccessExpression, isConditionalExpression } =
    syntax();
  let node = bare(expression);
  while (isAwaitExpression(node)) node = bare(node.expression);
  if (depth === 0) return 'unknown';
  if (isConditionalExpression(node)) return kindOf(node.whenTrue, owner, depth - 1);
  if (isPropertyAccessExpression(node)) {
    if (node.name.text === 'result') return 'result';
    if (node.name.text === 'data')
      return kindOf(node.expression, owner, depth - 1) === 'axios' ? 'envelope' : 'unknown';
    return 'unknown';
  }
  if (isCallExpression(node)) {
    const callee = calleeText(node);
    if (/\.json$/.test(callee) || callee === 'JSON.parse') return 'envelope';
    if (/\.then$/.test(callee)) return thenKind(node, owner, depth);
    if (isRecursion(callee, owner)) return 'self';
    if (/^(?:axios|this\.(?:http|axios|client)|http|client|api|instance)(?:\.\w+)?$/.test(callee)) return 'axios';
    return 'unknown';
  }
  if (!isIdentifier(node)) return 'unknown';
  return identifierKind(node.text, owner, depth);
}

function thenKind(call: ts.CallExpression, owner: FoundFunction['node'], depth: number): AnswerKind {
  const { isArrowFunction, isBlock } = syntax();
  const then = call.arguments[0] && bare(call.arguments[0]);
  if (!then || !isArrowFunction(then)) return 'unknown';
  const [returned] = isBlock(then.body) ? returnsOf(then.body) : [then.body];
  if (!returned) return 'unknown';
  if (/\.data$/.test(returned.getText())) return 'envelope';
  return kindOf(returned, owner, depth - 1);
}

/** Follows `const data = await response.json()`, `const { data } = await axios.post(…)`, `const { result } = …`. */
function identifierKind(name: string, owner: FoundFunction['node'], depth: number): AnswerKind {
  const { forEachChild, isIdentifier, isObjectBindingPattern, isVariableDeclaration, isBinaryExpression, SyntaxKind } =
    syntax();
  const kinds = new Set<AnswerKind>();
  const visit = (node: ts.Node): void => {
    if (isVariableDeclaration(node) && node.initializer) {
      if (isIdentifier(node.name) && node.name.text === name) kinds.add(kindOf(node.initializer, owner, depth - 1));
      if (isObjectBindingPattern(node.name)) {
        for (const element of node.name.elements) {
          if (element.name.getText() !== name) continue;
          const key = (element.propertyName ?? element.name).getText();
          const kind = kindOf(node.initializer, owner, depth - 1);
          if (key === 'result') kinds.add('result');
          else if (key === 'data' && kind === 'axios') kinds.add('envelope');
          else kinds.add('unknown');
        }
      }
    }
    if (
      isBinaryExpression(node) &&
      node.operatorToken.kind === SyntaxKind.EqualsToken &&
      node.left.getText() === name
    ) {
      kinds.add(kindOf(node.right, owner, depth - 1));
    }
    forEachChild(node, visit);
  };
  if (owner.body) visit(owner.body);
  const [kind] = kinds;
  return kinds.size === 1 && kind ? kind : 'unknown';
}

function isRecursion(callee: string, owner: FoundFunction['node']): boolean {
  const name = owner.name?.getText();
  return name !== undefined && (callee === name || callee === `this.${name}`);
}
