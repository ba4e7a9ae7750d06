import type { ts } from 'ts-morph';
import { type ValueRule, valueRule } from '../../src/map/rules';
import { syntax } from '../files/sourceFile';
import { isBigInt } from './isBigInt';
import { literalValue } from './literalValue';
import type { SourceWriter, WrittenSource } from './SourceRule';
import { staticType } from './staticType';
import { splice, textOf } from './textOf';
import { Unprovable } from './Unprovable';
import { unwrap } from './unwrap';
import { VALUE_SOURCES } from './valueSources';
import { writeLiteral } from './writeLiteral';

/** Rules that make a boolean of a value. */
const FLAGS: ReadonlySet<ValueRule> = new Set(['yesNo', 'yesNoAnyCase', 'unlessNo']);

/** Rules that compare texts, as v1 does: `true` of JSON and `true` of a form differ. */
const AS_TEXT: ReadonlySet<ValueRule> = new Set(['yesNoAnyCase', 'unlessNo', 'unlessNoText']);

/** Rules that pass texts on. */
const IS_TEXT: ReadonlySet<ValueRule> = new Set(['text', 'string', 'asIs', 'dialog']);

/** Rules that read JSON text: JSON.stringify before them says nothing. */
const READ_JSON: ReadonlySet<ValueRule> = new Set(['attach', 'keyboard', 'keyboardUpdate', 'ids']);

/**
 * The expression of a v1 value as the expression of the v2 value, by a rule of the map. What is literal is converted
 * now; undefined where v2 gets nothing.
 * @throws Unprovable
 */
export function writeValue(rule: ValueRule, given: ts.Expression, writer: SourceWriter): WrittenSource {
  const s = syntax();
  const node = unwrap(given);
  if (isBigInt(node, writer.tree)) throw new Unprovable('unproven-value');
  const literal = literalValue(node);
  if (literal && (literal.value === undefined || literal.value === null)) return undefined;
  if (writer.inBatch && holdsReference(node)) return writeReference(rule, node, writer);
  if (writer.isForm && FLAGS.has(rule)) return writeFlag(rule, node, writer);
  // A form made the text "true" of it, and makes it still.
  if (writer.isForm && IS_TEXT.has(rule) && staticType(node, writer.tree) === 'boolean')
    return textOf(node, writer.tree);
  if (literal && typeof literal.value !== 'object') return writeScalar(rule, node, literal.value, writer);
  if (s.isConditionalExpression(node)) return writeChoice(rule, node, writer);
  const json = READ_JSON.has(rule) ? insideStringify(node) : undefined;
  if (json) return writeValue(rule, json, writer);
  return VALUE_SOURCES[rule](node, writer);
}

/** In a form a flag is text: `true` was the text "true" to v1 too. */
function writeFlag(rule: ValueRule, node: ts.Expression, writer: SourceWriter): string {
  const s = syntax();
  const { tree, quote } = writer;
  const literal = literalValue(node);
  if (literal && typeof literal.value !== 'object') {
    const { value } = literal;
    const converted = valueRule(rule).apply(typeof value === 'boolean' ? String(value) : value, {
      botId: writer.botId,
    });
    if (typeof converted === 'boolean') return writeLiteral(converted ? 'Y' : 'N', quote);
  }
  if (!s.isConditionalExpression(node)) throw new Unprovable('unproven-value');
  const parts = [unwrap(node.whenTrue), unwrap(node.whenFalse)];
  return splice(
    node,
    tree,
    parts.map((part) => ({ node: part, text: writeFlag(rule, part, writer) })),
  );
}

function writeScalar(rule: ValueRule, node: ts.Expression, value: unknown, writer: SourceWriter): WrittenSource {
  const botId = writer.botId;
  // What becomes of a boolean on its way through a batch, nobody sees here.
  if (writer.inBatch && typeof value === 'boolean' && AS_TEXT.has(rule)) throw new Unprovable('unproven-value');
  const converted = valueRule(rule).apply(value, { botId });
  if (converted === undefined) return undefined;
  // JSON text of a keyboard holds the bot's id, which is source and not a value.
  if (typeof converted === 'object' && converted !== null) return VALUE_SOURCES[rule](node, writer);
  if (writer.isForm && (converted === null || typeof converted === 'boolean')) throw new Unprovable('flat-transport');
  if (IS_TEXT.has(rule) && typeof value === 'string') return textOf(node, writer.tree);
  return writeLiteral(converted, writer.quote);
}

function writeChoice(rule: ValueRule, node: ts.ConditionalExpression, writer: SourceWriter): WrittenSource {
  const yes = writeValue(rule, node.whenTrue, writer);
  const no = writeValue(rule, node.whenFalse, writer);
  if (yes === undefined && no === undefined) return undefined;
  const { tree } = writer;
  if (yes === 'true' && no === 'false') return asBoolean(node.condition, tree);
  if (yes === 'false' && no === 'true') return negated(node.condition, tree);
  return splice(node, tree, [
    { node: node.whenTrue, text: yes ?? 'undefined' },
    { node: node.whenFalse, text: no ?? 'undefined' },
  ]);
}

function asBoolean(condition: ts.Expression, tree: ts.SourceFile): string {
  const inner = unwrap(condition);
  return staticType(inner, tree) === 'boolean' ? textOf(inner, tree) : `Boolean(${textOf(inner, tree)})`;
}

function negated(condition: ts.Expression, tree: ts.SourceFile): string {
  const s = syntax();
  const inner = unwrap(condition);
  const bare = s.isPrefixUnaryExpression(inner) && inner.operator === s.SyntaxKind.ExclamationToken;
  if (bare) return asBoolean(inner.operand, tree);
  const simple = s.isIdentifier(inner) || s.isPropertyAccessExpression(inner) || s.isCallExpression(inner);
  return simple ? `!${textOf(inner, tree)}` : `!(${textOf(inner, tree)})`;
}

function insideStringify(node: ts.Expression): ts.Expression | undefined {
  const s = syntax();
  if (!s.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const { expression } = node;
  const isStringify =
    s.isPropertyAccessExpression(expression) &&
    expression.name.text === 'stringify' &&
    s.isIdentifier(expression.expression) &&
    expression.expression.text === 'JSON';
  return isStringify ? node.arguments[0] : undefined;
}

function holdsReference(node: ts.Node): boolean {
  const s = syntax();
  if (s.isStringLiteralLike(node) || s.isTemplateHead(node) || s.isTemplateMiddleOrTemplateTail(node))
    return node.text.includes('$result[');
  return s.forEachChild(node, (child) => holdsReference(child) || undefined) ?? false;
}

function writeReference(rule: ValueRule, node: ts.Expression, { tree, quote }: SourceWriter): string {
  const s = syntax();
  const { reference } = valueRule(rule);
  const text = textOf(node, tree);
  const isText = s.isStringLiteralLike(node) || s.isTemplateExpression(node);
  if (!isText || reference === 'needs-value') throw new Unprovable('batch-reference');
  if (reference === 'list') return `[${text}]`;
  if (reference === 'keep') return text;
  return s.isStringLiteralLike(node) ? writeLiteral(`chat${node.text}`, quote) : `\`chat${text.slice(1)}`;
}
