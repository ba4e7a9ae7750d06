import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isPure } from './isPure';
import { literalValue, propertyKey } from './literalValue';
import type { SourceRule } from './SourceRule';
import { textOf } from './textOf';
import { Unprovable } from './Unprovable';
import { unwrap } from './unwrap';
import { writeKey } from './writeLiteral';

/** LANG: a literal list becomes a map by language in place. */
export function languageSource(rule: 'languageTitles' | 'languageParams', field: 'TITLE' | 'PARAMS'): SourceRule {
  return (node, { tree, helper, quote }) => {
    const entries = entriesOf(node, field);
    if (entries) {
      if (entries.length === 0) return undefined;
      return `{ ${entries.map(([language, text]) => `${writeKey(language, quote)}: ${textOf(text, tree)}`).join(', ')} }`;
    }
    // LANG goes to two places.
    if (!isPure(node)) throw new Unprovable('unproven-value');
    return `${helper(rule)}(${textOf(node, tree)})`;
  };
}

/** Language and text of each entry; undefined where the list is not literal enough. */
function entriesOf(node: ts.Expression, field: string): [string, ts.Expression][] | undefined {
  const s = syntax();
  if (!s.isArrayLiteralExpression(node)) return undefined;
  const found: [string, ts.Expression][] = [];
  for (const element of node.elements) {
    const entry = unwrap(element);
    if (!s.isObjectLiteralExpression(entry)) return undefined;
    let language: unknown;
    let text: ts.Expression | undefined;
    for (const property of entry.properties) {
      if (!s.isPropertyAssignment(property)) return undefined;
      const key = propertyKey(property.name);
      if (key === 'LANGUAGE_ID') language = literalValue(property.initializer)?.value;
      else if (key === field) text = property.initializer;
      else if (key === undefined) return undefined;
    }
    if (typeof language !== 'string' || language === '') return undefined;
    const code = language.toLowerCase();
    if (!text) continue;
    const literal = literalValue(text);
    // Texts only: another literal is no title. The same language twice is left to the rule.
    if ((literal && typeof literal.value !== 'string') || found.some(([other]) => other === code)) return undefined;
    found.push([code, text]);
  }
  return found;
}
