import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeText, propertyName } from '../find/callShape';
import type { Site } from '../plan/site';
import { attached } from '../source/attached';
import { referencesOf } from '../source/declarations';
import { textOf } from '../source/textOf';
import { dataOf } from './dataOf';
import { isAdaptedMember } from './isAdaptedMember';
import { ownMembers } from './ownMembers';
import { type EventBody, handlerOf, sameBody, traceEvent } from './traceBody';

export type OpenBody = Exclude<EventBody, { kind: 'adapted' }>;

/** All event names of a file that are told apart by the event of one body. */
export interface Handler {
  readonly body: OpenBody;
  readonly sites: readonly Site[];
  /** All names stand as literals in comparisons with the event. */
  readonly isCompared: boolean;
}

export type FoundUse = 'adapted' | 'binding' | 'unknown' | Handler;

/** What each event site of a file belongs to. */
export function findHandlers(
  sites: readonly Site[],
  tree: ts.SourceFile,
  eventsAt: (handler: ts.Node) => readonly string[] = () => [],
): Map<Site, FoundUse> {
  const uses = new Map<Site, FoundUse>();
  const byHandler = new Map<ts.Node, { body: OpenBody; sites: Site[]; isCompared: boolean }[]>();
  for (const site of sites) {
    if (site.kind !== 'event' || !site.node) continue;
    const traced = site.isUnnamed ? unnamedAt(site.node, tree) : traceSite(site.node, tree);
    if (typeof traced === 'string') {
      uses.set(site, traced);
      continue;
    }
    const { body, isCompared } = traced;
    const same = byHandler.get(handlerOf(body)) ?? [];
    let group = same.find((one) => sameBody(one.body, body));
    if (!group) {
      group = { body, sites: [], isCompared: true };
      byHandler.set(handlerOf(body), [...same, group]);
    }
    // What a handler that names none gets, its address says.
    const events = site.isUnnamed ? eventsAt(handlerOf(body)) : [];
    group.sites.push(...(events.length > 0 ? events.map((method) => ({ ...site, method })) : [site]));
    group.isCompared &&= isCompared;
    uses.set(site, group);
  }
  return uses;
}

/** A handler that names no event, found by what it reads. */
function unnamedAt(node: ts.Node, tree: ts.SourceFile): Traced {
  const body = dataOf(node, tree);
  if (!body) return 'unknown';
  return body.kind === 'adapted' ? 'adapted' : { body, isCompared: false };
}

type Traced = 'adapted' | 'binding' | 'unknown' | { readonly body: OpenBody; readonly isCompared: boolean };

/** Where the name's event comes from. */
export function traceSite(node: ts.Node, tree: ts.SourceFile): Traced {
  if (isBinding(node)) return 'binding';
  const direct = comparedWith(node);
  const others = direct ? [direct] : storedComparisons(node, tree);
  let found: OpenBody | undefined;
  let adapted = 0;
  for (const other of others) {
    const body = traceEvent(other, tree);
    if (!body) return 'unknown';
    if (body.kind === 'adapted' || isAdaptedMember(body, tree)) adapted += 1;
    else if ((found && !sameBody(found, body)) || !isDelivery(body, tree)) return 'unknown';
    else found = body;
  }
  if (found) return adapted === 0 ? { body: found, isCompared: direct !== undefined } : 'unknown';
  return adapted > 0 ? 'adapted' : 'unknown';
}

/** Has what is compared more of an event than its name? Entries of `event.get` have `event` too. */
function isDelivery(body: OpenBody, tree: ts.SourceFile): boolean {
  if (body.kind === 'member' && body.name === 'body') return true;
  const handler = handlerOf(body);
  const before = deliveries.get(handler);
  if (before !== undefined) return before;
  const isOne = /\bdata\b|\bauth\b|\bPARAMS\b|\bapplication_token\b/.test(textOf(handler, tree));
  deliveries.set(handler, isOne);
  return isOne;
}

const deliveries = attached<ts.Node, boolean>();

