import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { unwrap } from './unwrap';

/** The value of an expression that is a literal through and through; undefined where it is not. */
export function literalValue(given: ts.Expression): { readonly value: unknown } | undefined {
  const s = syntax();
  const node = unwrap(given);
  if (s.isStringLiteralLike(node)) return { value: node.text };
  if (s.isNumericLiteral(node)) return { value: Number(node.text) };
  if (node.kind === s.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === s.SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === s.SyntaxKind.NullKeyword) return { value: null };
  if (s.isIdentifier(node) && node.text === 'undefined') return { value: undefined };
  if (s.isVoidExpression(node)) return { value: undefined };
  if (s.isPrefixUnaryExpression(node) && node.operator === s.SyntaxKind.MinusToken) {
    const inner = literalValue(node.operand);
    return typeof inner?.value === 'number' ? { value: -inner.value } : undefined;
  }
  if (s.isArrayLiteralExpression(node)) return listValue(node);
  return s.isObjectLiteralExpression(node) ? objectValue(node) : undefined;
}

function listValue(node: ts.ArrayLiteralExpression): { value: unknown[] } | undefined {
  const list: unknown[] = [];
  for (const element of node.elements) {
    const inner = literalValue(element);
    if (!inner) return undefined;
    list.push(inner.value);
  }
  return { value: list };
}

function objectValue(node: ts.ObjectLiteralExpression): { value: object } | undefined {
  const s = syntax();
  const entries: [string, unknown][] = [];
  for (const property of node.properties) {
    if (!s.isPropertyAssignment(property)) return undefined;
    const name = propertyKey(property.name);
    const inner = literalValue(property.initializer);
    if (name === undefined || !inner) return undefined;
    entries.push([name, inner.value]);
  }
  return { value: Object.fromEntries(entries) };
}

/** The key that a property name stands for; undefined where it is computed. */
export function propertyKey(name: ts.PropertyName): string | undefined {
  const s = syntax();
  if (s.isIdentifier(name) || s.isStringLiteralLike(name) || s.isNumericLiteral(name)) return name.text;
  if (s.isComputedPropertyName(name) && s.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}
