import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import type { ObjectValue, ReadingEngine, Value } from '../types';
import { objectOf } from './Value';

/** `namespace Api { … }`, and not one that is only declared. */
export function isNamespace(node: ts.Node): node is ts.ModuleDeclaration & { readonly name: ts.Identifier } {
  const s = syntax();
  if (!s.isModuleDeclaration(node) || !s.isIdentifier(node.name) || !node.body) return false;
  return !node.modifiers?.some(({ kind }) => kind === s.SyntaxKind.DeclareKeyword);
}

const known = new WeakMap<ReadingEngine, Map<ts.SourceFile, Map<string, ObjectValue>>>();

/** What the namespaces of a name export, all parts of it together. */
export function namespaceOf(name: string, tree: ts.SourceFile, engine: ReadingEngine): Value {
  const all = known.get(engine) ?? new Map<ts.SourceFile, Map<string, ObjectValue>>();
  known.set(engine, all);
  const here = all.get(tree) ?? new Map<string, ObjectValue>();
  all.set(tree, here);
  const before = here.get(name);
  // What stands in it may ask for it in turn.
  if (before) return before;
  const parts = tree.statements.filter((one) => isNamespace(one) && one.name.text === name);
  const [first] = parts;
  const value: ObjectValue = { ...objectOf({}), ...(first ? { at: first } : {}) };
  here.set(name, value);
  for (const one of parts) if (isNamespace(one)) fill(value, one, tree, engine);
  return value;
}

function fill(into: ObjectValue, { body }: ts.ModuleDeclaration, tree: ts.SourceFile, engine: ReadingEngine): void {
  const s = syntax();
  if (!body || !s.isModuleBlock(body)) return;
  const frame = engine.moduleFrame(tree);
  for (const statement of body.statements) {
    const isGiven =
      s.canHaveModifiers(statement) &&
      statement.modifiers?.some(({ kind }) => kind === s.SyntaxKind.ExportKeyword) === true;
    if (!isGiven) continue;
    if ((s.isFunctionDeclaration(statement) || s.isClassDeclaration(statement)) && statement.name)
      into.fields.set(statement.name.text, engine.evaluate(statement.name, frame));
    if (s.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations)
        if (s.isIdentifier(name)) into.fields.set(name.text, engine.evaluate(name, frame));
  }
}
