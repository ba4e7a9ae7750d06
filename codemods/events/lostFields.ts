import type { ts } from 'ts-morph';
import { EVENT_FIELDS, EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES, type V1EventName } from '../../src/map/events';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { attached } from '../source/attached';
import { classAround } from '../source/classAround';
import { textOf } from '../source/textOf';
import { AUTH_KEYS, isV1Event } from './eventField';
import { type FieldRead, fieldReads } from './fieldReads';
import { ownFunction } from './ownFunction';

/** The events that may be at hand at a node; undefined where nothing tells. */
export type EventsAt = (node: ts.Node) => readonly string[] | undefined;

/**
 * Fields that the code around an event's name reads and that v2 does not give, adapter or not: within the same statement of
 * the module, and in functions and constants of this file that it names.
 * @param eventsAt left out where nothing tells events apart: then all names within one function get one answer
 * @param apart functions that are told of by themselves: what they read, and what they name, is left out
 */
export function lostFields(
  handler: ts.Node,
  sites: readonly Pick<Site, 'method'>[],
  eventsAt: EventsAt | undefined,
  tree: ts.SourceFile,
  apart: readonly ts.Node[] = [],
): readonly string[] {
  const events = [...new Set(sites.map(({ method }) => method).filter(isV1Event))];
  const handled = events.length > 0 ? events : ALL;
  const around = functionOf(handler);
  if (eventsAt || apart.length > 0) return lostIn(around, handled, eventsAt ?? (() => undefined), tree, apart);
  const answers = known.get(around) ?? new Map<string, readonly string[]>();
  known.set(around, answers);
  const key = handled.join();
  const lost = answers.get(key) ?? lostIn(around, handled, () => undefined, tree);
  answers.set(key, lost);
  return lost;
}

/** By the events that are asked for. */
const known = attached<ts.Node, Map<string, readonly string[]>>();

function lostIn(
  around: ts.Node,
  handled: readonly V1EventName[],
  eventsAt: EventsAt,
  tree: ts.SourceFile,
  apart: readonly ts.Node[] = [],
): readonly string[] {
  const asksForLinks = hasFilesOption(tree);
  const others = new Set(reachable(apart, tree));
  const reads = reachable([around], tree)
    .flatMap((one) => fieldReads(one, tree))
    .filter((read) => !(asksForLinks && nameOf(read) === LINK))
    .filter((read) => !isWithin(read.node, others));
  const lost = reads.flatMap((read) => {
    const at = (eventsAt(read.node) ?? handled).filter(isV1Event);
    const here = at.length > 0 ? at : handled;
    const name = nameOf(read);
    if (isLost(read, here)) return [name === LINK ? `${LINK} (files: true asks for it)` : name];
    // Code that it names may run for one of the events alone, and a handler that names none may get any.
    const isShared = here.length > 1 && here.length < ALL.length && isWithin(read.node, new Set([around]));
    const without = isShared ? here.filter((event) => isOnlyLost(fieldOf(read), event)) : [];
    return without.length > 0 ? [`${name} (${without.join(', ')})`] : [];
  });
  return [...new Set(lost)].sort();
}

function isWithin(node: ts.Node, others: ReadonlySet<ts.Node>): boolean {
  if (others.size === 0) return false;
  for (let at = node; at; at = at.parent) if (others.has(at)) return true;
  return false;
}

/** What the adapter asks the portal for where it was told to, in this file or another. */
const LINK = 'PARAMS.FILES.urlDownload';

/** Whether an adapter of this file is told to ask for links; every handler of the file asks it. */
function hasFilesOption(tree: ts.SourceFile): boolean {
  const found = asking.get(tree) ?? findFilesOption(tree);
  asking.set(tree, found);
  return found;
}

const asking = attached<ts.SourceFile, boolean>();

function findFilesOption(tree: ts.SourceFile): boolean {
  const s = syntax();
  const visit = (node: ts.Node): boolean => {
    if (s.isCallExpression(node) && ADAPTERS.has(s.isIdentifier(node.expression) ? node.expression.text : '')) {
      const isAsked = node.arguments.some(
        (argument) =>
          s.isObjectLiteralExpression(argument) &&
          argument.properties.some(
            (one) =>
              s.isPropertyAssignment(one) &&
              s.isIdentifier(one.name) &&
              one.name.text === 'files' &&
              one.initializer.kind === s.SyntaxKind.TrueKeyword,
          ),
      );
      if (isAsked) return true;
    }
    return s.forEachChild(node, visit) ?? false;
  };
  return visit(tree);
}

