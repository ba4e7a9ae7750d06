import type { ts } from 'ts-morph';
import { functionAround } from '../source/declarations';
import type { ReadingEngine, Value } from './types';

const engines = new WeakMap<object, ReadingEngine>();

/** One engine for all readings of a run: it knows of no site, and looks up what may be which. */
export function apartOf({ reach, apart }: ReadingEngine): ReadingEngine {
  const run: object = reach.importers ?? reach;
  const known = engines.get(run) ?? apart();
  engines.set(run, known);
  return known;
}

/** What an expression stands for, where nothing is known of who calls; with a budget of its own, not to blind the next one. */
export function lookedUp(node: ts.Expression, engine: ReadingEngine): Value {
  engine.trace.budget = BUDGET;
  return engine.evaluate(node, engine.openFrame(functionAround(node), node.getSourceFile()));
}

const BUDGET = 3_000;
