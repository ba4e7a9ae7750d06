import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { isTestFile } from '../../files/testFile';
import { attached } from '../../source/attached';
import { declarationOf, referencesOf } from '../../source/declarations';
import { isAssignment } from '../../source/isAssignment';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { isPlainDispatcher } from '../clients/isPlainDispatcher';
import { packageOf } from '../clients/packageOf';
import { setsAddress } from '../clients/setsAddress';
import type { ReadingEngine, Value } from '../types';
import { alternatives, REPLACED } from '../values/Value';
import { intoParameter } from './handedOn';
import { isForMissing, isOfAll } from './isOfAll';
import { pathsOf } from './sharedPaths';
import { type SharedWrite, sharedWrites, UNSEEN } from './sharedWrites';
import { isQuietDefault, writesIn } from './writesIn';

/**
 * What some given file puts in the place of something that all files share: `fetch`, jQuery, the axios of all. It need not be
 * one that imports the transport or is imported by it. Nothing where it stays what it is.
 */
export function sharedChanges(name: string, engine: ReadingEngine): readonly Value[] {
  if (engine.isApart) return [];
  const apart = apartOf(engine);
  const known = indexes.get(apart) ?? indexOf(apart);
  indexes.set(apart, known);
  return known.get(name) ?? [];
}

/** The name for what every transport is built of. */
export const OF_ALL = 'all';

type Index = ReadonlyMap<string, readonly Value[]>;

const indexes = new WeakMap<ReadingEngine, Index>();

/** Globals that send, encode or answer. */
const SHARED = /^(?:fetch|XMLHttpRequest|BX24|\$|jQuery|axios|JSON)$/;

const GLOBAL = /^(?:globalThis|window|self|global)$/;

function indexOf(apart: ReadingEngine): Index {
  const index = new Map<string, Value[]>();
  for (const file of apart.reach.sharing?.() ?? []) {
    if (isTestFile(file.path) || OF_TESTS.test(file.path) || TESTS.test(file.text)) continue;
    if (index.get('fetch')?.[0] === REPLACED && !OTHER_SHARED.test(file.text)) continue;
    for (const { name, value } of changesIn(treeOf({ ...file }), apart)) {
      const before = index.get(name) ?? [];
      if (before.some((one) => isSame(one, value))) continue;
      const all = [...before, value];
      index.set(name, all.length > MOST || all.includes(REPLACED) ? [REPLACED] : all);
    }
  }
  return index;
}

function isSame(one: Value, other: Value): boolean {
  return one === other || (one.kind === 'function' && other.kind === 'function' && one.node === other.node);
}

/** Of more than these nobody says which one it is. */
const MOST = 8;
const OTHER_SHARED =
  /\b(?:superagent|got|ky|needle|request|undici|b24jssdk|globalAgent|prototype|Object|URLSearchParams|encodeURIComponent|XMLHttpRequest|BX24|ajax\w*|axios|https?|JSON|setGlobalDispatcher)\b/;

