import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import type { Frame, FunctionValue, ObjectValue, ReadingEngine, Value } from '../types';
import { runBody } from './runBody';

/** What `new F(…)` makes of a function that is used like a class: what its prototype holds and what it puts on `this`. */
export function constructed(
  of: FunctionValue,
  given: readonly Value[] | undefined,
  engine: ReadingEngine,
): ObjectValue {
  const known = given ? undefined : engine.prototypes.get(of.node);
  if (known) return known;
  const made: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [], at: of.node };
  if (!given) engine.prototypes.set(of.node, made);
  fill(made, of, engine);
  const { body } = of.node;
  if (!body || engine.stack.length > 24) return made;
  const frame: Frame = {
    node: of.node,
    tree: of.around.tree,
    outer: of.around,
    values: new Map(),
    self: made,
    ...(given ? { given } : {}),
    runs: true,
    returned: [],
  };
  runBody(body, frame, engine);
  return made;
}

/** `F.prototype`, where F is a function. */
export function prototypeOf(of: FunctionValue, engine: ReadingEngine): ObjectValue {
  const made: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [], at: of.node };
  fill(made, of, engine);
  return made;
}

const filling = new Set<ts.Node>();

/** `F.prototype.call = …`, `F.prototype = { … }`, `Object.assign(F.prototype, { … })`, in order. */
function fill(made: ObjectValue, of: FunctionValue, engine: ReadingEngine): void {
  const s = syntax();
  const name = nameOf(of);
  if (name === undefined || filling.has(of.node)) return;
  filling.add(of.node);
  try {
    const prototype = `${name}.prototype`;
    for (const statement of of.around.tree.statements) {
      if (!s.isExpressionStatement(statement)) continue;
      const { expression } = statement;
      if (s.isBinaryExpression(expression)) {
        const left = expression.left.getText();
        if (left === prototype) take(made, engine.evaluate(expression.right, of.around));
        else if (left.startsWith(`${prototype}.`))
          made.fields.set(left.slice(prototype.length + 1), engine.evaluate(expression.right, of.around));
      } else if (s.isCallExpression(expression) && expression.expression.getText() === 'Object.assign') {
        const [target, ...sources] = expression.arguments;
        if (target?.getText() === prototype)
          for (const source of sources) take(made, engine.evaluate(source, of.around));
      }
    }
  } finally {
    filling.delete(of.node);
  }
}

/** What is found in another object is called on this one. */
function take(made: ObjectValue, from: Value): void {
  if (from.kind !== 'object') return;
  for (const [name, value] of from.fields) {
    if (value.kind !== 'function') made.fields.set(name, value);
    else {
      const { self: _self, ...free } = value;
      made.fields.set(name, free);
    }
  }
}

function nameOf({ node }: FunctionValue): string | undefined {
  const s = syntax();
  if ('name' in node && node.name && s.isIdentifier(node.name)) return node.name.text;
  const { parent } = node;
  return s.isVariableDeclaration(parent) && s.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** The function whose instances a function in its prototype, or one that it puts on `this`, is called on. */
export function constructorAround(node: ts.Node, outer: Frame, engine: ReadingEngine): FunctionValue | undefined {
  const s = syntax();
  if (!s.isFunctionExpression(node) && !s.isMethodDeclaration(node)) return undefined;
  let at: ts.Node = node.parent;
  while (s.isCallExpression(at) || s.isPropertyAssignment(at) || s.isParenthesizedExpression(at)) at = at.parent;
  if (s.isObjectLiteralExpression(at)) at = at.parent;
  if (s.isBinaryExpression(at) && isOwn(at.left)) {
    const { node: maker, tree } = outer;
    return makesItself(maker)
      ? { kind: 'function', node: maker, around: outer.outer ?? engine.moduleFrame(tree) }
      : undefined;
  }
  const prototype = s.isBinaryExpression(at)
    ? /^([\w$]+)\.prototype(?:\.[\w$]+)?$/.exec(at.left.getText())
    : s.isCallExpression(at) && at.expression.getText() === 'Object.assign'
      ? /^([\w$]+)\.prototype$/.exec(at.arguments[0]?.getText() ?? '')
      : null;
  if (!prototype) return undefined;
  const holder = s.isBinaryExpression(at) ? at.left : s.isCallExpression(at) ? at.arguments[0] : undefined;
  const owner = holder && ownerIn(holder);
  const value = owner && engine.evaluate(owner, outer);
  return value?.kind === 'function' ? value : undefined;
}

/** `F` of `F.prototype.call`. */
function ownerIn(node: ts.Expression): ts.Identifier | undefined {
  const s = syntax();
  let at = node;
  while (s.isPropertyAccessExpression(at)) at = at.expression;
  return s.isIdentifier(at) ? at : undefined;
}

/** `this.name`, `self.name` of `var self = this` in the function around. */
function isOwn(left: ts.Expression): boolean {
  const s = syntax();
  if (!s.isPropertyAccessExpression(left)) return false;
  return isSelf(left.expression);
}

function isSelf(node: ts.Expression): boolean {
  const s = syntax();
  if (node.kind === s.SyntaxKind.ThisKeyword) return true;
  const declaration = s.isIdentifier(node) ? declarationOf(node, node.getSourceFile()) : undefined;
  return (
    declaration !== undefined &&
    s.isVariableDeclaration(declaration) &&
    declaration.initializer?.kind === s.SyntaxKind.ThisKeyword
  );
}

/** A function that puts functions on its own `this`, as one does that is called with `new`: `this.call = function (…) { … }`. */
export function makesItself(node: ts.Node): node is ts.FunctionDeclaration | ts.FunctionExpression {
  const s = syntax();
  if (!s.isFunctionDeclaration(node) && !s.isFunctionExpression(node)) return false;
  return !!node.body?.statements.some((one) => {
    if (!s.isExpressionStatement(one) || !s.isBinaryExpression(one.expression)) return false;
    const { left, right } = one.expression;
    const value = unwrap(right);
    return isOwn(left) && (s.isFunctionExpression(value) || s.isArrowFunction(value));
  });
}
