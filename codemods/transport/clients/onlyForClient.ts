import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { functionAround, referencesOf } from '../../source/declarations';
import { outermost } from '../../source/outermost';
import { apartOf, lookedUp } from '../apartOf';
import type { ReadingEngine } from '../types';
import { carriesOption } from './carriesOption';

/**
 * Is an object made for the call of a client alone, so that other files cannot hold it? To ask what they put into it takes a look at
 * all that could, in a large tree at every file.
 */
export function onlyForClient(made: ts.Node, engine: ReadingEngine): boolean {
  const s = syntax();
  const at = withinLiterals(made);
  const { parent } = at;
  if (isGivenToClient(at, engine)) return true;
  if (!s.isVariableDeclaration(parent) || parent.initializer !== at || !s.isIdentifier(parent.name)) return false;
  if (s.isSourceFile(functionAround(parent))) return false;
  return referencesOf(parent, parent.getSourceFile()).every(
    (one) => isOwnMember(one) || isGivenToClient(outermost(one), engine),
  );
}

/** The whole of which it is written as a part: `{ headers: { … } }`, `{ ...{ … } }`. */
function withinLiterals(made: ts.Node): ts.Node {
  const s = syntax();
  const at = outermost(made);
  const { parent } = at;
  if (s.isPropertyAssignment(parent) && parent.initializer === at) return withinLiterals(parent.parent);
  return s.isSpreadAssignment(parent) ? withinLiterals(parent.parent) : at;
}

function isGivenToClient(at: ts.Node, engine: ReadingEngine): boolean {
  const s = syntax();
  const { parent } = at;
  if (!s.isCallExpression(parent) && !s.isNewExpression(parent)) return false;
  if (!parent.arguments?.some((one) => one === at)) return false;
  const { kind } = lookedUp(parent.expression, apartOf(engine));
  return kind === 'external' || kind === 'made';
}

/** `options.timeout`, `options.body = text`: a part that others could fill is handed to nobody. */
function isOwnMember(one: ts.Identifier): boolean {
  const s = syntax();
  const { parent } = one;
  if (!s.isPropertyAccessExpression(parent) || parent.expression !== one) return false;
  const around = parent.parent;
  const isSet = s.isBinaryExpression(around) && around.left === parent;
  return isSet || !carriesOption(parent.name.text);
}
