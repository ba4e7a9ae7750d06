import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { referencesOf } from '../source/declarations';
import { isLogged } from './isLogged';

export interface Combined {
  /** Names that take the value of this promise, in the order of the list: `const [first] = await Promise.all([…])`. */
  readonly bindings: readonly ts.BindingElement[];
  /** Places that read it by its position: `answers[0]`. */
  readonly reads: readonly ts.Expression[];
  /** Nobody else sees it. */
  readonly isKnown: boolean;
}

/** What becomes of a promise that is waited for with others; undefined where it is not: `Promise.all([ call, … ])`. */
export function combined(node: ts.Node, tree: ts.SourceFile): Combined | undefined {
  const s = syntax();
  const list = node.parent;
  if (s.isArrayLiteralExpression(list)) {
    const call = waiting(list);
    return call && becomesOf(call, placeIn(list, node), tree);
  }
  const mapped = mappedBy(node);
  const call = mapped && (waiting(mapped) ?? waitingAmong(mapped));
  return call && becomesOf(call, undefined, tree);
}

/** `list.map((one) => call)` */
function mappedBy(node: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  const { parent } = node;
  const made = s.isReturnStatement(parent) && s.isBlock(parent.parent) ? parent.parent.parent : parent;
  if (!s.isArrowFunction(made) && !s.isFunctionExpression(made)) return undefined;
  const call = made.parent;
  const isMap =
    s.isCallExpression(call) && s.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'map';
  return isMap && call.arguments[0] === made ? call : undefined;
}

function waiting(list: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  const call = list.parent;
  const isWaiting = s.isCallExpression(call) && /^Promise\.all(?:Settled)?$/.test(call.expression.getText());
  return isWaiting && call.arguments[0] === list ? call : undefined;
}

/** `Promise.all([...list.map(…), other])` */
function waitingAmong(list: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  const spread = list.parent;
  return s.isSpreadElement(spread) && s.isArrayLiteralExpression(spread.parent) ? waiting(spread.parent) : undefined;
}

function placeIn(list: ts.ArrayLiteralExpression, node: ts.Node): number {
  return list.elements.findIndex(({ pos, end }) => pos === node.pos && end === node.end);
}

const NOBODY: Combined = { bindings: [], reads: [], isKnown: true };
const UNKNOWN: Combined = { ...NOBODY, isKnown: false };

function becomesOf(call: ts.CallExpression, index: number | undefined, tree: ts.SourceFile): Combined {
  const s = syntax();
  // What is settled is told of in objects.
  const at = call.expression.getText().endsWith('Settled') ? undefined : index;
  let node: ts.Expression = call;
  for (;;) {
    const { parent } = node;
    if (s.isAwaitExpression(parent) || s.isParenthesizedExpression(parent)) node = parent;
    else if (s.isPropertyAccessExpression(parent) && s.isCallExpression(parent.parent)) {
      const method = parent.name.text;
      if (method === 'then') return afterThen(parent.parent, at, tree);
      if (method !== 'catch' && method !== 'finally') return UNKNOWN;
      node = parent.parent;
    } else break;
  }
  if (s.isExpressionStatement(node.parent) || s.isVoidExpression(node.parent) || isLogged(node)) return NOBODY;
  return s.isVariableDeclaration(node.parent) ? bound(node.parent, at, tree) : UNKNOWN;
}

/** What the callback returns is the answers no longer. */
function afterThen(
  { arguments: [given] }: ts.CallExpression,
  index: number | undefined,
  tree: ts.SourceFile,
): Combined {
  const s = syntax();
  if (!given || (!s.isArrowFunction(given) && !s.isFunctionExpression(given))) return UNKNOWN;
  const [parameter] = given.parameters;
  return parameter ? bound(parameter, index, tree) : NOBODY;
}

function bound(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  index: number | undefined,
  tree: ts.SourceFile,
): Combined {
  const s = syntax();
  const { name } = declaration;
  if (s.isArrayBindingPattern(name)) {
    if (index === undefined || name.elements.some((one) => s.isBindingElement(one) && one.dotDotDotToken))
      return UNKNOWN;
    const element = name.elements[index];
    return element && s.isBindingElement(element) ? { ...NOBODY, bindings: [element] } : NOBODY;
  }
  if (!s.isIdentifier(name)) return UNKNOWN;
  const reads: ts.Expression[] = [];
  for (const use of referencesOf(declaration, tree)) {
    const { parent } = use;
    if (isLogged(use)) continue;
    const place =
      s.isElementAccessExpression(parent) && parent.expression === use && s.isNumericLiteral(parent.argumentExpression)
        ? Number(parent.argumentExpression.text)
        : undefined;
    const isLength = s.isPropertyAccessExpression(parent) && parent.name.text === 'length';
    if (isLength || (index !== undefined && place !== undefined && place !== index)) continue;
    if (index === undefined || place === undefined || !s.isElementAccessExpression(parent)) return UNKNOWN;
    reads.push(parent);
  }
  return { ...NOBODY, reads };
}
