import type { ts } from 'ts-morph';
import { bare, calleeText, propertyName } from '../callShape';
import { syntax } from '../sourceFile';
import type { FoundFunction } from './FoundFunction';

/** Where things stand in a transport function, as options of wrapCall. */
export interface Layout {
  readonly method: number | string;
  readonly params: number | string;
  /** Source of the option; undefined where nothing tells portals apart. */
  readonly portal?: string;
  readonly answer: 'envelope' | 'result' | 'axios' | 'callback';
  readonly encoding: 'json' | 'form';
}

export type Understanding =
  | { readonly kind: 'transport'; readonly layout: Layout }
  /** Hands the method on to functions of these names. */
  | { readonly kind: 'forwards'; readonly to: readonly string[] }
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'none' };

const NOT_METHOD = /^(?:domain|portal\w*|host\w*|webhook\w*|(?:access_?)?token|auth\w*|user_?id|secret|verb)$/i;

interface Parameter {
  readonly name: string;
  readonly place: number | string;
}

const SENDS =
  /(?:^|\.)(?:fetch|axios|got|ky|request|needle|superagent|\$fetch|ofetch|post|get|put|send|open|fetchJson|httpRequest)$/i;
const PARAMS = /^(?:params?|parameters|data|payload|body|fields|args|query|options|opts|input|values?)$/i;
const PORTAL =
  /^(?:domain|portal\w*|host\w*|webhook\w*|member_?id|client_?endpoint|endpoint|base_?url|auth\w*|tokens?|install\w*|account)$/i;

/** Is this the function that builds the URL or the body from a method variable, and how is it called? */
export function understand({ node }: FoundFunction): Understanding {
  const parameters = parametersOf(node);
  const body = node.body;
  if (!body) return { kind: 'none' };
  const url = urlWith(body, parameters);
  if (!url) return forwarding(body, parameters);
  const calls = callsIn(body).filter((call) => SENDS.test(calleeText(call)));
  if (calls.length === 0) {
    const to = callsIn(body)
      .filter((call) => call.arguments.some((arg) => contains(arg, url.node)))
      .map(lastName);
    return to.length > 0
      ? { kind: 'unclear', why: 'it builds the URL, but sends through a function of its own' }
      : { kind: 'none' };
  }
  const { method } = url;
  const params = paramsOf(parameters, method, body);
  if (!params) return { kind: 'unclear', why: 'which argument holds the parameters does not show' };
  const answer = answerOf(node, parameters);
  if (!answer)
    return { kind: 'unclear', why: 'what it answers does not show: the envelope, its result, or an axios response' };
  const portal = portalOf(url, parameters, params);
  return {
    kind: 'transport',
    layout: {
      method: method.place,
      params: params.place,
      ...(portal === undefined ? {} : { portal }),
      answer,
      encoding: encodingOf(body, params),
    },
  };
}

function parametersOf(node: FoundFunction['node']): Parameter[] {
  const { isIdentifier, isObjectBindingPattern } = syntax();
  const own = node.parameters.filter(({ name }) => !(isIdentifier(name) && name.text === 'this'));
  return own.flatMap(({ name }, at): Parameter[] => {
    if (isIdentifier(name)) return [{ name: name.text, place: at }];
    if (!isObjectBindingPattern(name)) return [];
    return name.elements.flatMap((element): Parameter[] =>
      isIdentifier(element.name)
        ? [{ name: element.name.text, place: `${at}.${(element.propertyName ?? element.name).getText()}` }]
        : [],
    );
  });
}

interface MethodUrl {
  readonly node: ts.Expression;
  readonly method: Parameter;
  /** What stands before the method in the URL: `domain`, `this.webhook`. */
  readonly base?: ts.Expression;
}

