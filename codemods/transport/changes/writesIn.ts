import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { addTo } from '../../source/addTo';
import { attached } from '../../source/attached';
import type { CallOrNew } from '../../source/callsIn';
import { isAssignment } from '../../source/isAssignment';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import { passesOn } from '../clients/passesOn';

/** A place that puts something under a name of something. */
export interface Write {
  readonly node: ts.Node;
  /** What it is put into. */
  readonly target: ts.Expression;
  /** The name; or an expression for it, or an object that holds names and values. Neither: under any name. */
  readonly name?: string;
  readonly key?: ts.Expression;
  readonly source?: ts.Expression;
  /** Undefined where that does not show. */
  readonly value?: ts.Expression;
  /** It is another prototype that gives them: what stands in the object itself stays. */
  readonly isPrototype?: boolean;
}

export interface Writes {
  readonly named: ReadonlyMap<string, readonly Write[]>;
  /** Those whose name is none, or known at run time only. */
  readonly open: readonly Write[];
  /** The same by what they are put into. */
  readonly byTarget: ReadonlyMap<ts.Node, readonly Write[]>;
  /** Calls that hand over something that may be a holder of something, by its name. */
  readonly calls: readonly CallOrNew[];
}

const known = attached<ts.SourceFile, Writes>();

/** Everything in a file that puts something under a name of something, by whatever name that goes. */
export function writesIn(tree: ts.SourceFile): Writes {
  const before = known.get(tree);
  if (before) return before;
  const s = syntax();
  const all: Write[] = [];
  const calls: CallOrNew[] = [];
  for (const node of nodesIn(tree)) {
    all.push(...writesOf(node));
    if ((s.isCallExpression(node) || s.isNewExpression(node)) && node.arguments?.some(mayHold)) calls.push(node);
  }
  const found = {
    named: new Map<string, Write[]>(),
    open: [] as Write[],
    byTarget: new Map<ts.Node, Write[]>(),
    calls,
  };
  for (const one of all) {
    if (one.name === undefined) found.open.push(one);
    else addTo(found.named, one.name, one);
    addTo(found.byTarget, one.target, one);
  }
  known.set(tree, found);
  return found;
}

/** The same, or what has one in it. */
function mayHold(given: ts.Expression): boolean {
  const s = syntax();
  if (s.isArrayLiteralExpression(given)) return given.elements.some(mayBeHolder);
  if (!s.isObjectLiteralExpression(given)) return mayBeHolder(given);
  return given.properties.some(
    (one) => s.isShorthandPropertyAssignment(one) || (s.isPropertyAssignment(one) && mayBeHolder(one.initializer)),
  );
}

/** A name, a chain of names, `this`, what is made or asked for on the spot. */
export function mayBeHolder(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  return (
    s.isIdentifier(node) ||
    s.isPropertyAccessExpression(node) ||
    s.isElementAccessExpression(node) ||
    s.isNewExpression(node) ||
    s.isCallExpression(node) ||
    node.kind === s.SyntaxKind.ThisKeyword
  );
}

