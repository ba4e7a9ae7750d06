import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { callsIn } from '../../source/callsIn';
import { declarationOf, referencesOf } from '../../source/declarations';
import { nodesIn } from '../../source/nodesIn';
import { lookedUp } from '../apartOf';
import type { ReadingEngine, Value } from '../types';
import { alternatives } from '../values/Value';
import type { Flow } from './Flow';
import type { Handed } from './handedOn';
import { holdersOf } from './holdersOf';
import { isClient } from './isClient';
import { reachedBy } from './reachedBy';

/**
 * Clients that a file hands to a package that nobody knows, wherever they stand in what it gets: `kit.each([api])`, an object
 * that has them, what a function gives back. Interceptors and defaults are the package's own to change.
 */
export function clientsHandedOn(tree: ts.SourceFile, engine: ReadingEngine): Handed[] {
  if (!importsSomething(tree)) return [];
  return beginningsIn(tree, engine).flatMap(({ clients, flows }) => {
    const reached = reachedBy(flows, engine);
    if (reached.length === 0) return [];
    const holders = clients.flatMap((one) => holdersOf(one, engine) ?? []);
    return reached.flatMap(({ node, target }) => holders.map((holder) => ({ holder, write: { node, target } })));
  });
}

interface Beginning {
  readonly clients: readonly Value[];
  readonly flows: readonly Flow[];
}

/** Where clients come into a file: what it makes, and what it imports. */
function beginningsIn(tree: ts.SourceFile, engine: ReadingEngine): Beginning[] {
  const made = callsIn(tree).flatMap((call): Beginning[] => {
    if (!MAKES.test(call.expression.getText().slice(-40))) return [];
    const clients = alternatives(lookedUp(call, engine)).filter(isClient);
    return clients.length > 0 ? [{ clients, flows: [{ node: call, path: [] }] }] : [];
  });
  return [...made, ...importedIn(tree, engine)];
}

const MAKES = /(?:^|\.)(?:create|extend|defaults|instance|agent)$/;

function importedIn(tree: ts.SourceFile, engine: ReadingEngine): Beginning[] {
  const s = syntax();
  const found: Beginning[] = [];
  const add = (name: ts.Identifier | undefined) => {
    const declaration = name && declarationOf(name, tree);
    const [use, ...others] = declaration ? referencesOf(declaration, tree) : [];
    if (!use) return;
    for (const { client, path } of clientsIn(lookedUp(use, engine)))
      found.push({ clients: [client], flows: [use, ...others].map((node) => ({ node, path })) });
  };
  for (const statement of tree.statements) {
    if (!s.isImportDeclaration(statement)) continue;
    add(statement.importClause?.name);
    const bindings = statement.importClause?.namedBindings;
    if (bindings && s.isNamedImports(bindings)) for (const { name } of bindings.elements) add(name);
    if (bindings && s.isNamespaceImport(bindings)) add(bindings.name);
  }
  for (const call of callsIn(tree)) {
    const declared = call.parent;
    if (call.expression.getText() !== 'require' || !s.isVariableDeclaration(declared)) continue;
    for (const one of nodesIn(declared.name)) if (s.isIdentifier(one)) add(one);
  }
  return found;
}

/** The value itself, or those that stand in it under a name. */
function clientsIn(value: Value): { readonly client: Value; readonly path: readonly string[] }[] {
  return alternatives(value).flatMap((one) => {
    if (isClient(one)) return [{ client: one, path: [] }];
    if (one.kind !== 'object' && one.kind !== 'instance') return [];
    return [...one.fields].flatMap(([name, inner]) =>
      alternatives(inner)
        .filter(isClient)
        .map((client) => ({ client, path: [name] })),
    );
  });
}

/** A file without imports has no package to hand anything to. */
function importsSomething(tree: ts.SourceFile): boolean {
  return /\b(?:import|require)\b/.test(tree.text);
}
