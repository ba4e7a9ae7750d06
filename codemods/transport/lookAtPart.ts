import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { nodesIn } from '../source/nodesIn';
import type { ReadingEngine, Value } from './types';
import { alternatives } from './values/Value';

/**
 * Notes a place that treats the value of a parameter, whichever it is, by its type or as a text. One that goes on into what is nested
 * does to v2 what it does to v1.
 */
export function lookAtPart(value: Value, node: ts.Node, engine: ReadingEngine, isOfFlags = false): void {
  const isPart = alternatives(value).some((one) => one.kind === 'part' && one.named === undefined);
  if (isPart && !engine.speaking && !isRecursive(node)) engine.trace.apart.push({ node, isOfFlags });
}

/** A function around the place names itself. */
function isRecursive(node: ts.Node): boolean {
  const s = syntax();
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (!s.isFunctionLike(at) || !('body' in at) || !at.body) continue;
    const holder = s.isVariableDeclaration(at.parent) || s.isPropertyAssignment(at.parent) ? at.parent.name : at.name;
    const name = holder && (s.isIdentifier(holder) || s.isPrivateIdentifier(holder)) ? holder.text : undefined;
    if (name !== undefined && namesIt(at.body, name)) return true;
  }
  return false;
}

function namesIt(body: ts.Node, name: string): boolean {
  const s = syntax();
  for (const node of nodesIn(body)) {
    if ((s.isIdentifier(node) || s.isPrivateIdentifier(node)) && node.text === name) return true;
  }
  return false;
}
