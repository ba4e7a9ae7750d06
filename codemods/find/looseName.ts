import type { ts } from 'ts-morph';
import { EVENT_NAMES } from '../../src/map/events';
import { traceSite } from '../events/findHandlers';
import { nodeAt, syntax } from '../files/sourceFile';
import { wholeText } from '../files/wholeText';
import type { Site } from '../plan/site';
import { beginsName, unescaped } from './beginsName';
import { calleeText } from './callShape';
import { constantShape } from './constants';
import type { Occurrence } from './occurrences';
import { spokenOf, useOfName } from './useOfName';

type Found = Omit<Site, 'offset' | 'line' | 'column' | 'ignored'>;

/**
 * A text that can begin an old name: `'imbot.' + op`, `['imbot', 'message', 'add'].join('.')`, a name in other case or with
 * an escape, `startsWith('ONIMBOT')`. Undefined where it is talk, a scope, a module, or a word of its own.
 */
export function looseName(tree: ts.SourceFile, { offset, family }: Occurrence): Found | undefined {
  const s = syntax();
  const node = nodeAt(tree, offset);
  if (!node) return undefined;
  if (family === 'loose-event') return looseEvent(node, offset, tree);
  if (!s.isStringLiteralLike(node) && !s.isTemplateHead(node) && !s.isTemplateMiddleOrTemplateTail(node))
    return undefined;
  const whole = wholeText(node, offset);
  if (!whole || !mayBecomeName(node, whole.text.slice(0, whole.index), whole.text.slice(whole.index))) return undefined;
  const method =
    /^imbot(?:\.[\w.]*)?/i.exec(tree.text.slice(offset, offset + 100))?.[0] ?? tree.text.slice(offset, offset + 5);
  const place = useOfName(outerOf(rawTag(whole.expression)), 'partial');
  if (place.mention) return undefined;
  const constant = place.kind === 'constant' ? constantShape(whole.expression) : undefined;
  const shape = place.shape ?? { place: 'constant' as const, name: whole.expression, awaited: false, ignored: false };
  return {
    kind: place.kind,
    method,
    length: method.length,
    reasons: ['dynamic-name'],
    shape: { ...shape, literal: node, choice: place.choice, ...(constant ? { constant } : {}) },
  };
}

function mayBecomeName(node: ts.Node, before: string, after: string): boolean {
  const rest = unescaped(after);
  return beginsName(before, rest) || (before === '' && /^imbot$/i.test(rest) && isJoined(node));
}

/** A literal under `String.raw` is the text that it is. */
export function rawTag(expression: ts.Expression): ts.Expression {
  const s = syntax();
  const { parent } = expression;
  return s.isTaggedTemplateExpression(parent) && parent.tag.getText() === 'String.raw' ? parent : expression;
}

/** `'imbot' + '.message.add'`, `['imbot', …].join('.')`, `const NS = 'imbot'` before `${NS}.message.add`. */
export function isJoined(node: ts.Node): boolean {
  const s = syntax();
  const { parent } = node;
  if (s.isTemplateSpan(parent)) return parent.literal.text.startsWith('.');
  if (s.isPropertyAccessExpression(parent) && parent.expression === node) return parent.name.text === 'concat';
  if (s.isArrayLiteralExpression(parent)) {
    const access = parent.parent;
    return s.isPropertyAccessExpression(access) && access.name.text === 'join';
  }
  if (s.isBinaryExpression(parent) && parent.operatorToken.kind === s.SyntaxKind.PlusToken)
    return /^['"`]\./.test(parent.right.getText()) && parent.left === node;
  if (!s.isVariableDeclaration(parent) || !s.isIdentifier(parent.name)) return false;
  const name = parent.name.text.replace(/\$/g, '\\$');
  return new RegExp(`\\$\\{\\s*${name}\\s*\\}\\.|(?<![\\w$])${name}\\s*\\+\\s*['"\`]\\.`).test(
    node.getSourceFile().text,
  );
}

/** The call of `.join('.')` around a list of parts. */
function outerOf(expression: ts.Expression): ts.Expression {
  const s = syntax();
  if (s.isTemplateSpan(expression.parent)) return expression.parent.parent;
  const list = expression.parent;
  if (!s.isArrayLiteralExpression(list) || !s.isPropertyAccessExpression(list.parent)) return expression;
  const call = list.parent.parent;
  return list.parent.name.text === 'join' && s.isCallExpression(call) ? call : expression;
}

/** `onimbotmessageadd`, as a text or a key. */
function isWholeEvent(node: ts.Node, method: string): boolean {
  const s = syntax();
  if (!Object.hasOwn(EVENT_NAMES, method.toUpperCase())) return false;
  if (s.isStringLiteralLike(node)) return node.text === method;
  const { parent } = node;
  if (!s.isIdentifier(node) || node.text !== method) return false;
  return (
    (s.isPropertyAssignment(parent) || s.isMethodDeclaration(parent) || s.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}

const EVENT = /^ONIM(?:BOT|COMMAND)?[A-Z]*/i;

/** A name in other case that is compared or is a key, and a prefix that names are asked for. */
function looseEvent(node: ts.Node, offset: number, tree: ts.SourceFile): Found | undefined {
  const s = syntax();
  const method = EVENT.exec(tree.text.slice(offset, offset + 60))?.[0] ?? '';
  const found: Found = { kind: 'event', method, length: method.length, node, reasons: ['dynamic-name'] };
  if (node.kind === s.SyntaxKind.RegularExpressionLiteral)
    return /^ONIM(?:BOT|COMMAND)/.test(method) ? found : undefined;
  const isHead = s.isTemplateHead(node);
  if (isWholeEvent(node, method)) {
    const traced = traceSite(node, tree);
    if (traced === 'adapted') return undefined;
    if (typeof traced === 'object') return { ...found, reasons: [] };
    if (!s.isStringLiteralLike(node)) return undefined;
  }
  if (!s.isStringLiteralLike(node) && !isHead) return undefined;
  if (offset !== node.getStart(tree) + 1 || (!isHead && node.text !== method)) return undefined;
  if (!/^ONIM(?:BOT|COMMAND)/i.test(method)) return undefined;
  const isPrefix = /^ONIM(?:BOT|COMMAND)$/i.test(method) || isHead;
  const { parent } = node;
  if (isPrefix) {
    if (isHead || (s.isBinaryExpression(parent) && parent.operatorToken.kind === s.SyntaxKind.PlusToken)) return found;
    const asks =
      s.isCallExpression(parent) && /\.(?:startsWith|includes|indexOf|search|match)$/.test(calleeText(parent));
    return asks ? found : undefined;
  }
  const spoken = spokenOf(node);
  return spoken === undefined || spoken === 'comparison' || spoken === 'key' ? found : undefined;
}
