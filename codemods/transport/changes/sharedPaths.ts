import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf } from '../../source/declarations';
import { propertyKey } from '../../source/literalValue';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import type { ReadingEngine } from '../types';
import { loadsOtherwise } from '../values/loadsOtherwise';
import { moduleName } from '../values/modules';
import { alternatives } from '../values/Value';

/**
 * The names by which something is reached from what all files share, under whatever name the file has it: none for the global
 * object, `['http', 'request']`, `['axios', 'defaults']`. Several where it may be one or the other.
 */
export function pathsOf(given: ts.Expression, apart: ReadingEngine, depth = DEEPEST): readonly (readonly string[])[] {
  const s = syntax();
  const node = unwrap(given);
  if (depth === 0) return [];
  const within = (one: ts.Expression) => pathsOf(one, apart, depth - 1);
  if (s.isPropertyAccessExpression(node)) return within(node.expression).map((path) => under(path, node.name.text));
  if (s.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return s.isStringLiteralLike(key) ? within(node.expression).map((path) => under(path, key.text)) : [];
  }
  if (s.isConditionalExpression(node)) return [...within(node.whenTrue), ...within(node.whenFalse)];
  if (s.isBinaryExpression(node))
    return /^(?:\|\||\?\?|&&)$/.test(node.operatorToken.getText()) ? [...within(node.left), ...within(node.right)] : [];
  if (node.kind === s.SyntaxKind.ThisKeyword) return ofThis(node, within);
  if (s.isCallExpression(node)) return ofCall(node, apart);
  return s.isIdentifier(node) ? ofName(node, apart, within) : [];
}

type Paths = readonly (readonly string[])[];
type Within = (node: ts.Expression) => Paths;

const DEEPEST = 8;
const GLOBAL = /^(?:globalThis|window|self|global)$/;

function under(path: readonly string[], name: string): readonly string[] {
  return path.length === 0 && GLOBAL.test(name) ? [] : [...path, name];
}

function ofName(node: ts.Identifier, apart: ReadingEngine, within: Within): Paths {
  const s = syntax();
  const declaration = declarationOf(node, node.getSourceFile());
  if (!declaration) return [GLOBAL.test(node.text) ? [] : [node.text]];
  let at = declaration;
  const names: string[] = [];
  while (s.isBindingElement(at)) {
    const key = at.propertyName ? propertyKey(at.propertyName) : s.isIdentifier(at.name) ? at.name.text : undefined;
    if (key === undefined || at.dotDotDotToken || !s.isObjectBindingPattern(at.parent)) return [];
    names.unshift(key);
    at = at.parent.parent;
  }
  if (s.isVariableDeclaration(at)) {
    const { parent } = at.parent;
    const made = at.initializer
      ? within(at.initializer)
      : s.isForOfStatement(parent)
        ? elementsOf(parent.expression).flatMap(within)
        : [];
    return made.map((path) => names.reduce(under, path));
  }
  if (s.isParameter(at)) return names.length === 0 ? ofParameter(at, within) : [];
  return outside(node, apart);
}

/** What comes from no given file, by its names. */
function outside(node: ts.Expression, apart: ReadingEngine): Paths {
  return alternatives(lookedUp(node, apart)).flatMap((one): Paths => {
    if (one.kind !== 'external') return [];
    const path = one.module === 'global' ? one.path : [one.module, ...one.path].filter((part) => part !== 'default');
    return [path.length === 1 && GLOBAL.test(path[0] ?? '') ? [] : path];
  });
}

/** `[http, https].forEach((one) => …)`, `(function (root) { … })(globalThis)`. */
function ofParameter(parameter: ts.ParameterDeclaration, within: Within): Paths {
  const s = syntax();
  let around: ts.Node = parameter.parent;
  const place = parameter.parent.parameters.indexOf(parameter);
  while (s.isParenthesizedExpression(around.parent)) around = around.parent;
  const call = around.parent;
  if (!s.isCallExpression(call)) return [];
  if (call.expression === around) {
    const argument = call.arguments[place];
    return argument ? within(argument) : [];
  }
  const { expression } = call;
  const isEach = s.isPropertyAccessExpression(expression) && /^(?:forEach|map|some|every)$/.test(expression.name.text);
  return isEach && place === 0 ? elementsOf(expression.expression).flatMap(within) : [];
}

function elementsOf(given: ts.Expression): readonly ts.Expression[] {
  const s = syntax();
  const node = unwrap(given);
  if (s.isArrayLiteralExpression(node)) return node.elements;
  const declaration = s.isIdentifier(node) ? declarationOf(node, node.getSourceFile()) : undefined;
  const made = declaration && s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made && s.isArrayLiteralExpression(unwrap(made)) ? elementsOf(made) : [];
}

/** `this` of a function that is called on the spot, by itself or with the object as it. */
function ofThis(node: ts.Node, within: Within): Paths {
  const s = syntax();
  let at = node.parent;
  while (!s.isFunctionExpression(at) && !s.isClassLike(at) && !s.isSourceFile(at) && !s.isFunctionDeclaration(at)) {
    if (s.isMethodDeclaration(at) || s.isAccessor(at)) return [];
    at = at.parent;
  }
  if (!s.isFunctionExpression(at)) return [];
  let around: ts.Node = at;
  while (s.isParenthesizedExpression(around.parent)) around = around.parent;
  const { parent } = around;
  if (s.isCallExpression(parent) && parent.expression === around) return [[]];
  if (!s.isPropertyAccessExpression(parent) || !/^(?:call|apply)$/.test(parent.name.text)) return [];
  const [object] = s.isCallExpression(parent.parent) ? parent.parent.arguments : [];
  return object ? within(object) : [];
}

function ofCall(node: ts.CallExpression, apart: ReadingEngine): Paths {
  const s = syntax();
  const text = node.expression.getText();
  const [name] = node.arguments;
  if (text === 'require' && name && s.isStringLiteralLike(name)) return [[moduleName(name.text)]];
  if (name && s.isStringLiteralLike(name) && LOADED.test(name.text) && mayLoad(node.getSourceFile().text))
    return outside(node, apart);
  return /^(?:new )?Function\(\s*['"`]return this;?['"`]\s*\)$/.test(text) ? [[]] : [];
}

/** What it counts for. */
const LOADED = /^(?:node:)?(?:axios|https?|undici)$/;

function mayLoad(text: string): boolean {
  return /\b(?:getBuiltinModule|module\.require|mainModule)\b/.test(text) || loadsOtherwise(text);
}