/** A template or concatenation with `/` and then a parameter at its end. */
function urlWith(body: ts.Node, parameters: readonly Parameter[]): MethodUrl | undefined {
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
function usesOnly(expression: ts.Expression, name: string): boolean {
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

function forwarding(body: ts.Node, parameters: readonly Parameter[]): Understanding {
  const { isObjectLiteralExpression, isPropertyAssignment, isShorthandPropertyAssignment } = syntax();
  const hands = (arg: ts.Expression): boolean => {
    const inner = bare(arg);
    if (parameters.some(({ name }) => usesOnly(inner, name))) return true;
    return (
      isObjectLiteralExpression(inner) &&
      inner.properties.some(
        (property) =>
          propertyName(property) === 'method' &&
          (isShorthandPropertyAssignment(property) || (isPropertyAssignment(property) && hands(property.initializer))),
      )
    );
  };
  const to = callsIn(body)
    .filter((call) => call.arguments.some(hands))
    .map(lastName);
  return to.length > 0 ? { kind: 'forwards', to: [...new Set(to)] } : { kind: 'none' };
}

function lastName(call: ts.CallExpression): string {
  return (
    calleeText(call)
      .replace(/\.(?:call|apply)$/, '')
      .split(/[.?]+/)
      .at(-1) ?? ''
  );
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const { forEachChild, isCallExpression } = syntax();
  const calls: ts.CallExpression[] = [];
  const visit = (inner: ts.Node): void => {
    if (isCallExpression(inner)) calls.push(inner);
    forEachChild(inner, visit);
  };
  visit(node);
  return calls;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

function paramsOf(parameters: readonly Parameter[], method: Parameter, body: ts.Node): Parameter | undefined {
  const others = parameters.filter((parameter) => parameter !== method);
  const named = others.find(({ name }) => PARAMS.test(name) && isUsed(body, name));
  if (named) return named;
  const after = typeof method.place === 'number' ? method.place + 1 : undefined;
  return others.find(({ place, name }) => place === after && isUsed(body, name) && !PORTAL.test(name));
}

function isUsed(body: ts.Node, name: string): boolean {
  return new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${name}(?![\\w$])`).test(body.getText());
}

/** What tells portals apart: an argument, a field of `this`, or a constant of the module. */
function portalOf({ base }: MethodUrl, parameters: readonly Parameter[], params: Parameter): string | undefined {
  const { isIdentifier, isPropertyAccessExpression } = syntax();
  const node = base && bare(base);
  if (node) {
    const text = node.getText();
    const root = /^[\w$]+/.exec(text)?.[0];
    const parameter = parameters.find(({ name }) => name === root);
    if (parameter && isIdentifier(node)) return sourceOf(parameter.place);
    if (parameter && isPropertyAccessExpression(node) && /^[\w$]+(?:\??\.[\w$]+)+$/.test(text)) {
      return `'${parameter.place}.${text.split(/\??\./).slice(1).join('.')}'`;
    }
    const ofThis = isPropertyAccessExpression(node) ? /^this((?:\??\.[\w$]+)+)$/.exec(text)?.[1] : undefined;
    if (ofThis) return `'${ofThis.replaceAll('?', '').slice(1)}'`;
  }
  const told = parameters.find((parameter) => parameter !== params && PORTAL.test(parameter.name));
  if (told) return sourceOf(told.place);
  if (
    node &&
    (isIdentifier(node) || /^(?:process\.env|import\.meta\.env|config|env)\.[\w$.]+!?$/.test(node.getText()))
  ) {
    return isModuleConstant(node) ? `() => ${node.getText()}` : undefined;
  }
  return undefined;
}

function isModuleConstant(node: ts.Expression): boolean {
  const { isIdentifier, isVariableStatement, isImportDeclaration } = syntax();
  if (!isIdentifier(node)) return true;
  return node
    .getSourceFile()
    .statements.some(
      (statement) =>
        (isVariableStatement(statement) || isImportDeclaration(statement)) &&
        new RegExp(`(?<![\\w$])${node.text}(?![\\w$])`).test(statement.getText().split(/[=(]/)[0] ?? ''),
    );
}

function sourceOf(place: number | string): string {
  return typeof place === 'number' ? String(place) : `'${place}'`;
}

const FLAT =
  /\bURLSearchParams\b|\bquerystring\b|\bqs\.|\bFormData\b|\bencodeURIComponent\(\s*(?:String\(|value|val|v\b|params|k)|\bstringify\((?!.*JSON)|\bhttp_?build_?query\b|\bbuildQuery\b|\btoForm\w*\(|\bserialize\w*\(/i;

/** Flat or PHP-style text, or JSON. A GET query is text too. */
function encodingOf(body: ts.Node, { name }: Parameter): 'json' | 'form' {
  const text = body.getText();
  if (/JSON\.stringify\(/.test(text) && !FLAT.test(text.replace(/JSON\.stringify/g, ''))) return 'json';
  if (FLAT.test(text.replace(/JSON\.stringify/g, ''))) return 'form';
  return new RegExp(`\\bparams:\\s*${name}\\b|\\bsearchParams:\\s*${name}\\b|\\bform:\\s*${name}\\b`).test(text)
    ? 'form'
    : 'json';
}

/** From the return statements: all must tell the same. */
function answerOf(node: FoundFunction['node'], parameters: readonly Parameter[]): Layout['answer'] | undefined {
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