/** The other side of `event === 'ONIMBOT…'`, the value of a switch. */
function comparedWith(node: ts.Node): ts.Expression | undefined {
  const s = syntax();
  const { parent } = node;
  if (s.isCaseClause(parent) && parent.expression === node) return parent.parent.parent.expression;
  if (!s.isBinaryExpression(parent)) return undefined;
  const { SyntaxKind } = s;
  const { kind } = parent.operatorToken;
  const compares =
    kind === SyntaxKind.EqualsEqualsEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === SyntaxKind.EqualsEqualsToken ||
    kind === SyntaxKind.ExclamationEqualsToken;
  if (!compares) return undefined;
  return parent.left === node ? parent.right : parent.left;
}

/** The events that are looked up in a table or list that holds the name, or compared with the constant that is the name. */
function storedComparisons(node: ts.Node, tree: ts.SourceFile): readonly ts.Expression[] {
  const s = syntax();
  const members = inClass(node, tree);
  if (members) return members;
  const holder = holderOf(node);
  if (!holder) return [];
  const { container, path } = holder;
  if (s.isPropertyAccessExpression(container.parent)) return inList(container.parent);
  const declaration = container.parent;
  const kept = s.isNewExpression(declaration) ? declaration.parent : declaration;
  if (s.isNewExpression(declaration) && s.isVariableDeclaration(kept)) return usesOf(kept, path, tree);
  const member = memberNamed(kept);
  if (member !== undefined) return (ownMembers(tree).reads.get(member) ?? []).flatMap((use) => asked(use, path));
  return s.isVariableDeclaration(declaration) ? usesOf(declaration, path, tree) : [];
}

/** `handlers = { … }` of a class, `this.handlers = { … }`. */
function memberNamed(node: ts.Node): string | undefined {
  const s = syntax();
  if (s.isPropertyDeclaration(node) && (s.isIdentifier(node.name) || s.isPrivateIdentifier(node.name)))
    return node.name.text;
  if (!s.isBinaryExpression(node) || node.operatorToken.kind !== s.SyntaxKind.EqualsToken) return undefined;
  const { left } = node;
  const isOwn = s.isPropertyAccessExpression(left) && left.expression.kind === s.SyntaxKind.ThisKeyword;
  return isOwn ? left.name.text : undefined;
}

/** `this[event](…)`, where the name is that of a method of the class. */
function inClass(node: ts.Node, tree: ts.SourceFile): readonly ts.Expression[] | undefined {
  const s = syntax();
  const member = s.isComputedPropertyName(node.parent) ? node.parent.parent : node.parent;
  const isMember = (s.isMethodDeclaration(member) || s.isPropertyDeclaration(member)) && s.isClassLike(member.parent);
  if (!isMember) return undefined;
  return ownMembers(tree).asked.get(member.parent) ?? [];
}

function usesOf(declaration: ts.VariableDeclaration, path: string | undefined, tree: ts.SourceFile): ts.Expression[] {
  return referencesOf(declaration, tree).flatMap((reference) => asked(reference, path));
}

/** The table, list or single constant that holds a name; `path` is the key of a table's value. */
function holderOf(node: ts.Node): { container: ts.Expression; path: string | undefined } | undefined {
  const s = syntax();
  let at: ts.Node = node;
  let path: string | undefined;
  if (s.isComputedPropertyName(at.parent)) at = at.parent;
  const { parent } = at;
  if (s.isMethodDeclaration(parent) || (s.isShorthandPropertyAssignment(parent) && parent.name === at))
    at = parent.parent;
  else if (s.isPropertyAssignment(parent)) {
    if (parent.initializer === at) path = propertyName(parent);
    at = parent.parent;
  } else if (s.isArrayLiteralExpression(parent)) {
    at = parent;
    // An entry of `new Map([['ONIMBOT…', fn]])`.
    if (s.isArrayLiteralExpression(at.parent)) at = at.parent;
  }
  while (
    s.isAsExpression(at.parent) ||
    s.isSatisfiesExpression(at.parent) ||
    s.isParenthesizedExpression(at.parent) ||
    isFreeze(at.parent)
  )
    at = at.parent;
  return s.isExpression(at) ? { container: at, path } : undefined;
}

