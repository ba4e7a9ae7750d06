import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isNameTaken, referencesOf } from '../source/declarations';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import type { Payload } from './createPayload';
import { eventField } from './eventField';
import { followEventName, followReferences } from './followPayload';
import { OWNERS, PARTS, type PartKind } from './parts';
import { boundKey } from './traceBody';

interface Leaf {
  readonly path: readonly string[];
  readonly local: string;
}

/**
 * Follows a destructured part of the body. `{ MESSAGE_ID, DIALOG_ID }` becomes a pattern of the v2 shape under the same
 * local names; `{ PARAMS, BOT }` becomes `data`.
 * @throws Unprovable
 */
export function followPattern(kind: PartKind, pattern: ts.ObjectBindingPattern, payload: Payload): void {
  const s = syntax();
  if (pattern.elements.some((one) => one.dotDotDotToken || one.initializer || boundKey(one) === ''))
    throw new Unprovable('event-passed-on');
  if (kind === 'body') {
    for (const element of pattern.elements) followElement(element, payload);
    return;
  }
  if (/\/[/*]/.test(textOf(pattern, payload.tree))) throw new Unprovable('event-unproven');
  if (kind === 'data' && pattern.elements.every((one) => PARTS[boundKey(one)] && s.isIdentifier(one.name))) {
    becomeData(pattern, payload);
    return;
  }
  const leaves = leavesOf(kind, pattern, payload);
  payload.replace(pattern.getStart(payload.tree), pattern.end, patternText(leaves, 0));
}

function followElement(element: ts.BindingElement, payload: Payload): void {
  const s = syntax();
  const key = boundKey(element);
  if (key === 'auth' || key === 'ts' || key === 'event_handler_id') return;
  if (key === 'event' && s.isIdentifier(element.name)) followEventName(element, payload);
  else if (key === 'data' && s.isIdentifier(element.name)) followReferences('data', element, payload);
  else if (key === 'data' && s.isObjectBindingPattern(element.name)) followPattern('data', element.name, payload);
  else throw new Unprovable('event-passed-on');
}

/** `const { PARAMS, BOT } = body.data` → `const data = body.data`; the names become `data` where they are used. */
function becomeData(pattern: ts.ObjectBindingPattern, payload: Payload): void {
  const s = syntax();
  const { tree } = payload;
  const around = pattern.parent;
  const given = s.isVariableDeclaration(around) ? around.initializer : undefined;
  const isHere = given !== undefined && s.isIdentifier(given);
  if (!isHere && isNameTaken('data', tree)) throw new Unprovable('event-unproven');
  const name = isHere ? given.text : 'data';
  if (isHere) dropStatement(around, payload);
  else if (s.isBindingElement(around)) payload.replace(around.getStart(tree), around.end, 'data');
  else payload.replace(pattern.getStart(tree), pattern.end, 'data');
  for (const element of pattern.elements) {
    const kind = PARTS[boundKey(element)];
    if (!kind) throw new Unprovable('event-unproven');
    for (const use of referencesTo(element, payload)) payload.replace(use.getStart(tree), use.end, name);
    followReferences(kind, element, payload);
  }
}

function referencesTo(element: ts.BindingElement, { tree }: Payload): readonly ts.Identifier[] {
  const found = referencesOf(element, tree);
  // `{ PARAMS }` as a property needs its name.
  if (found.some(({ parent }) => syntax().isShorthandPropertyAssignment(parent)))
    throw new Unprovable('event-passed-on');
  return found;
}

function dropStatement(declaration: ts.Node, { tree, swallow }: Payload): void {
  const s = syntax();
  const statement = declaration.parent.parent;
  const only = s.isVariableDeclarationList(declaration.parent) && declaration.parent.declarations.length === 1;
  if (!only || !s.isVariableStatement(statement)) throw new Unprovable('event-unproven');
  const start = statement.getStart(tree);
  const line = tree.text.lastIndexOf('\n', start - 1) + 1;
  const end = /^[ \t]*\r?\n/.exec(tree.text.slice(statement.end));
  const isAlone = /^[ \t]*$/.test(tree.text.slice(line, start)) && end;
  if (isAlone) swallow(line, statement.end + end[0].length, '');
  else swallow(start, statement.end, '');
}

function leavesOf(kind: PartKind, pattern: ts.ObjectBindingPattern, payload: Payload): Leaf[] {
  const s = syntax();
  return pattern.elements.flatMap((element): Leaf[] => {
    const key = boundKey(element);
    const inner = kind === 'data' ? PARTS[key] : undefined;
    if (inner && s.isObjectBindingPattern(element.name)) {
      if (inner === 'bots' || inner === 'commands') throw new Unprovable('event-bots');
      return leavesOf(inner, element.name, payload);
    }
    if (!s.isIdentifier(element.name) || inner || element.initializer || element.dotDotDotToken)
      throw new Unprovable('event-passed-on');
    if (kind === 'body' || kind === 'bots' || kind === 'commands') throw new Unprovable('event-bots');
    const { path, before, behind } = eventField(`${OWNERS[kind]}${key}`, payload.eventsAt(pattern));
    if (before || behind) throw new Unprovable('event-unproven');
    return [{ path, local: element.name.text }];
  });
}

/** `{ message: { id: MESSAGE_ID }, language: LANGUAGE }` */
function patternText(leaves: readonly Leaf[], depth: number): string {
  const parts: string[] = [];
  const groups = new Set<string>();
  for (const { path, local } of leaves) {
    const key = path[depth] ?? '';
    if (path.length === depth + 1) parts.push(key === local ? key : `${key}: ${local}`);
    else if (!groups.has(key)) {
      groups.add(key);
      const inner = leaves.filter((one) => one.path[depth] === key && one.path.length > depth + 1);
      parts.push(`${key}: ${patternText(inner, depth + 1)}`);
    }
  }
  return `{ ${parts.join(', ')} }`;
}
