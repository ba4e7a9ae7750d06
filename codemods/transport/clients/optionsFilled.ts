import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf, functionAround } from '../../source/declarations';
import { propertyKey } from '../../source/literalValue';
import { outermost } from '../../source/outermost';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import type { HolderChange } from '../changes/changesAround';
import { isAdded, keysOf, keysPut, putElsewhere } from '../changes/filled';
import { literalHolder } from '../changes/holdersOf';
import { ANY_KEY } from '../looks';
import { pathOf } from '../pathOf';
import type { ReadingEngine, Value } from '../types';
import { alternatives, objectOf } from '../values/Value';
import { carriesOption } from './carriesOption';
import { contentType, option, placesMade, textIn } from './clientParts';
import { onlyForClient } from './onlyForClient';

/**
 * Are options of a client given, where the reading does not come by, what it sends beside its parameters, in their place or in
 * another form?
 */
export function optionsFilled(given: readonly Value[], engine: ReadingEngine): boolean {
  if (engine.isApart) return false;
  return (
    putInto(given, 'options', engine).some(([key, value]) => isTold(key, value, given)) ||
    partsOf(given, QUERIES).some((part) => putInto([part], 'params', engine).some(([key]) => isAdded(key))) ||
    partsOf(given, ['headers']).some((part) =>
      putInto([part], 'options', engine).some(([key, value]) => isTold('headers', objectOf({ [key]: value }), given)),
    )
  );
}

const QUERIES = ['params', 'query', 'searchParams', 'qs'];

/** What is put into the objects that values are, or are copied from. */
function putInto(given: readonly Value[], of: 'params' | 'options', engine: ReadingEngine) {
  const places = given.flatMap(placesMade).filter((node) => !onlyForClient(node, engine));
  return places.flatMap((node) =>
    putElsewhere(literalHolder(node), of, engine)
      .filter((one) => !isOfAnother(one, node, engine))
      .flatMap((one) => keysPut(one, engine))
      .filter(([key]) => !isSetAgain(key, node, given)),
  );
}

/** `{ ...options, body }`: what stands behind the copy is what is sent, whatever the options were filled with. */
function isSetAgain(key: string, made: ts.Node, given: readonly Value[]): boolean {
  const s = syntax();
  const holders = given.flatMap(alternatives).filter((one) => one.kind === 'object' && one.copied?.includes(made));
  return (
    holders.length > 0 &&
    holders.every((one) => {
      const at = one.kind === 'object' ? one.at : undefined;
      if (!at || at === made || !s.isObjectLiteralExpression(at)) return false;
      const last = at.properties.findLastIndex((property) => s.isSpreadAssignment(property));
      const copies = at.properties.flatMap((property) =>
        s.isSpreadAssignment(property) ? property.expression.getText() : [],
      );
      return last >= 0 && at.properties.slice(last + 1).some((property) => setsAnew(property, key, copies));
    })
  );
}

/** By something that has nothing of what is copied; headers only where they are written out. */
function setsAnew(property: ts.ObjectLiteralElementLike, key: string, copies: readonly string[]): boolean {
  const s = syntax();
  if (!property.name || propertyKey(property.name) !== key || !s.isPropertyAssignment(property)) return false;
  const value = unwrap(property.initializer);
  const text = value.getText();
  if (copies.some((copy) => text.includes(copy))) return false;
  if (key !== 'headers') return true;
  return s.isObjectLiteralExpression(value) && !value.properties.some((one) => s.isSpreadAssignment(one));
}

function partsOf(given: readonly Value[], names: readonly string[]): readonly Value[] {
  return given.flatMap((one) => names.flatMap((name) => option(one, name) ?? []));
}

/** Is what is put under a name sent, or does it tell how? */
function isTold(key: string, value: Value, given: readonly Value[]): boolean {
  if (key === ANY_KEY) return true;
  if (!carriesOption(key)) return false;
  if (QUERIES.includes(key)) return keysOf(value).some(([name]) => isAdded(name));
  if (key === 'method') return textIn(value).toLowerCase() !== 'post';
  if (key === 'responseType') return textIn(value) !== 'json';
  if (key !== 'headers') return true;
  if (alternatives(value).some((one) => one.kind !== 'object' || keysOf(one).some(([name]) => name === ANY_KEY)))
    return true;
  const told = contentType(objectOf({ headers: value }));
  const before = given.map(contentType).join('');
  return told !== '' && !(JSON_TYPE.test(told) && (before === '' || JSON_TYPE.test(before)));
}

const JSON_TYPE = /^application\/json\b/;

/**
 * `const options = init(); options.body = bytes;` in a function that is not on the way: what `init` returns is made anew by
 * each of its calls.
 */
function isOfAnother({ write }: HolderChange, made: ts.Node, engine: ReadingEngine): boolean {
  const s = syntax();
  const target = unwrap(write.target);
  const declaration = s.isIdentifier(target) ? declarationOf(target, target.getSourceFile()) : undefined;
  const value =
    declaration && s.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer);
  if (!value || !s.isCallExpression(value) || s.isSourceFile(functionAround(value))) return false;
  const from = lookedUp(value.expression, apartOf(engine));
  const maker = returnedBy(made);
  return from.kind === 'function' && maker !== undefined && pathOf(maker) === pathOf(from.node);
}

/** The function that returns what is made there, and keeps it nowhere. */
function returnedBy(made: ts.Node): ts.Node | undefined {
  const s = syntax();
  const at = outermost(made);
  const isReturned = s.isReturnStatement(at.parent) || (s.isArrowFunction(at.parent) && at.parent.body === at);
  return isReturned ? functionAround(made) : undefined;
}
