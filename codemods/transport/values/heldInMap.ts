import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf, functionAround, referencesOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import type { MadeValue, ReadingEngine, Value } from '../types';
import { elementOf, pairsOf } from './elements';
import { alternatives, joined, UNDEFINED } from './Value';

/**
 * What `clients.get(…)` may give: everything that the file puts into a Map that nothing else can reach. Undefined where
 * something else may put things into it.
 */
export function heldInMap(map: MadeValue, call: ts.Node, engine: ReadingEngine): Value | undefined {
  const s = syntax();
  const callee = s.isCallExpression(call) ? unwrap(call.expression) : undefined;
  const root = callee && s.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  if (map.what !== 'Map' || !root || !s.isIdentifier(root)) return undefined;
  const tree = root.getSourceFile();
  const declaration = declarationOf(root, tree);
  if (!declaration || !s.isVariableDeclaration(declaration) || !isOwn(declaration)) return undefined;
  const uses = referencesOf(declaration, tree).map(putBy);
  if (uses.includes(undefined)) return undefined;
  if (asking.has(declaration)) return UNDEFINED;
  asking.add(declaration);
  try {
    const elsewhere = uses.flatMap((one): Value[] => {
      if (!one?.value) return [];
      return [engine.evaluate(one.value, engine.openFrame(functionAround(one.value), tree))];
    });
    const within = pairsOf(map).flatMap((one) => (one.kind === 'list' ? (one.items[1] ?? []) : []));
    const rows = map.from.flatMap((one) => alternatives(elementOf(one)));
    const first = rows.flatMap((one) => (one.kind === 'list' ? (one.items[1] ?? [one]) : [one]));
    return joined(...first, ...within, ...elsewhere, UNDEFINED);
  } finally {
    asking.delete(declaration);
  }
}

const asking = new Set<ts.Node>();

/** A constant of the module without `export`. */
function isOwn({ parent: list }: ts.VariableDeclaration): boolean {
  const s = syntax();
  if (!s.isVariableDeclarationList(list) || (list.flags & s.NodeFlags.Const) === 0) return false;
  return s.isVariableStatement(list.parent) && s.isSourceFile(list.parent.parent) && !list.parent.modifiers?.length;
}

/** A use that puts something in, or one that cannot; undefined where nobody knows. */
function putBy(use: ts.Identifier): { readonly value?: ts.Expression } | undefined {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) || access.expression !== use) return undefined;
  if (access.name.text === 'size') return {};
  const call = access.parent;
  if (!s.isCallExpression(call) || call.expression !== access) return undefined;
  if (/^(?:get|has|delete|clear)$/.test(access.name.text)) return {};
  // `set` gives the Map itself.
  const [, value] = call.arguments;
  return access.name.text === 'set' && s.isExpressionStatement(call.parent) && value ? { value } : undefined;
}
