import type { ts } from 'ts-morph';
import { packageOf } from '../clients/packageOf';
import type { ReadingEngine } from '../types';

/** What a given file exports is no package. */
export function isNotGiven(callee: ts.Expression, { reach }: ReadingEngine): boolean {
  const from = packageOf(callee) ?? '';
  return !/^[.#~@]\//.test(from) || reach.resolve?.(from, callee.getSourceFile().fileName) === undefined;
}
