import type { ts } from 'ts-morph';
import type { ReadingEngine } from '../types';
import type { Flow, Reached } from './Flow';
import { nextOf } from './nextOf';

/** The first call of an unknown package that gets what begins at some expressions, within the files that they are in. */
export function reachedBy(flows: readonly Flow[], engine: ReadingEngine): readonly Reached[] {
  const open = [...flows];
  const seen = new Map<ts.Expression, Set<string>>();
  let left = MOST + flows.length;
  for (let at = open.pop(); at && left > 0; at = open.pop()) {
    const { node, path } = at;
    const paths = seen.get(node) ?? new Set<string>();
    seen.set(node, paths);
    if (path.length > DEEPEST || paths.has(path.join(' '))) continue;
    paths.add(path.join(' '));
    left -= 1;
    const { next, reached } = nextOf(at, engine);
    if (reached) return [reached];
    open.push(...next);
  }
  return [];
}

/** What goes on further than this is no longer followed. */
const MOST = 400;
const DEEPEST = 6;
