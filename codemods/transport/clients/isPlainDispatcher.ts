import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf, referencesOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import { writesIn } from '../changes/writesIn';
import type { ReadingEngine } from '../types';
import { alternatives } from '../values/Value';
import { packageOf } from './packageOf';

/** Agents of undici and its own interceptors send what they are given as it is. */
export function isPlainDispatcher(given: ts.Expression, apart: ReadingEngine, depth = DEEPEST): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return false;
  const isPlain = (one: ts.Expression) => isPlainDispatcher(one, apart, depth - 1);
  if (s.isConditionalExpression(node)) return isPlain(node.whenTrue) && isPlain(node.whenFalse);
  if (s.isBinaryExpression(node) && /^(?:\|\||\?\?)$/.test(node.operatorToken.getText()))
    return isPlain(node.left) && isPlain(node.right);
  if (s.isIdentifier(node)) {
    const made = constantOf(node);
    return made !== undefined && isPlain(made);
  }
  if (s.isNewExpression(node)) return isAgent(node, apart);
  if (!s.isCallExpression(node)) return false;
  const { expression } = node;
  if (s.isIdentifier(expression))
    return expression.text === 'getGlobalDispatcher' || returnsPlain(expression, isPlain, apart);
  if (!s.isPropertyAccessExpression(expression)) return false;
  const { name } = expression;
  if (name.text === 'getGlobalDispatcher') return true;
  return (
    name.text === 'compose' &&
    isPlain(expression.expression) &&
    node.arguments.every((one) =>
      /^(?:[\w.]*\.)?interceptors\.(?:retry|dns|redirect|dump|cache|decompress|deduplicate)\(/.test(one.getText()),
    )
  );
}

const DEEPEST = 8;

const AGENTS =
  /(?:^|\.)(?:Agent|ProxyAgent|EnvHttpProxyAgent|RetryAgent|Pool|BalancedPool|RoundRobinPool|Client|Dispatcher1Wrapper)$/;

/** One of undici, and not a class of the files that has its name. */
function isAgent(node: ts.NewExpression, apart: ReadingEngine): boolean {
  const { expression } = node;
  if (!AGENTS.test(expression.getText()) || /\b(?:interceptors|factory)\b/.test(node.getText())) return false;
  if (isOfUndici(packageOf(expression))) return true;
  return alternatives(lookedUp(expression, apart)).every((one) => one.kind === 'external' && isOfUndici(one.module));
}

function isOfUndici(name = ''): boolean {
  return /^undici(?:$|\/)/.test(name);
}

/** What a name stands for, as long as nothing else is put there or into it. */
function constantOf(name: ts.Identifier): ts.Expression | undefined {
  const s = syntax();
  const tree = name.getSourceFile();
  const declaration = declarationOf(name, tree);
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const { byTarget } = writesIn(tree);
  const isLeft = referencesOf(declaration, tree).every(
    (use) => !byTarget.has(use) && !isPutAnew(use) && !isHandedOn(use),
  );
  return isLeft ? declaration.initializer : undefined;
}

function isPutAnew(use: ts.Expression): boolean {
  const s = syntax();
  const { parent } = use;
  return (
    s.isBinaryExpression(parent) &&
    parent.left === use &&
    /^(?:=|\?\?=|\|\|=|&&=)$/.test(parent.operatorToken.getText())
  );
}

/** To a function that may put something into it. */
function isHandedOn(use: ts.Expression): boolean {
  const s = syntax();
  const { parent } = use;
  if (!s.isCallExpression(parent) || parent.expression === use) return false;
  const { expression } = parent;
  return !/(?:^|\.)setGlobalDispatcher$|^console\./.test(expression.getText()) && !isOfUndici(packageOf(expression));
}

/** A given function that makes one and does nothing else with it. */
function returnsPlain(callee: ts.Identifier, isPlain: (one: ts.Expression) => boolean, apart: ReadingEngine): boolean {
  const s = syntax();
  const all = alternatives(lookedUp(callee, apart));
  return (
    all.length > 0 &&
    all.every((one) => {
      if (one.kind !== 'function' || !one.node.body) return false;
      if (
        one.node.modifiers?.length &&
        !one.node.modifiers.every(
          ({ kind }) => kind === s.SyntaxKind.ExportKeyword || kind === s.SyntaxKind.DefaultKeyword,
        )
      )
        return false;
      const { body } = one.node;
      if (!s.isBlock(body)) return isPlain(body);
      const returned: ts.Expression[] = [];
      return onlyReturns(body, returned) && returned.length > 0 && returned.every(isPlain);
    })
  );
}

function onlyReturns(statement: ts.Statement, returned: ts.Expression[]): boolean {
  const s = syntax();
  if (s.isBlock(statement)) return statement.statements.every((one) => onlyReturns(one, returned));
  if (s.isIfStatement(statement))
    return (
      onlyReturns(statement.thenStatement, returned) &&
      (!statement.elseStatement || onlyReturns(statement.elseStatement, returned))
    );
  if (s.isReturnStatement(statement)) {
    if (!statement.expression) return false;
    returned.push(statement.expression);
    return true;
  }
  // What is put into one that stands under a name shows there.
  return s.isVariableStatement(statement);
}
