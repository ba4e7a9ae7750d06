import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { attached } from '../../source/attached';
import { functionAround } from '../../source/declarations';
import { nodesIn } from '../../source/nodesIn';
import { apartOf, lookedUp } from '../apartOf';
import { pathOf } from '../pathOf';
import type { MadeValue, ReadingEngine } from '../types';
import { treesAround } from '../values/putLater';
import { alternatives } from '../values/Value';

/**
 * Is an agent told what to send, or how, where the reading does not come by: in another file, in a function that is called
 * at some other time? Headers but the type, and where it may wait, are no matter.
 */
export function toldElsewhere({ node: made }: MadeValue, engine: ReadingEngine): boolean {
  if (!made || engine.isApart) return false;
  const apart = apartOf(engine);
  const path = pathOf(made);
  const around = functionAround(made);
  return treesAround(made, TEXTS, engine).some((tree) =>
    settingsIn(tree).some(
      ({ node, target }) =>
        // What the function that makes it tells it has been followed.
        functionAround(node) !== around &&
        !engine.trace.looked.has(node) &&
        alternatives(lookedUp(target, apart)).some(
          (one) => one.kind === 'made' && one.node && pathOf(one.node) === path,
        ),
    ),
  );
}

const SETTINGS = /^(?:type|serialize|parse|use|query|send|set)$/;
const TEXTS = /\.\s*(?:type|serialize|parse|use|query|send|set)\s*\(/;

interface Setting {
  readonly node: ts.Node;
  readonly target: ts.Expression;
}

const settings = attached<ts.SourceFile, readonly Setting[]>();

function settingsIn(tree: ts.SourceFile): readonly Setting[] {
  const known = settings.get(tree);
  if (known) return known;
  const s = syntax();
  const found: Setting[] = [];
  for (const node of nodesIn(tree)) {
    if (!s.isCallExpression(node) || !s.isPropertyAccessExpression(node.expression)) continue;
    const { name, expression: target } = node.expression;
    if (SETTINGS.test(name.text) && !(name.text === 'set' && isPlainHeader(node.arguments[0])))
      found.push({ node, target });
  }
  settings.set(tree, found);
  return found;
}

/** `set('Authorization', …)` */
function isPlainHeader(given: ts.Expression | undefined): boolean {
  return given !== undefined && syntax().isStringLiteralLike(given) && !/^content-type$/i.test(given.text);
}
