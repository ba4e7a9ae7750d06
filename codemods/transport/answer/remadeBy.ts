import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { copies, leavesAlone } from '../changes/leavesAlone';
import type { ClientCall, HandedOut, Value } from '../types';
import { alternatives, holds, isParam } from '../values/Value';
import { isThrownAway } from './isThrownAway';

/**
 * Packages that nobody knows and that get parameters, options or the answer within a function: wrapped by wrapCall they would
 * see v2's, and what they make of those, nobody can say. Texts stay what they are, unless what is made of one is sent.
 */
export function remadeBy(handedOut: readonly HandedOut[], sent: readonly ClientCall[]): readonly ts.Node[] {
  return handedOut.filter((one) => isRemade(one, sent)).map(({ node }) => node);
}

function isRemade({ node, given, made, from }: HandedOut, sent: readonly ClientCall[]): boolean {
  const s = syntax();
  if (!s.isCallExpression(node) && !s.isNewExpression(node)) return false;
  if (copies(node, from)) return false;
  const told = [...given.entries()].filter(([, one]) => holds(one, isTold));
  if (told.some(([at, one]) => !isText(one) && !leavesAlone(node, at))) return true;
  return told.length > 0 && !isThrownAway(node) && isSent(made, sent);
}

function isTold(one: Value): boolean {
  return isParam(one) || (one.kind === 'answer' && !/^(?:ok|status|error|description)$/.test(one.stage));
}

/** Nothing can be put into it. */
function isText(one: Value): boolean {
  return alternatives(one).every(
    (each) => /^(?:text|encoded|literal|method)$/.test(each.kind) || (each.kind === 'answer' && each.stage === 'text'),
  );
}

function isSent(made: Value, sent: readonly ClientCall[]): boolean {
  return sent.some(({ url, method, body, query }) =>
    [url, method, body, query].some((one) => one !== undefined && holds(one, (inner) => inner === made)),
  );
}