const ADAPTERS: ReadonlySet<string> = new Set(['createEventHandler', 'pollEvents']);

const ALL: readonly V1EventName[] = Object.keys(EVENT_NAMES).filter(isV1Event);

/** Functions, what they name of their file and of their class, and so on. */
function reachable(from: readonly ts.Node[], tree: ts.SourceFile): ts.Node[] {
  const found = [...from];
  const inside = new Set(found);
  for (let at = 0; at < found.length; at += 1) {
    const one = found[at];
    if (!one) break;
    const words = new Set(textOf(one, tree).match(/\b\w+\b/g) ?? []);
    for (const others of neighbours(one, tree))
      for (const word of words)
        for (const other of others.get(word) ?? []) {
          if (isWithin(other, inside)) continue;
          found.push(other);
          inside.add(other);
        }
  }
  return found;
}

/** Of a name that is a key of a table its own function, else the function that compares it, else the statement. */
function functionOf(node: ts.Node): ts.Node {
  const s = syntax();
  if (s.isFunctionLike(node)) return node;
  const own = ownFunction(node);
  if (own) return own;
  const { parent } = node;
  if (s.isPropertyAssignment(parent) && parent.name === node) return parent.initializer;
  let at = node;
  while (at.parent && !s.isSourceFile(at.parent) && !s.isFunctionLike(at)) at = at.parent;
  return at;
}

type Named = ReadonlyMap<string, readonly ts.Node[]>;

/** Members of the class around a node, and statements of the module, by their names. */
function neighbours(node: ts.Node, tree: ts.SourceFile): readonly Named[] {
  const own = classAround(node);
  return [...(own ? [namedIn(own, own.members)] : []), namedIn(tree, tree.statements)];
}

/** Once for each class and file: every handler looks among the same. */
function namedIn(owner: ts.Node, parts: readonly (ts.Statement | ts.ClassElement)[]): Named {
  const before = named.get(owner);
  if (before) return before;
  const found = new Map<string, ts.Node[]>();
  for (const part of parts)
    for (const name of namesOf(part)) {
      const same = found.get(name) ?? [];
      same.push(part);
      found.set(name, same);
    }
  named.set(owner, found);
  return found;
}

const named = attached<ts.Node, Named>();

function namesOf(node: ts.Statement | ts.ClassElement): string[] {
  const s = syntax();
  if (s.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  if (s.isClassElement(node)) return node.name ? [node.name.getText()] : [];
  const isNamed = s.isFunctionDeclaration(node) || s.isClassDeclaration(node);
  return isNamed && node.name ? [node.name.text] : [];
}

/** As the tables name it. */
function fieldOf({ path }: FieldRead): string {
  const [owner = '', key = ''] = path;
  return (owner === 'BOT' || owner === 'COMMAND' ? [owner, '*', path[2]] : [owner, key]).join('.');
}

function isLost(read: FieldRead, events: readonly V1EventName[]): boolean {
  const { path } = read;
  const [owner = '', key = ''] = path;
  if (owner === 'PARAMS' && key === 'PARAMS') return false;
  if (owner === 'PARAMS' && key === 'FILES') return path.length === 2 || !/^(?:\*|id|length)$/.test(path.at(-1) ?? '');
  const field = fieldOf(read);
  if (path.length < (owner === 'BOT' || owner === 'COMMAND' ? 3 : 2) || field.endsWith('.*')) return false;
  if (
    (owner === 'BOT' || owner === 'COMMAND') &&
    (AUTH_KEYS.has(path[2] ?? '') || /^(?:AUTH|user_id)$/.test(path[2] ?? ''))
  )
    return false;
  const isGiven = (event: V1EventName) => EVENT_FIELDS.some(({ v1, events: of }) => v1 === field && of.includes(event));
  if (events.every((event) => EVENT_FIELDS_WITHOUT_V2[event].includes(field))) return true;
  // What some other event gives is asked of all by code that they share.
  return !ALL.some(isGiven) || (events.some((event) => isOnlyLost(field, event)) && !events.some(isGiven));
}

function isOnlyLost(field: string, event: V1EventName): boolean {
  return EVENT_FIELDS_WITHOUT_V2[event].includes(field);
}

/** `PARAMS.FILES.name`: ids are left out. */
function nameOf({ path }: FieldRead): string {
  return path.filter((key) => key !== '*').join('.');
}