/** What prepares tests, by its name or by what it imports. */
const OF_TESTS = /(?:^|\/)(?:(?:jest|vitest|mocha|tests?|cypress|playwright)[\w.-]*|setup-?tests?)\.[mc]?[jt]sx?$/i;
const TESTS =
  /(?:from\s*|require\s*\(\s*)['"](?:vitest|@jest\/globals|(?:node:)?test|mocha|chai|msw(?:\/node)?|nock)['"]|\bjest\.(?:fn|spyOn|mock)\(/;

interface SharedChange {
  readonly name: string;
  readonly value: Value;
}

function changesIn(tree: ts.SourceFile, apart: ReadingEngine): SharedChange[] {
  const s = syntax();
  const found: SharedChange[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) found.push(...assigned(node, apart));
    else if (s.isCallExpression(node)) found.push(...called(node, apart));
  }
  const written = sharedWrites(tree, apart).flatMap((one) => ofWrite(one, apart));
  return [...found, ...ofAxios(tree, apart), ...written];
}

const SENDS = /^(?:request|get)$/;
const QUERIES = /^(?:ajax\w*|post|get|getJSON|param)$/;
const AXIOS_SENDS =
  /^(?:Axios|request|get|delete|head|options|post|put|patch|postForm|putForm|patchForm|interceptors)$/;

/** What counts of it, by the name under which it is looked for. */
function ofWrite({ path, value, node }: SharedWrite, apart: ReadingEngine): SharedChange[] {
  if (isOfAll(path, node) && !isOfLibrary(path, value, apart)) return [{ name: OF_ALL, value: REPLACED }];
  const [first = '', ...inner] = path.filter((one) => one !== 'default');
  const [name = ''] = inner;
  const isAny = name === UNSEEN;
  switch (first) {
    case 'fetch':
      return inner.length > 0 ? [] : value ? puts(first, value, apart) : replacing(first);
    case 'Request':
    case 'Response':
      // The global fetch makes its answers by itself, and takes a request of whoever made it.
      if (first === 'Request' && inner.length === 0)
        return isOfLibrary(path, value, apart) || isForMissing(first, node) ? [] : replacing('fetch');
      return name === 'prototype' ? replacing('fetch') : [];
    case 'Object':
    case 'Array':
    case 'String':
      return name === 'prototype' && inner[1] === 'toJSON' ? replacing('JSON') : [];
    case 'JSON':
      return inner.length === 0 || isAny || /^(?:stringify|parse)$/.test(name) ? replacing('JSON') : [];
    case '$':
    case 'jQuery':
      return QUERIES.test(name) && !QUIET_SETUP.test(inner[1] ?? '') ? replacing(first) : [];
    case 'http':
    case 'https':
      if (/^(?:ClientRequest|OutgoingMessage)$/.test(name)) return ['http', 'https'].map(changed);
      if (ofAgents(inner, value)) return (name === 'Agent' ? ['http', 'https'] : [first]).map(changed);
      return SENDS.test(name) || isAny ? [changed(first)] : [];
    case 'axios':
      // Where requests go that name no host is no matter to how they are sent.
      if (name === 'defaults' && setsAddress(node)) return [];
      if (name === 'create' || isAny || (name === 'defaults' && !isQuietDefault(inner.slice(1), value)))
        return ['axios', 'axios.defaults'].map((one) => ({ name: one, value: REPLACED }));
      return AXIOS_SENDS.test(name) ? [{ name: 'axios', value: REPLACED }] : [];
    case 'undici':
      return /^[A-Z]/.test(name) && inner[1] === 'prototype' ? ['fetch', 'undici'].map(changed) : [];
    default:
      return CLIENT_MODULES.test(first) && !QUIET_PARTS.test(name) ? [changed(clientName(first))] : [];
  }
}

/** Clients of packages that all files share. */
const CLIENT_MODULES = /^(?:superagent|got|ky|needle|request|request-promise(?:-native)?|@bitrix24\/b24jssdk.*)$/;
/** What of them changes nothing of JSON. */
const QUIET_PARTS = /^(?:buffer|cancel\w*|stop|name|length)$/;

function clientName(module: string): string {
  return module.startsWith('@bitrix24/') ? '@bitrix24/b24jssdk' : module;
}

/** `http.Agent.prototype.addRequest`, `https.globalAgent`: what stands behind all requests. */
function ofAgents([name = '', second, third]: readonly string[], value?: ts.Expression): boolean {
  if (name === 'Agent') return second === 'prototype' && AGENT_SENDS.test(third ?? '');
  if (name !== 'globalAgent') return false;
  return second === undefined ? !isNewAgent(value) : second === UNSEEN || AGENT_SENDS.test(second);
}

/** Methods of an agent through which what is sent goes. */
export const AGENT_SENDS =
  /^(?:dispatch|request|stream|pipeline|compose|connect|addRequest|createConnection|createSocket|callback)$/;

function isNewAgent(value: ts.Expression | undefined): boolean {
  const s = syntax();
  const node = value && unwrap(value);
  if (!node || !s.isNewExpression(node)) return false;
  const from = packageOf(node.expression);
  return from !== undefined && PLAIN_AGENTS.test(from);
}

/** Packages whose agents reach the server in their own way, and send what they are given. */
export const PLAIN_AGENTS =
  /^(?:https?|agentkeepalive|proxy-agent|[\w-]+-proxy-agent|https?-proxy-agent|hpagent|tunnel|tunnel-agent|global-agent|cacheable-lookup)$/;

/** `global.Headers = require('node-fetch').Headers`: the same by a library, in the place of the whole. */
function isOfLibrary(
  [name, ...inner]: readonly string[],
  value: ts.Expression | undefined,
  apart: ReadingEngine,
): boolean {
  if (inner.length > 0 || !value) return false;
  const from = packageOf(value);
  if (from !== undefined && !/^[.#~@]\//.test(from)) return true;
  return alternatives(lookedUp(value, apart)).every(
    (one) =>
      one.kind === 'external' && (one.module === 'global' ? one.path[0] === name : !/^[.#~@]\//.test(one.module)),
  );
}

function assigned({ left, right, operatorToken }: ts.BinaryExpression, apart: ReadingEngine): SharedChange[] {
  const path = sharedPath(left, apart);
  const [name, ...inner] = path ?? [];
  if (path === undefined || name === undefined) return [];
  if (inner.length === 0) return puts(name, right, apart);
  if (!BY_PATH.test(name) || inner.at(-1) === 'default' || WHOLE.test(inner[0] ?? ''))
    return [{ name, value: REPLACED }];
  const isWhole = operatorToken.kind === syntax().SyntaxKind.EqualsToken;
  return ofWrite({ path, node: left, ...(isWhole ? { value: right } : {}) }, apart);
}

/** Of these it shows by the name within them whether what they send stays what it is. */
const BY_PATH = /^(?:axios|\$|jQuery|JSON|https?)$/;
/** What they are called by, made of, or build upon. */
const WHOLE = /^(?:call|apply|bind|prototype|__proto__|extend|Deferred|Callbacks|each|parse\w+)$/;

/** `fetch`, `globalThis.fetch`, `XMLHttpRequest.prototype.send`, `https.request`, by the names on the way. */
function sharedPath(given: ts.Expression, apart: ReadingEngine): string[] | undefined {
  const s = syntax();
  const names: string[] = [];
  let at = unwrap(given);
  while (s.isPropertyAccessExpression(at) || s.isElementAccessExpression(at)) {
    if (s.isPropertyAccessExpression(at)) names.unshift(at.name.text);
    else if (s.isStringLiteralLike(at.argumentExpression)) names.unshift(at.argumentExpression.text);
    else return undefined;
    at = unwrap(at.expression);
  }
  if (!s.isIdentifier(at)) return undefined;
  if (isFree(at)) {
    const all = GLOBAL.test(at.text) ? names : [at.text, ...names];
    return SHARED.test(all[0] ?? '') ? all : undefined;
  }
  if (names.length === 0) return undefined;
  if (isGlobalObject(at, apart)) return SHARED.test(names[0] ?? '') ? names : undefined;
  const [module] = alternatives(lookedUp(at, apart));
  if (module?.kind !== 'external' || module.path.length > 1 || !/^https?$/.test(module.module)) return undefined;
  return /^(?:request|get)$/.test(names[0] ?? '') ? [module.module, ...names] : undefined;
}

function isFree(node: ts.Identifier): boolean {
  return !declarationOf(node, node.getSourceFile());
}

/** The global object, by a name of it or by what stands for it. */
function isGlobalObject(given: ts.Expression, apart: ReadingEngine): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isIdentifier(node) && isFree(node)) return GLOBAL.test(node.text);
  return alternatives(lookedUp(node, apart)).some(
    (one) =>
      one.kind === 'external' && one.module === 'global' && one.path.length === 1 && GLOBAL.test(one.path[0] ?? ''),
  );
}

/** Packages that bring a fetch, or add to one what changes neither what it sends nor what it answers. */
export const FETCHES =
  /^(?:fetch-retry|fetch-cookie|isomorphic-fetch|cross-fetch|node-fetch|node-fetch-native|whatwg-fetch|undici|unfetch|isomorphic-unfetch|make-fetch-happen)$/;

/** What is put there: functions and clients that are seen count as what they are. */
function puts(name: string, given: ts.Expression, apart: ReadingEngine): SharedChange[] {
  const node = unwrap(given);
  const from = syntax().isCallExpression(node) ? packageOf(node) : undefined;
  if (from !== undefined && FETCHES.test(from))
    return isForOldOnes(given) ? [] : [{ name: `${name} of a package`, value: REPLACED }];
  return alternatives(lookedUp(given, apart)).flatMap((one): SharedChange[] => {
    if (one.kind === 'literal' && (one.value ?? undefined) === undefined) return [];
    if (one.kind === 'external' && one.module === 'global' && isItself(one.path, name)) return [];
    if (one.kind === 'external' && one.module === name && isDefault(one.path)) return [];
    if (one.kind === 'external' && one.module === 'jquery' && /^(?:\$|jQuery)$/.test(name) && isDefault(one.path))
      return [];
    if (one.kind === 'external' && FETCHES.test(one.module))
      return isForOldOnes(given) ? [] : [{ name: `${name} of a package`, value: one }];
    if (one.kind === 'made' && FETCHES.test(one.what)) return [];
    return [{ name, value: one.kind === 'function' && name === 'fetch' ? one : REPLACED }];
  });
}

function isDefault([first = 'default']: readonly string[]): boolean {
  return first === 'default';
}

function isItself(path: readonly string[], name: string): boolean {
  return path.length === 1 && path[0] === name;
}

/**
 * A fetch of a package, where there is none: everything that this package runs on has one.
 */
function isForOldOnes(given: ts.Expression): boolean {
  const s = syntax();
  if (/^(?:[\w.]+\.)?fetch\s*(?:\|\||\?\?)/.test(unwrap(given).getText())) return true;
  for (let at: ts.Node = given; !s.isSourceFile(at) && !s.isFunctionLike(at); at = at.parent) {
    if (s.isBinaryExpression(at) && /^(?:\?\?|\|\|)=$/.test(at.operatorToken.getText())) return true;
    const { parent } = at;
    if (s.isIfStatement(parent) && parent.thenStatement === at && HAS_NONE.test(parent.expression.getText()))
      return true;
  }
  return false;
}

const HAS_NONE =
  /^(?:!\s*(?:\w+\.)?fetch|typeof\s+(?:\w+\.)?fetch\s*(?:===?\s*['"]undefined['"]|!==?\s*['"]function['"])|!\s*\(\s*['"]fetch['"]\s+in\s+\w+\s*\)|(?:\w+\.)?fetch\s*===?\s*(?:undefined|null))$/;

const PUTS =
  /^(?:Object\.(?:defineProperty|defineProperties|assign)|Reflect\.(?:set|defineProperty)|__defineGetter__)$/;

function called(node: ts.CallExpression, apart: ReadingEngine): SharedChange[] {
  const s = syntax();
  const callee = node.expression.getText();
  const [target, key, value] = node.arguments;
  const isDispatcher = /(?:^|\.)setGlobalDispatcher$/.test(callee) || isOfUndici(node, apart);
  if (isDispatcher)
    return target && isPlainDispatcher(target, apart)
      ? []
      : ['fetch', 'undici'].map((name) => ({ name, value: REPLACED }));
  const query = /^(\$|jQuery)\.ajax(?:Setup|Prefilter|Transport)$/.exec(callee);
  if (query) return target && isQuietSetup(target) ? [] : [{ name: query[1] ?? '$', value: REPLACED }];
  if (/(?:^|\.)stubGlobal$/.test(callee)) return target && s.isStringLiteralLike(target) ? replacing(target.text) : [];
  if (!target || s.isSpreadElement(target)) return [];
  const isOfPart = s.isPropertyAccessExpression(target) || s.isIdentifier(target);
  const isGlobal = isOfPart && isGlobalObject(target, apart);
  const named = isGlobal ? nameOfObject(node.expression, apart) : callee;
  if (named === 'Object.assign' && isGlobal)
    return node.arguments.slice(1).flatMap((one) => ofObject(one, (inner) => inner, apart));
  if (named === 'Object.defineProperties' && isGlobal && key)
    return ofObject(key, (inner) => described(inner) ?? 'unseen', apart);
  if (key && s.isStringLiteralLike(key)) {
    if (!isGlobal) {
      const path = isOfPart && PUTS.test(callee) ? sharedPath(target, apart) : undefined;
      return path?.[0] === undefined ? [] : replacing(path[0]);
    }
    if (!SHARED.test(key.text)) return [];
    const put = named === 'Reflect.set' ? value : PUTS.test(named) ? described(value) : undefined;
    return put ? puts(key.text, put, apart) : replacing(key.text);
  }
  return handed(node, apart);
}

/** `const { assign } = Object;` */
function nameOfObject(callee: ts.Expression, apart: ReadingEngine): string {
  const text = callee.getText();
  if (!syntax().isIdentifier(callee)) return text;
  const [path] = pathsOf(callee, apart).filter(([first]) => /^(?:Object|Reflect)$/.test(first ?? ''));
  return path?.join('.') ?? text;
}

/** `setGlobalDispatcher` under another name. */
function isOfUndici({ expression }: ts.CallExpression, apart: ReadingEngine): boolean {
  if (!syntax().isIdentifier(expression) || !namesDispatcher(expression.getSourceFile())) return false;
  return pathsOf(expression, apart).some(([module, name]) => module === 'undici' && name === 'setGlobalDispatcher');
}

const dispatching = attached<ts.SourceFile, boolean>();

/** Every call of a file asks. */
function namesDispatcher(tree: ts.SourceFile): boolean {
  const known = dispatching.get(tree);
  if (known !== undefined) return known;
  const does = /\bsetGlobalDispatcher\b/.test(tree.text);
  dispatching.set(tree, does);
  return does;
}

/** A function gets the global object, and puts something into it; or nobody sees what it does, but its name tells. */
function handed(node: ts.CallExpression, apart: ReadingEngine): SharedChange[] {
  if (/\.(?:bind|call|apply)$/.test(node.expression.getText())) return [];
  return node.arguments.flatMap((argument, at) => {
    if (!mayBeGlobal(argument) || !isGlobalObject(argument, apart)) return [];
    // What packages do is not seen: their files are not followed, and no frame is held for them.
    const from = packageOf(node.expression);
    if (isFreeRoot(node.expression) || (from !== undefined && !/^[.#~@]\//.test(from)))
      return PATCHES.test(node.expression.getText()) ? replacing('fetch') : [];
    return alternatives(lookedUp(node.expression, apart)).flatMap((one): SharedChange[] => {
      if (one.kind !== 'function' || !one.node.body)
        return PATCHES.test(node.expression.getText()) ? replacing('fetch') : [];
      return intoParameter(one.node, at + (one.bound?.length ?? 0), apart).flatMap(({ write: { name, value } }) =>
        name === undefined || !SHARED.test(name) ? [] : value ? puts(name, value, apart) : replacing(name),
      );
    });
  });
}

/** A name, or a choice of names: no function or object whose text would be looked at again and again. */
function mayBeGlobal(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  const isName = s.isIdentifier(node) || s.isConditionalExpression(node) || s.isBinaryExpression(node);
  return isName && GLOBAL_TEXT.test(node.getText());
}

/** `$` of `$(window).on(…)`, that no file declares. */
function isFreeRoot(given: ts.Expression): boolean {
  const s = syntax();
  let at = unwrap(given);
  while (s.isPropertyAccessExpression(at) || s.isCallExpression(at)) at = unwrap(at.expression);
  return s.isIdentifier(at) && isFree(at);
}

const GLOBAL_TEXT = /\b(?:globalThis|window|self|global)\b(?!\s*[.[(])/;
const PATCHES = /(?:fetch|polyfill|patch|instrument|mock|shim|install|intercept)/i;

function changed(name: string): SharedChange {
  return { name, value: REPLACED };
}

function replacing(name: string): SharedChange[] {
  return SHARED.test(name) ? [{ name, value: REPLACED }] : [];
}

/** `{ fetch: …, name: … }`, put into the global object; of what is not seen, nobody knows the names. */
function ofObject(
  given: ts.Expression,
  putBy: (value: ts.Expression) => ts.Expression | 'unseen',
  apart: ReadingEngine,
): SharedChange[] {
  const s = syntax();
  const node = writtenOut(given);
  if (!node) return replacing('fetch');
  return node.properties.flatMap((one): SharedChange[] => {
    if (s.isSpreadAssignment(one)) return ofObject(one.expression, putBy, apart);
    const name = propertyKey(one.name);
    if (name === undefined) return replacing('fetch');
    const value = s.isPropertyAssignment(one)
      ? putBy(one.initializer)
      : s.isShorthandPropertyAssignment(one)
        ? one.name
        : 'unseen';
    if (!SHARED.test(name))
      return ofWrite({ path: [name], node: one, ...(value === 'unseen' ? {} : { value }) }, apart);
    return value === 'unseen' ? replacing(name) : puts(name, value, apart);
  });
}

/** An object literal, also under a name by which nothing is put into it. */
function writtenOut(given: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const s = syntax();
  const node = unwrap(given);
  if (s.isObjectLiteralExpression(node)) return node;
  const tree = node.getSourceFile();
  const declaration = s.isIdentifier(node) ? declarationOf(node, tree) : undefined;
  const made =
    declaration && s.isVariableDeclaration(declaration) && isConstant(declaration) && declaration.initializer;
  const object = made ? unwrap(made) : undefined;
  if (!declaration || !object || !s.isObjectLiteralExpression(object)) return undefined;
  return referencesOf(declaration, tree).every((use) => use === node || isAsked(use)) ? object : undefined;
}

function isConstant({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & syntax().NodeFlags.Const) !== 0;
}

/** `tools.name`, only asked for. */
function isAsked(use: ts.Expression): boolean {
  const s = syntax();
  const { parent } = use;
  if (!s.isPropertyAccessExpression(parent) || parent.expression !== use) return false;
  return !s.isBinaryExpression(parent.parent) || parent.parent.left !== parent;
}

/** `{ value: f }` */
function described(given: ts.Expression | undefined): ts.Expression | undefined {
  const s = syntax();
  if (!given || !s.isObjectLiteralExpression(given)) return undefined;
  const value = given.properties.find((one) => one.name && propertyKey(one.name) === 'value');
  if (!value) return undefined;
  return s.isPropertyAssignment(value)
    ? value.initializer
    : s.isShorthandPropertyAssignment(value)
      ? value.name
      : undefined;
}

/** Settings of jQuery that leave what is sent and answered as it is. */
function isQuietSetup(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  return (
    s.isObjectLiteralExpression(node) &&
    node.properties.every((one) => QUIET_SETUP.test((one.name && propertyKey(one.name)) ?? '') || isHeaderOnly(one))
  );
}

const QUIET_SETUP = /^(?:cache|timeout|headers|async|crossDomain|xhrFields|global|error|complete|statusCode)$/;

/** `beforeSend(xhr, settings) { if (!settings.crossDomain) xhr.setRequestHeader(…); }`, as frameworks tell people to write. */
function isHeaderOnly(one: ts.ObjectLiteralElementLike): boolean {
  const s = syntax();
  if (!one.name || propertyKey(one.name) !== 'beforeSend') return false;
  const made = s.isMethodDeclaration(one) ? one : s.isPropertyAssignment(one) ? unwrap(one.initializer) : undefined;
  if (!made || !(s.isMethodDeclaration(made) || s.isFunctionExpression(made) || s.isArrowFunction(made))) return false;
  const { body, parameters } = made;
  if (!body || !parameters.every(({ name }) => s.isIdentifier(name))) return false;
  if (
    /[^=!<>]=(?![=>])|\breturn\b|\bdelete\b|\+\+|--|\barguments\b/.test(
      body.getText().replace(/\b(?:const|let|var)\s+\w+\s*=/g, ''),
    )
  )
    return false;
  return parameters.every((parameter) =>
    referencesOf(parameter, parameter.getSourceFile()).every(
      ({ parent }) =>
        s.isPropertyAccessExpression(parent) &&
        (parent.name.text === 'setRequestHeader' ||
          !s.isCallExpression(parent.parent) ||
          parent.parent.expression !== parent),
    ),
  );
}

/** Interceptors and defaults of the axios that all files share. */
function ofAxios(tree: ts.SourceFile, apart: ReadingEngine): SharedChange[] {
  const { named } = writesIn(tree);
  const isShared = ({ target }: { readonly target: ts.Expression }) =>
    alternatives(lookedUp(target, apart)).some(
      (one) => one.kind === 'external' && one.module === 'axios' && (one.path[0] ?? 'default') === 'default',
    );
  return [
    ...(named.get('interceptors') ?? []).filter(isShared).map(() => ({ name: 'axios', value: REPLACED })),
    ...(named.get('defaults') ?? [])
      .filter((one) => isShared(one) && !setsAddress(one.node))
      .flatMap(() => ['axios', 'axios.defaults'].map((name) => ({ name, value: REPLACED }))),
  ];
}
