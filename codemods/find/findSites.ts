import type { ts } from 'ts-morph';
import { methodEntry, NEVER_EXISTED } from '../../src/map/index';
import { traceSite } from '../events/findHandlers';
import { lostFields } from '../events/lostFields';
import { sentEvent } from '../events/sentEvent';
import { mayHoldHandler, unnamedHandlers } from '../events/unnamedHandlers';
import { positionsIn } from '../files/positions';
import { nodeAt, syntax, treeOf } from '../files/sourceFile';
import { type WholeText, wholeText } from '../files/wholeText';
import { loosePhpSite, phpSite } from '../php/phpSite';
import type { MentionKind, Site, SiteKind, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { addressInCommand } from './addressInCommand';
import { beginsName, isPrefix, unescaped } from './beginsName';
import { calleeKind } from './calleeKind';
import { calleeText } from './callShape';
import { constantShape } from './constants';
import { findIgnores } from './findIgnores';
import { isShellCommand } from './isShellCommand';
import { isScriptInText, liveCall } from './liveCall';
import { liveMistakes } from './liveMistakes';
import { isJoined, looseName, rawTag } from './looseName';
import { isPage, maskOutsideScripts } from './maskOutsideScripts';
import { nameIn } from './nameIn';
import { findOccurrences, type Occurrence } from './occurrences';
import { type NameUse, spokenOf, useOfName } from './useOfName';

type Found = Omit<Site, 'offset' | 'line' | 'column' | 'ignored'>;

/** Every old name of a file as one site or one mention, and half-migrated calls besides; in the order of the text. */
export function findSites(file: SourceText): Site[] {
  const occurrences = findOccurrences(file.text);
  const mayHandle = !/\.(?:php|py|go|cs)$/i.test(file.path) && mayHoldHandler(file.text);
  if (occurrences.length === 0 && !mayHandle) return [];
  const tree = treeOf(file);
  const masked = isPage(file.path) ? maskOutsideScripts(file.path, file.text).text : file.text;
  const position = positionsIn(file.text);
  const ignores = findIgnores(file.text, file.path);
  const sites: Site[] = [];
  for (const occurrence of occurrences) {
    const { offset } = occurrence;
    const blanked = masked[offset] !== file.text[offset];
    const isLoose = occurrence.family === 'loose-method' || occurrence.family === 'loose-event';
    const inside = () => (isLoose ? looseName(tree, occurrence) : inCode(tree, occurrence));
    const found = blanked ? (isLoose ? loosePhp(file, occurrence) : outsideScript(file, occurrence)) : inside();
    if (!found) continue;
    const ignored = found.kind === 'mention' ? undefined : ignores.at(offset, found.shape?.literal ?? found.node);
    sites.push({ ...position(offset), ...found, ...(ignored === undefined ? {} : { ignored }) });
  }
  if (!mayHandle) return sites;
  const named = sites.filter(({ kind }) => kind === 'event');
  const unnamed = unnamedHandlers(tree, named).map((node): Site => {
    const offset = node.getStart(tree);
    const ignored = ignores.at(offset, node);
    const place = { ...position(offset), length: node.end - offset, ...(ignored === undefined ? {} : { ignored }) };
    return { ...place, kind: 'event', method: UNNAMED_EVENT, node, isUnnamed: true, reasons: [] };
  });
  return unnamed.length === 0 ? sites : [...sites, ...unnamed].sort((a, b) => a.offset - b.offset);
}

/** What stands for the name of an event in the report where a handler names none. */
const UNNAMED_EVENT = 'unnamed-event';

function mention(method: string, kind: MentionKind): Found {
  return { kind: 'mention', method, length: method.length, mention: kind, reasons: [] };
}

/** In a page outside of <script>: prose, unless it is a quoted name within PHP. */
function outsideScript(file: SourceText, occurrence: Occurrence): Found | undefined {
  const { path, text } = file;
  const { offset, family } = occurrence;
  if (family === 'v2') return undefined;
  const { name } = nameAt(text, offset, family);
  const quoted = /['"]/.test(text[offset - 1] ?? '') && text[offset + name.length] === text[offset - 1];
  const inPhp = /\.php$/i.test(path) ? phpSite(file, occurrence, name) : undefined;
  if (inPhp) return inPhp;
  const live = liveCall(path, text, offset);
  if (live)
    return { kind: family === 'event' ? 'event' : 'call', method: name, length: name.length, reasons: ['in-markup'] };
  const php = /\.php$/i.test(path) && text.lastIndexOf('<?', offset) > text.lastIndexOf('?>', offset);
  if (!php || !quoted) return mention(name, 'outside-script');
  return {
    kind: family === 'event' ? 'event' : 'call',
    method: name,
    length: name.length,
    reasons: ['not-javascript'],
  };
}

/** A name that PHP puts together. */
function loosePhp(file: SourceText, occurrence: Occurrence): Found | undefined {
  return occurrence.family === 'loose-method' && /\.php$/i.test(file.path) ? loosePhpSite(file, occurrence) : undefined;
}

function nameAt(text: string, offset: number, family: Occurrence['family']): { name: string } {
  if (family !== 'event') return nameIn(text.slice(offset, offset + 200), 0);
  return { name: /^[A-Z]+/.exec(text.slice(offset, offset + 100))?.[0] ?? '' };
}

function inCode(tree: ts.SourceFile, occurrence: Occurrence): Found | undefined {
  const { isStringLiteralLike, isTemplateHead, isTemplateMiddle, isTemplateTail } = syntax();
  const { offset, family } = occurrence;
  const { name } = nameAt(tree.text, offset, family);
  const node = nodeAt(tree, offset);
  if (!node) return family === 'v2' ? undefined : mention(name, 'comment');
  const isText = isStringLiteralLike(node) || isTemplateHead(node) || isTemplateMiddle(node) || isTemplateTail(node);
  if (family === 'event') return isText ? eventInText(node, offset, name) : eventInCode(node, name);
  if (isText) return methodInText(node, offset, name, family);
  return family === 'v2' ? undefined : mention(name, syntax().isJsxText(node) ? 'text' : 'code');
}

function methodInText(
  literal: ts.Node,
  offset: number,
  plain: string,
  family: Occurrence['family'],
): Found | undefined {
  const whole = wholeText(literal, offset);
  const { role, name } = whole ? nameIn(whole.text, whole.index) : { role: 'text' as const, name: plain };
  if (family === 'v2')
    return whole && (role === 'name' || role === 'url')
      ? halfMigrated(literal, name, useOfName(whole.expression, role))
      : undefined;
  if (whole && !methodEntry(name)) {
    const put = putTogether(literal, whole);
    if (put) return put;
  }
  if (!whole || role === 'text') {
    const kind = textKind(whole?.expression ?? literal);
    if (kind === 'text' && whole && isShellCommand(whole.expression) && addressInCommand(whole.text, whole.index))
      return scriptInText(literal, name, 'url');
    return kind === 'text' && isScriptInText(literal, offset)
      ? scriptInText(literal, name, 'call')
      : mention(name, kind);
  }
  const expression = rawTag(whole.expression);
  const place = useOfName(expression, role);
  if (place.mention) return mention(name, place.mention);
  const constant = place.kind === 'constant' ? constantShape(whole.expression) : undefined;
  const kind = role === 'partial' ? place.kind : kindOf(name, place);
  if (kind === 'mention') return mention(name, 'text');
  const reasons: ReasonId[] = [];
  if (role === 'partial' || expression !== whole.expression) reasons.push('dynamic-name');
  if (kind === 'unknown-method') reasons.push(NEVER_EXISTED.includes(name) ? 'never-existed' : 'unknown-method');
  return {
    kind,
    method: name,
    length: name.length,
    reasons,
    shape: {
      ...(place.shape ?? { place: 'constant', name: whole.expression, awaited: false, ignored: false }),
      literal,
      choice: place.choice,
      ...(constant ? { constant } : {}),
    },
  };
}

/** A text that a name begins with, or one with an escape in the name. */
function putTogether(literal: ts.Node, { expression, text, index }: WholeText): Found | undefined {
  const rest = unescaped(text.slice(index));
  const isWritten = rest === text.slice(index);
  const begins = beginsName(text.slice(0, index), rest) && (!isWritten || nameIn(text, index).role === 'text');
  if (!begins && !(index === 0 && isPrefix(rest) && isJoined(literal))) return undefined;
  const place = useOfName(rawTag(expression), 'partial');
  const { name } = nameIn(text, index);
  if (place.mention) return mention(name, place.mention);
  return {
    kind: place.kind,
    method: name,
    length: name.length,
    reasons: ['dynamic-name'],
    shape: {
      ...(place.shape ?? { place: 'constant', name: expression, awaited: false, ignored: false }),
      literal,
      choice: place.choice,
    },
  };
}

/** A name that the map does not know is a call only where it is used like one. */
function kindOf(name: string, place: NameUse): SiteKind {
  if (methodEntry(name)) return place.kind;
  if (NEVER_EXISTED.includes(name)) return 'unknown-method';
  const usedAsCall =
    place.kind !== 'constant' && (place.shape?.params !== undefined || CALLING.test(place.shape?.callee ?? ''));
  return usedAsCall ? 'unknown-method' : 'mention';
}

const CALLING =
  /(?:^|[._])(?:call\w*|rest\w*|bitrix\w*|b24\w*|make|request|invoke|exec\w*|batch)$|[a-z](?:Call|Rest|Method|Batch)$/i;

function halfMigrated(literal: ts.Node, method: string, place: NameUse): Found | undefined {
  if (place.mention || !place.shape) return undefined;
  const reasons = liveMistakes(method, place.shape.params);
  if (reasons.length === 0) return undefined;
  return {
    kind: 'half-migrated',
    method,
    length: method.length,
    reasons,
    shape: { ...place.shape, literal, choice: place.choice },
  };
}

function scriptInText(node: ts.Node, method: string, kind: 'call' | 'url' | 'event'): Found {
  return { kind, method, length: method.length, node, reasons: ['script-in-text'] };
}

/** Prose within a literal: for the ledger, who speaks it. */
function textKind(literal: ts.Node): MentionKind {
  const { isCallExpression, isNewExpression, isSourceFile, isStatement, isThrowStatement } = syntax();
  let node = literal.parent;
  while (!isSourceFile(node) && !isCallExpression(node) && !isNewExpression(node) && !isStatement(node))
    node = node.parent;
  if (isCallExpression(node) || isNewExpression(node)) return calleeKind(calleeText(node)) ?? 'text';
  return isThrowStatement(node) ? 'error' : 'text';
}

const EVENT_NAME = /^ONIM[A-Z]+/;

function eventInText(literal: ts.Node, offset: number, name: string): Found {
  const whole = literal.getText().slice(1, -1) === name && offset === literal.getStart() + 1;
  if (!whole) {
    // `event.bind?event=ONIM…`, a command of a batch.
    if (/^event\.(?:un)?bind\?/.test(literal.getText().slice(1)))
      return { kind: 'event', method: name, length: name.length, node: literal, reasons: ['event-bind'] };
    const kind = textKind(literal);
    return kind === 'text' && isScriptInText(literal, offset)
      ? scriptInText(literal, name, 'event')
      : mention(name, kind);
  }
  return eventPlace(literal, name);
}

function eventInCode(node: ts.Node, name: string): Found {
  const s = syntax();
  const { isIdentifier, isJsxText } = s;
  if (isJsxText(node)) return mention(name, 'text');
  if (!isIdentifier(node) || node.text !== name) return mention(name, 'code');
  const { parent } = node;
  const isKey =
    s.isPropertyAssignment(parent) ||
    s.isShorthandPropertyAssignment(parent) ||
    s.isMethodDeclaration(parent) ||
    s.isPropertyDeclaration(parent);
  return isKey && parent.name === node ? eventPlace(node, name) : mention(name, 'code');
}

/** An event is handled where it is compared, a key, bound or handed on; all that is left is talk. */
function eventPlace(node: ts.Node, name: string): Found {
  const spoken = spokenOf(node);
  if (
    spoken &&
    spoken !== 'comparison' &&
    spoken !== 'key' &&
    !(spoken === 'text' && syntax().isDecorator(node.parent.parent))
  ) {
    return mention(name, spoken);
  }
  const sent = sentEvent(node);
  if (sent) return mention(name, sent);
  const tree = node.getSourceFile();
  if (isAdapted(node) || traceSite(node, tree) === 'adapted') {
    // The adapter gives what v2 gives: what it does not stays a finding.
    const lost = lostFields(node, [{ method: name }], undefined, tree);
    return lost.length === 0
      ? mention(name, 'code')
      : { kind: 'event', method: name, length: name.length, node, reasons: ['event-field-lost'] };
  }
  return {
    kind: 'event',
    method: name,
    length: name.length,
    node,
    reasons: EVENT_NAME.test(name) ? [] : ['unknown-event'],
  };
}

const ADAPTERS = new Set(['createEventHandler', 'pollEvents']);

/** Handlers given to our own adapter keep the v1 names. */
function isAdapted(node: ts.Node): boolean {
  const { isCallExpression, isSourceFile, isFunctionLike, isMethodDeclaration } = syntax();
  // A method of the table is called by its name.
  const isMethod = isMethodDeclaration(node.parent) && node.parent.name === node;
  for (
    let at = isMethod ? node.parent.parent : node.parent;
    at && !isSourceFile(at) && !isFunctionLike(at);
    at = at.parent
  ) {
    if (isCallExpression(at) && ADAPTERS.has(calleeText(at))) return true;
  }
  return false;
}
