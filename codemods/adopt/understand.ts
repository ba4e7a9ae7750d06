import type { ts } from 'ts-morph';
import { bare, calleeText, propertyName } from '../callShape';
import { syntax } from '../sourceFile';
import { answerOf } from './answerOf';
import { clientIdOf } from './clientIdOf';
import type { FoundFunction } from './FoundFunction';
import { isModuleConstant } from './isModuleConstant';
import type { Layout } from './Layout';
import { type MethodUrl, methodUrl, usesOnly } from './methodUrl';
import type { Parameter } from './Parameter';

export type Understanding =
  | { readonly kind: 'transport'; readonly layout: Layout }
  /** Hands the method on to functions of these names. */
  | { readonly kind: 'forwards'; readonly to: readonly string[] }
  | { readonly kind: 'unclear'; readonly why: string }
  | { readonly kind: 'none' };

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
  const url = methodUrl(body, parameters);
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
  const clientId = clientIdOf(body);
  return {
    kind: 'transport',
    layout: {
      method: method.place,
      params: params.place,
      ...(portal === undefined ? {} : { portal }),
      answer,
      encoding: encodingOf(body, params),
      ...(clientId === undefined ? {} : { clientId }),
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