function isFreeze(node: ts.Node): boolean {
  const s = syntax();
  return s.isCallExpression(node) && calleeText(node) === 'Object.freeze';
}

/** `['ONIMBOT…'].includes(event)` */
function inList(access: ts.PropertyAccessExpression): ts.Expression[] {
  const s = syntax();
  const call = access.parent;
  if (!s.isCallExpression(call) || call.expression !== access) return [];
  return /^(?:includes|indexOf|has|get)$/.test(access.name.text) ? call.arguments.slice(0, 1) : [];
}

/** What a use of the table asks it for: `handlers[event]`, `NAMES.includes(event)`, `event === NAMES.ADD`. */
function asked(reference: ts.Expression, path: string | undefined): ts.Expression[] {
  const s = syntax();
  const { parent } = reference;
  if (path === undefined) {
    const compared = comparedWith(reference);
    if (compared) return [compared];
    if (s.isElementAccessExpression(parent) && parent.expression === reference)
      return s.isStringLiteralLike(parent.argumentExpression) ? [] : [parent.argumentExpression];
    if (
      s.isBinaryExpression(parent) &&
      parent.right === reference &&
      parent.operatorToken.kind === s.SyntaxKind.InKeyword
    )
      return [parent.left];
    return s.isPropertyAccessExpression(parent) && parent.expression === reference ? inList(parent) : [];
  }
  const isAccess = s.isPropertyAccessExpression(parent) && parent.expression === reference && parent.name.text === path;
  const compared = isAccess ? comparedWith(parent) : undefined;
  if (compared) return [compared];
  return isAccess && s.isComputedPropertyName(parent.parent) ? [] : [];
}

const BINDS = /^(?:call)?(?:un)?(?:bind|register|subscribe)\w*$|^add\w*(?:Handler|Listener|Event)$/i;
const BIND_CALL = /['"`/]event\.(?:un)?bind/;

/** `call('event.bind', { event: 'ONIMBOT…', handler })`, `bot.registerEvent('ONIMBOT…', url, auth)` */
function isBinding(node: ts.Node): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isPropertyAssignment(parent) && parent.initializer === node && /^event$/i.test(propertyName(parent))) {
    const names = s.isObjectLiteralExpression(parent.parent) ? parent.parent.properties.map(propertyName) : [];
    if (names.some((name) => /^handler$/i.test(name))) return true;
  }
  if (s.isCallExpression(parent) && parent.arguments[0] === node && parent.arguments.length > 1) {
    const method = calleeText(parent).split('.').at(-1) ?? '';
    const second = parent.arguments[1];
    const isFunction = second && (s.isArrowFunction(second) || s.isFunctionExpression(second));
    if (!isFunction && BINDS.test(method)) return true;
  }
  let at: ts.Node = parent;
  for (let up = 0; at && up < 8 && !s.isStatement(at); up += 1, at = at.parent)
    if (s.isCallExpression(at) && isBindCall(at)) return true;
  return isListedForBinding(node);
}

/** Asked by every name within it. */
function isBindCall(call: ts.CallExpression): boolean {
  const found = bindCalls.get(call) ?? BIND_CALL.test(call.getText());
  bindCalls.set(call, found);
  return found;
}

const bindCalls = attached<ts.Node, boolean>();

/** `for (const event of ['ONIMBOT…', …]) await call('event.bind', { event, … })`, also with a named list. */
function isListedForBinding(node: ts.Node): boolean {
  const s = syntax();
  const list = node.parent;
  if (!s.isArrayLiteralExpression(list)) return false;
  if (s.isForOfStatement(list.parent)) return BIND_CALL.test(list.parent.statement.getText());
  const declaration = list.parent;
  if (!s.isVariableDeclaration(declaration)) return false;
  const uses = referencesOf(declaration, node.getSourceFile());
  return uses.length > 0 && uses.every((use) => BIND_CALL.test(statementAround(use).getText()));
}

function statementAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !syntax().isStatement(at)) at = at.parent;
  return at;
}
