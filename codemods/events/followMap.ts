import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { calleeText } from '../find/callShape';
import { declarationOf } from '../source/declarations';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import type { Payload } from './createPayload';
import { followPattern } from './followPattern';
import { followPayload, followReferences, keyOfAccess } from './followPayload';

interface MapPart {
  readonly kind: 'bots' | 'commands';
  readonly node: ts.Expression;
}

/**
 * Follows a map of bots or commands, which v2 has one of: `BOT[0]`, `Object.keys(BOT)[0]` and `Object.values(BOT)[0]` are
 * the event's own; loops over all become loops over a list of that one.
 * @throws Unprovable
 */
export function followMap(map: MapPart, payload: Payload): void {
  const s = syntax();
  const { node } = map;
  const { parent } = node;
  payload.eventsAt(node);
  if (s.isElementAccessExpression(parent) && parent.expression === node) {
    if (!isOwnId(parent.argumentExpression, map, payload)) throw new Unprovable('event-bots');
    if (!s.isNumericLiteral(parent.argumentExpression) && !s.isIdentifier(parent.argumentExpression))
      payload.swallow(node.end, parent.end, '');
    else payload.replace(node.end, parent.end, '');
    followPayload({ kind: entryOf(map), node: parent }, payload);
    return;
  }
  const method = keyOfAccess(parent, node);
  if (method !== undefined && s.isPropertyAccessExpression(parent)) {
    if (!LOOPS.test(method)) throw new Unprovable('event-bots');
    payload.open(node, '[');
    payload.replace(node.end, node.end, ']');
    followLoop(entryOf(map), parent, payload);
    return;
  }
  if (s.isForOfStatement(parent) && parent.expression === node) {
    listOf(map, node, payload);
    followVariable(entryOf(map), parent, payload);
    return;
  }
  const call = s.isCallExpression(parent) ? calleeText(parent) : '';
  if (s.isCallExpression(parent) && call === 'Object.keys') followKeys(map, parent, payload);
  else if (s.isCallExpression(parent) && call === 'Object.values') followValues(map, parent, payload);
  else throw new Unprovable('event-bots');
}

const LOOPS = /^(?:forEach|map|find|some|every|filter)$/;

function entryOf({ kind }: MapPart): 'bot' | 'command' {
  return kind === 'bots' ? 'bot' : 'command';
}

/** Instead of `Object.keys(`, a bracket. */
function cutTo(map: MapPart, around: ts.Expression, bracket: string, payload: Payload): void {
  payload.open(around, bracket);
  const [start, end] = [around.getStart(payload.tree), map.node.getStart(payload.tree)];
  if (start < end) payload.replace(start, end, '');
}

/** `[map]`: every part's expression becomes v2 `data`, so this is a list of the one entry. */
function listOf(map: MapPart, around: ts.Expression, payload: Payload): void {
  cutTo(map, around, '[', payload);
  payload.replace(map.node.end, around.end, ']');
}

function followKeys(map: MapPart, call: ts.CallExpression, payload: Payload): void {
  const s = syntax();
  const { parent } = call;
  const start = call.getStart(payload.tree);
  const inner = map.node.getStart(payload.tree);
  const id = map.kind === 'bots' ? '.bot.id' : '.command.id';
  if (isFirst(parent, call)) {
    payload.replace(start, inner, '');
    payload.replace(map.node.end, parent.end, id);
    return;
  }
  cutTo(map, call, '[', payload);
  payload.replace(map.node.end, call.end, `${id}]`);
  if (s.isForOfStatement(parent) && s.isVariableDeclarationList(parent.initializer)) {
    const [declaration] = parent.initializer.declarations;
    if (declaration) payload.ids.set(declaration, entryOf(map));
  } else if (s.isPropertyAccessExpression(parent) && LOOPS.test(parent.name.text)) {
    const parameter = callback(parent)?.parameters[0];
    if (parameter) payload.ids.set(parameter, entryOf(map));
  } else throw new Unprovable('event-bots');
}

function followValues(map: MapPart, call: ts.CallExpression, payload: Payload): void {
  const s = syntax();
  const { parent } = call;
  if (isFirst(parent, call)) {
    payload.replace(call.getStart(payload.tree), map.node.getStart(payload.tree), '');
    payload.replace(map.node.end, parent.end, '');
    followPayload({ kind: entryOf(map), node: parent }, payload);
    return;
  }
  listOf(map, call, payload);
  if (s.isForOfStatement(parent)) followVariable(entryOf(map), parent, payload);
  else if (s.isPropertyAccessExpression(parent) && /^(?:forEach|map)$/.test(parent.name.text))
    followLoop(entryOf(map), parent, payload);
  else throw new Unprovable('event-bots');
}

function isFirst(access: ts.Node, list: ts.Expression): access is ts.ElementAccessExpression {
  const s = syntax();
  return s.isElementAccessExpression(access) && access.expression === list && isZero(access.argumentExpression);
}

function isZero(node: ts.Expression): boolean {
  return syntax().isNumericLiteral(node) && node.text === '0';
}

/** `.forEach((entry) => …)` */
function followLoop(kind: 'bot' | 'command', access: ts.PropertyAccessExpression, payload: Payload): void {
  const parameter = /^(?:forEach|map)$/.test(access.name.text) ? callback(access)?.parameters[0] : undefined;
  if (!parameter) throw new Unprovable('event-bots');
  followName(kind, parameter, payload);
}

function followVariable(kind: 'bot' | 'command', { initializer }: ts.ForOfStatement, payload: Payload): void {
  const declaration = syntax().isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  if (!declaration) throw new Unprovable('event-bots');
  followName(kind, declaration, payload);
}

function followName(
  kind: 'bot' | 'command',
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  payload: Payload,
): void {
  const s = syntax();
  if (s.isIdentifier(declaration.name)) followReferences(kind, declaration, payload);
  else if (s.isObjectBindingPattern(declaration.name)) followPattern(kind, declaration.name, payload);
  else throw new Unprovable('event-bots');
}

function callback(access: ts.PropertyAccessExpression): ts.ArrowFunction | ts.FunctionExpression | undefined {
  const s = syntax();
  const call = access.parent;
  const [first] = s.isCallExpression(call) && call.expression === access ? call.arguments : [];
  const node = first && unwrap(first);
  return node && (s.isArrowFunction(node) || s.isFunctionExpression(node)) ? node : undefined;
}

/** Is it 0, or the id that the event itself names? */
function isOwnId(given: ts.Expression, map: MapPart, payload: Payload): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (isZero(node) || isFirstKey(node, map, payload)) return true;
  const declaration = s.isIdentifier(node) ? declarationOf(node, payload.tree) : undefined;
  if (!declaration) return false;
  if (payload.ids.get(declaration) === entryOf(map) || loopsOverKeys(declaration, map, payload)) return true;
  const value = s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isFirstKey(unwrap(value), map, payload);
}

/** The map may be met before the loop that makes the variable. */
function loopsOverKeys(declaration: ts.Node, map: MapPart, { tree }: Payload): boolean {
  const s = syntax();
  if (!s.isVariableDeclaration(declaration)) return false;
  const loop = declaration.parent.parent;
  return s.isForOfStatement(loop) && textOf(loop.expression, tree) === `Object.keys(${textOf(map.node, tree)})`;
}

function isFirstKey(node: ts.Expression, map: MapPart, { tree }: Payload): boolean {
  return textOf(node, tree) === `Object.keys(${textOf(map.node, tree)})[0]`;
}
