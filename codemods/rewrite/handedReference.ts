import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { functionAround } from '../source/declarations';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { Reach, ReadingEngine } from '../transport/types';
import { holdsText } from '../transport/values/Value';
import type { SentBatch } from './sentBatch';

/**
 * Does a command of a batch take a reference (`$result[key]`) that is written elsewhere: in a constant, by a function, in
 * another file? It is not changed there, and the value that it stands for is no number yet.
 */
export function handedReference({ commands, node }: SentBatch, tree: ts.SourceFile, reach: Reach): boolean {
  // A command by itself has nobody to refer to.
  const isAlone = commands.length === 1 && commands[0] === node && countOf(node) < 2;
  if (isAlone) return false;
  const engine = createReadingEngine(reach, new Map(), node);
  return commands.some((one) => isHanded(one, tree, engine));
}

function countOf(node: SentBatch['node']): number {
  return syntax().isArrayLiteralExpression(node) ? node.elements.length : node.properties.length;
}

function isHanded(node: ts.Node, tree: ts.SourceFile, engine: ReadingEngine): boolean {
  const s = syntax();
  if (s.isStringLiteralLike(node) || s.isNumericLiteral(node) || s.isFunctionLike(node)) return false;
  const isWritten = node.getText(tree).includes('$result');
  if (s.isShorthandPropertyAssignment(node)) return isHanded(node.name, tree, engine);
  if (s.isPropertyAssignment(node)) return isHanded(node.initializer, tree, engine);
  const isPart = s.isObjectLiteralExpression(node) || s.isArrayLiteralExpression(node) || !s.isExpression(node);
  if (isPart || isWritten) return s.forEachChild(node, (child) => isHanded(child, tree, engine) || undefined) ?? false;
  return holdsText(engine.evaluate(node, engine.openFrame(functionAround(node), tree)), /\$result/);
}
