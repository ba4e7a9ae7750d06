import type { ts } from 'ts-morph';
import type { ParamEntry, ParamKind } from '../../src/map/entry';
import { syntax } from '../files/sourceFile';
import { literalValue } from '../source/literalValue';
import { staticType } from '../source/staticType';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { isCertainText } from './isCertainText';
import { type GivenParam, readParams } from './readParams';

type Entries = Readonly<Record<string, ParamEntry>>;

/**
 * Parameters that stand for all that the site may pass: literals are themselves, what is not known here is the worst
 * that it could be. What translates without a loss in this form does so in every form.
 * @throws Unprovable where an unknown value decides which method is called
 */
export function sampleParams(
  given: readonly GivenParam[],
  entries: Entries,
  tree: ts.SourceFile,
  level: 'top' | 'nested' = 'top',
): Record<string, unknown> {
  const sample: Record<string, unknown> = {};
  for (const one of given) {
    for (const { key, value } of one.kind === 'choice' ? one.given : [one]) {
      const name = level === 'nested' ? key : key.toUpperCase();
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      // Whether it is given at all decides too.
      if (one.kind === 'choice' && entry?.decides && entry.kind !== 'id') throw new Unprovable('unproven-value', name);
      sample[name] = sampleOf(value, name, entry, tree);
    }
  }
  return sample;
}

function sampleOf(given: ts.Expression, name: string, entry: ParamEntry | undefined, tree: ts.SourceFile): unknown {
  const s = syntax();
  const node = unwrap(given);
  const literal = literalValue(node);
  if (literal) return literal.value;
  if (!entry) return 'unknown';
  if (entry.fields) {
    if (!s.isObjectLiteralExpression(node)) throw new Unprovable('unknown-parameters');
    return sampleParams(readParams(node, tree), entry.fields, tree, 'nested');
  }
  const isText = entry.kind === 'text' && isCertainText(node, tree);
  if (entry.decides && entry.kind !== 'id' && !isText) throw new Unprovable('unproven-value', name);
  return worst(node, entry, tree);
}

/** What stands for a value of which nothing is known. */
export function worstOf(entry: ParamEntry): unknown {
  if (entry.loss) return WORST[entry.loss.when];
  return entry.kind === 'dialog' ? 'chat1' : (SAMPLES[entry.kind] ?? 'https://unknown.example/');
}

function worst(node: ts.Expression, entry: ParamEntry, tree: ts.SourceFile): unknown {
  if (isFilled(node)) return entry.kind === 'languages' ? SAMPLES.languages : SAMPLES.attach;
  if (entry.loss) return WORST[entry.loss.when];
  if (entry.kind === 'dialog') return staticType(node, tree) === 'number' ? 1 : dialogSample(node);
  if (Object.hasOwn(SAMPLES, entry.kind)) return SAMPLES[entry.kind];
  // Two addresses are the same where their source is.
  return `https://${textOf(node, tree).replace(/\W+/g, '-')}.example/`;
}

/** A list or object that certainly holds something. */
function isFilled(node: ts.Expression): boolean {
  const s = syntax();
  if (s.isArrayLiteralExpression(node)) return node.elements.some((element) => !s.isSpreadElement(element));
  return s.isObjectLiteralExpression(node) && node.properties.some((property) => !s.isSpreadAssignment(property));
}

function dialogSample(node: ts.Expression): string {
  const s = syntax();
  const call = s.isCallExpression(node) && s.isIdentifier(node.expression) && node.expression.text === 'String';
  const inner = call ? node.arguments[0] : undefined;
  return inner && s.isNumericLiteral(inner) ? inner.text : 'chat1';
}

const WORST = { given: 'x', filled: 'x', on: 'Y', cleared: '', human: 'H', 'no picture': 'x' };

const SAMPLES: Readonly<Partial<Record<ParamKind, unknown>>> = {
  id: 1,
  ids: [1],
  flag: 'Y',
  colour: 'RED',
  attach: [{ MESSAGE: 'x' }],
  keyboard: [{ TEXT: 'x' }],
  languages: [{ LANGUAGE_ID: 'en', TITLE: 'x' }],
};