function writesOf(node: ts.Node): Write[] {
  const s = syntax();
  if (s.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return assigned(node);
  if (s.isDeleteExpression(node)) return into(node.expression, node);
  if (s.isPostfixUnaryExpression(node) || s.isPrefixUnaryExpression(node)) {
    const { PlusPlusToken, MinusMinusToken } = s.SyntaxKind;
    return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? into(node.operand, node) : [];
  }
  if ((s.isForOfStatement(node) || s.isForInStatement(node)) && !s.isVariableDeclarationList(node.initializer))
    return within(node.initializer, node);
  return s.isCallExpression(node) ? called(node) : [];
}

function assigned(node: ts.BinaryExpression): Write[] {
  const s = syntax();
  const left = unwrap(node.left);
  if (s.isObjectLiteralExpression(left) || s.isArrayLiteralExpression(left)) return within(left, node);
  const isWhole = /^(?:=|\?\?=|\|\|=|&&=)$/.test(node.operatorToken.getText());
  return into(left, node, isWhole ? node.right : undefined);
}

/** The targets of a pattern. */
function within(pattern: ts.Expression, node: ts.Node): Write[] {
  const s = syntax();
  const at = unwrap(pattern);
  if (s.isArrayLiteralExpression(at)) return at.elements.flatMap((one) => within(one, node));
  if (s.isSpreadElement(at)) return within(at.expression, node);
  if (s.isBinaryExpression(at)) return within(at.left, node);
  if (!s.isObjectLiteralExpression(at)) return into(at, node);
  return at.properties.flatMap((one) =>
    s.isPropertyAssignment(one)
      ? within(one.initializer, node)
      : s.isSpreadAssignment(one)
        ? within(one.expression, node)
        : [],
  );
}

function into(given: ts.Expression, node: ts.Node, value?: ts.Expression): Write[] {
  const s = syntax();
  const left = unwrap(given);
  const put = value ? { value } : {};
  if (s.isPropertyAccessExpression(left)) {
    const { expression, name } = left;
    const isPrototype = /^(?:__proto__|prototype)$/.test(name.text);
    if (isPrototype)
      return [
        {
          node,
          target: name.text === 'prototype' ? left : expression,
          isPrototype,
          ...(value ? { source: value } : {}),
        },
      ];
    return [{ node, target: expression, name: name.text, ...put }, ...defaultsOf(left, node)];
  }
  if (!s.isElementAccessExpression(left)) return [];
  const { expression, argumentExpression: key } = left;
  const more = s.isStringLiteralLike(key) && /^content-type$/i.test(key.text) ? defaultsOf(left, node) : [];
  if (s.isStringLiteralLike(key)) return [{ node, target: expression, name: key.text, ...put }, ...more];
  return s.isNumericLiteral(key) ? [] : [{ node, target: expression, key, ...put }];
}

/** `client.defaults.transformRequest = …`, at any depth. */
function defaultsOf(left: ts.Expression, node: ts.Node): Write[] {
  const s = syntax();
  let at = left;
  while (s.isPropertyAccessExpression(at) || s.isElementAccessExpression(at)) {
    if (s.isPropertyAccessExpression(at) && at.name.text === 'defaults' && at !== left)
      return isQuiet(at, left, s.isBinaryExpression(node) ? node.right : undefined)
        ? []
        : [{ node, target: at.expression, name: 'defaults' }];
    at = at.expression;
  }
  return [];
}

function isQuiet(defaults: ts.Node, left: ts.Expression, put?: ts.Expression): boolean {
  const s = syntax();
  const names: string[] = [];
  for (let at = defaults; at !== left; at = at.parent) {
    const { parent } = at;
    if (s.isPropertyAccessExpression(parent)) names.push(parent.name.text);
    else if (s.isElementAccessExpression(parent) && s.isStringLiteralLike(parent.argumentExpression))
      names.push(parent.argumentExpression.text);
    else return false;
  }
  return isQuietDefault(names, put);
}

/** Settings that neither encode nor answer otherwise: times, agents, headers but the one that tells the encoding. */
export function isQuietDefault([first = '', ...inner]: readonly string[], put?: ts.Expression): boolean {
  if (inner.length === 0) return QUIET_DEFAULTS.test(first);
  const name = inner.at(-1) ?? '';
  if (first === 'headers' && inner.length === 1 && GROUPS.test(name)) return isQuietHeaders(put);
  // The encoding that it has by itself.
  if (first === 'headers' && /^content-type$/i.test(name)) return /^['"]application\/json\b/.test(put?.getText() ?? '');
  return first === 'headers' && /^[\w-]+$/.test(name) && !TELLS_ENCODING.test(name);
}

const GROUPS = /^(?:common|get|delete|head|options|post|put|patch)$/;

/** `axios.defaults.headers.common = { … }`, written out. */
function isQuietHeaders(put: ts.Expression | undefined): boolean {
  const s = syntax();
  const all = put && unwrap(put);
  if (!all || !s.isObjectLiteralExpression(all)) return false;
  return all.properties.every((one) => {
    if (s.isSpreadAssignment(one)) return /\.defaults\.headers\.(?:common|post)$/.test(one.expression.getText());
    const name = propertyKey(one.name);
    if (name === undefined || GROUPS.test(name) || name === 'headers') return false;
    return isQuietDefault(['headers', name], s.isPropertyAssignment(one) ? one.initializer : undefined);
  });
}

const QUIET_DEFAULTS =
  /^(?:timeout|withCredentials|withXSRFToken|xsrf\w+Name|max\w+|httpAgent|httpsAgent|proxy|signal)$/;
const TELLS_ENCODING =
  /^(?:content-?(?:type|encoding|length)|transfer-?encoding|common|get|delete|head|options|post|put|patch|headers)$/i;

/** `client.interceptors.request.use(…)` */
function interceptedBy({ expression }: ts.CallExpression): ts.Expression | undefined {
  const s = syntax();
  if (!s.isPropertyAccessExpression(expression) || expression.name.text !== 'use') return undefined;
  const { expression: which } = expression;
  if (!s.isPropertyAccessExpression(which) || !s.isPropertyAccessExpression(which.expression)) return undefined;
  return which.expression.name.text === 'interceptors' ? which.expression.expression : undefined;
}

/** `client.defaults.options.hooks.beforeRequest.push(…)` */
function filledDefaults({ expression }: ts.CallExpression): ts.Expression | undefined {
  const s = syntax();
  if (!s.isPropertyAccessExpression(expression) || !/^(?:push|unshift|splice|set)$/.test(expression.name.text))
    return undefined;
  let at = expression.expression;
  while (s.isPropertyAccessExpression(at) || s.isElementAccessExpression(at)) {
    if (s.isPropertyAccessExpression(at) && at.name.text === 'defaults') return at.expression;
    at = at.expression;
  }
  return undefined;
}

/** Calls that only ask for what stands under a name. */
const ASKS =
  /(?:^|\.)(?:_?get\w*|has\w*|pick|omit|result|invoke\w*|prop|at|propertyIsEnumerable|in|bind|call|apply|emit|includes)$/;

function called(node: ts.CallExpression): Write[] {
  const s = syntax();
  const [target, key, value] = node.arguments;
  if (!target || s.isSpreadElement(target)) return [];
  const callee = node.expression.getText();
  const holder = filledDefaults(node);
  if (holder) return [{ node, target: holder, name: 'defaults' }];
  const client = interceptedBy(node);
  if (client) return node.arguments.every(passesOn) ? [] : [{ node, target: client, name: 'interceptors' }];
  switch (callee) {
    case 'Object.assign':
      return node.arguments.slice(1).map((source) => ({ node, target, ...fromSource(source) }));
    case 'Object.defineProperties':
      return key ? properties(node, target, key) : [];
    case 'Object.defineProperty':
    case 'Reflect.defineProperty':
      return key ? defined(node, target, key, value) : [];
    case 'Reflect.set':
    case 'Reflect.deleteProperty':
      return key ? [{ node, target, ...keyOf(key), ...(value ? { value } : {}) }] : [];
    case 'Object.setPrototypeOf':
    case 'Reflect.setPrototypeOf':
      return [{ node, target, isPrototype: true, ...(key ? { source: key } : {}) }];
    default:
  }
  if (s.isPropertyAccessExpression(node.expression) && /^__define[GS]etter__$/.test(node.expression.name.text))
    return [{ node, target: node.expression.expression, ...keyOf(target) }];
  if (ASKS.test(callee)) return [];
  // `spyOn(api, 'call')`, `wrap(api, 'call', …)`, `set(api, 'call', …)`
  return node.arguments.flatMap((one, at): Write[] => {
    const before = node.arguments[at - 1];
    return before && s.isStringLiteralLike(one) && mayBeHolder(before)
      ? [{ node, target: before, name: one.text }]
      : [];
  });
}

function keyOf(key: ts.Expression): Pick<Write, 'name' | 'key'> {
  return syntax().isStringLiteralLike(key) ? { name: key.text } : { key };
}

function fromSource(source: ts.Expression): Pick<Write, 'source'> {
  return syntax().isSpreadElement(source) ? {} : { source };
}

function defined(
  node: ts.Node,
  target: ts.Expression,
  key: ts.Expression,
  descriptor: ts.Expression | undefined,
): Write[] {
  const found = described(descriptor);
  return found === 'nothing' ? [] : [{ node, target, ...keyOf(key), ...(found ? { value: found } : {}) }];
}

/** The value in a descriptor; `nothing` where it only says how a property may be used. */
function described(descriptor: ts.Expression | undefined): ts.Expression | 'nothing' | undefined {
  const s = syntax();
  if (!descriptor || !s.isObjectLiteralExpression(descriptor)) return undefined;
  const names = descriptor.properties.map((one) => one.name && propertyKey(one.name));
  if (names.every((name) => name !== undefined && /^(?:enumerable|writable|configurable)$/.test(name)))
    return 'nothing';
  const value = descriptor.properties.find((one) => one.name && propertyKey(one.name) === 'value');
  return value && s.isPropertyAssignment(value) ? value.initializer : undefined;
}

function properties(node: ts.Node, target: ts.Expression, all: ts.Expression): Write[] {
  const s = syntax();
  if (!s.isObjectLiteralExpression(all)) return [{ node, target }];
  return all.properties.flatMap((one): Write[] => {
    const name = one.name && propertyKey(one.name);
    const found = s.isPropertyAssignment(one) ? described(one.initializer) : undefined;
    if (found === 'nothing') return [];
    return [{ node, target, ...(name === undefined ? {} : { name }), ...(found ? { value: found } : {}) }];
  });
}
