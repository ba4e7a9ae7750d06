import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { leavesAlone } from '../changes/leavesAlone';
import type { Value } from '../types';
import { holds, isName, isParam } from '../values/Value';
import { isThrownAway } from './isThrownAway';

/**
 * May a function that nobody sees make something else of a request or an answer that it is handed: give back another one, or
 * put something into it? A text that it only hears of stays what it is.
 */
export function mayRemake(given: readonly Value[], node: ts.Node): boolean {
  const told = [...given.entries()].filter(([, one]) => holds(one, isTold));
  return told.some(([at, one]) => !isThrownAway(node) || (!isText(one) && !isLeftAlone(node, at)));
}

function isTold(one: Value): boolean {
  return isName(one) || isParam(one) || one.kind === 'answer';
}

/** Nothing can be put into it. */
function isText(one: Value): boolean {
  return one.kind === 'method' || one.kind === 'text' || (one.kind === 'answer' && /^(?:ok|status)$/.test(one.stage));
}

function isLeftAlone(node: ts.Node, at: number): boolean {
  const s = syntax();
  return (s.isCallExpression(node) || s.isNewExpression(node)) && leavesAlone(node, at);
}
