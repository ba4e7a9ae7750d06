import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import type { Frame, ReadingEngine, Value } from '../types';
import { isNamespace } from './namespaces';
import { joined, UNDEFINED, UNKNOWN } from './Value';

/**
 * What a module gives under a name; the whole module where no name is given. Of a module that is not in the given files
 * only its name is known.
 */
export function imported(specifier: string, name: string | undefined, frame: Frame, engine: ReadingEngine): Value {
  const file = engine.reach.resolve?.(specifier, frame.tree.fileName);
  if (file) {
    const there = engine.moduleFrame(treeOf(file));
    return name === undefined ? { kind: 'module', frame: there } : engine.exported(there, name);
  }
  if (/^(?:\.|#|@\/|~\/)/.test(specifier)) return UNKNOWN;
  if (specifier.includes('b24jssdk')) engine.trace.sdk.push({ tree: frame.tree, specifier });
  return { kind: 'external', module: moduleName(specifier), path: name === undefined ? [] : [name] };
}

/** One reading may ask another about a file that it is in the middle of. */
const exporting = new WeakMap<ReadingEngine['trace'], Set<string>>();

/** What a file exports under a name, through re-exports too. */
export function exported(frame: Frame, name: string, engine: ReadingEngine): Value {
  const mark = `${frame.tree.fileName}\n${name}`;
  const asked = exporting.get(engine.trace) ?? new Set();
  exporting.set(engine.trace, asked);
  if (asked.has(mark)) return UNDEFINED;
  asked.add(mark);
  try {
    return byStatement(frame, name, engine) ?? commonJs(frame, name, engine) ?? UNDEFINED;
  } finally {
    asked.delete(mark);
  }
}

function byStatement(frame: Frame, name: string, engine: ReadingEngine): Value | undefined {
  const s = syntax();
  const stars: ts.ExportDeclaration[] = [];
  for (const statement of frame.tree.statements) {
    if (s.isExportAssignment(statement)) {
      if (name === 'default' || statement.isExportEquals) {
        const value = engine.evaluate(statement.expression, frame);
        return name === 'default' ? value : engine.member(value, name, statement);
      }
    } else if (s.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      if (!exportClause) stars.push(statement);
      else if (s.isNamespaceExport(exportClause)) {
        if (exportClause.name.text === name) return from(statement, undefined, frame, engine);
      } else {
        const found = exportClause.elements.find((one) => one.name.text === name);
        if (!found) continue;
        const own = found.propertyName ?? found.name;
        if (statement.moduleSpecifier) return from(statement, own.text, frame, engine);
        return s.isIdentifier(own) ? engine.evaluate(own, frame) : UNKNOWN;
      }
    } else {
      const found = declaredHere(statement, name);
      if (found === 'class' || found === 'function') return ofStatement(statement, frame);
      if (found) return engine.evaluate(found, frame);
    }
  }
  for (const star of stars) {
    const value = from(star, name, frame, engine);
    if (value !== UNDEFINED && value.kind !== 'external') return value;
  }
  return undefined;
}

function from(statement: ts.ExportDeclaration, name: string | undefined, frame: Frame, engine: ReadingEngine): Value {
  const { moduleSpecifier } = statement;
  if (!moduleSpecifier || !syntax().isStringLiteralLike(moduleSpecifier)) return UNKNOWN;
  return imported(moduleSpecifier.text, name, frame, engine);
}

/** The identifier that an exported declaration gives a name, or what an unnamed default is. */
function declaredHere(statement: ts.Statement, name: string): ts.Identifier | 'function' | 'class' | undefined {
  const s = syntax();
  const modifiers = s.canHaveModifiers(statement) ? (s.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind) => modifiers.some((one) => one.kind === kind);
  if (!has(s.SyntaxKind.ExportKeyword)) return undefined;
  if (s.isFunctionDeclaration(statement) || s.isClassDeclaration(statement)) {
    const matches = has(s.SyntaxKind.DefaultKeyword) ? name === 'default' : statement.name?.text === name;
    if (!matches) return undefined;
    return statement.name ?? (s.isClassDeclaration(statement) ? 'class' : 'function');
  }
  if (s.isEnumDeclaration(statement) || isNamespace(statement))
    return statement.name.text === name ? statement.name : undefined;
  if (!s.isVariableStatement(statement)) return undefined;
  for (const declaration of statement.declarationList.declarations) {
    const found = nameWithin(declaration.name, name);
    if (found) return found;
  }
  return undefined;
}

function nameWithin(binding: ts.BindingName, name: string): ts.Identifier | undefined {
  const s = syntax();
  if (s.isIdentifier(binding)) return binding.text === name ? binding : undefined;
  for (const element of binding.elements) {
    const found = s.isBindingElement(element) ? nameWithin(element.name, name) : undefined;
    if (found) return found;
  }
  return undefined;
}

function ofStatement(statement: ts.Statement, frame: Frame): Value {
  const s = syntax();
  if (s.isFunctionDeclaration(statement)) return { kind: 'function', node: statement, around: frame };
  return s.isClassDeclaration(statement) ? { kind: 'class', node: statement, around: frame } : UNKNOWN;
}

/** `module.exports = …`, `module.exports.x = …`, `exports.x = …`. */
function commonJs(frame: Frame, name: string, engine: ReadingEngine): Value | undefined {
  let whole: Value | undefined;
  const named: Value[] = [];
  for (const { path, value } of assignedExports(frame.tree)) {
    if (path === '') whole = engine.evaluate(value, frame);
    else if (path === name) named.push(engine.evaluate(value, frame));
  }
  if (named.length > 0) return joined(...named);
  if (!whole) return undefined;
  if (name !== 'default') return engine.member(whole, name, frame.tree);
  return whole.kind === 'object' && whole.fields.has('default') ? engine.member(whole, 'default', frame.tree) : whole;
}

const exportingOwn = new Set<ts.SourceFile>();

/** `module.exports`, read in the file itself. */
export function ownExports(frame: Frame, engine: ReadingEngine): Value | undefined {
  if (exportingOwn.has(frame.tree)) return undefined;
  exportingOwn.add(frame.tree);
  try {
    return wholeCommonJs(frame, engine);
  } finally {
    exportingOwn.delete(frame.tree);
  }
}

/** Everything of a CommonJS module: what `require` gives. */
export function wholeCommonJs(frame: Frame, engine: ReadingEngine): Value | undefined {
  const found = assignedExports(frame.tree);
  if (found.length === 0) return undefined;
  const whole = found.find(({ path }) => path === '');
  if (whole) {
    const value = engine.evaluate(whole.value, frame);
    const more = found.filter(({ path }) => path !== '');
    if (value.kind !== 'object' || more.length === 0) return value;
    for (const { path, value: one } of more) value.fields.set(path, engine.evaluate(one, frame));
    return value;
  }
  return { kind: 'module', frame };
}

function assignedExports(tree: ts.SourceFile): { path: string; value: ts.Expression }[] {
  const s = syntax();
  return tree.statements.flatMap((statement) => {
    if (!s.isExpressionStatement(statement) || !s.isBinaryExpression(statement.expression)) return [];
    let at: ts.Expression = statement.expression;
    const paths: string[] = [];
    while (s.isBinaryExpression(at) && at.operatorToken.kind === s.SyntaxKind.EqualsToken) {
      const path = /^(?:module\.exports|exports)(?:\.([\w$]+))?$/.exec(at.left.getText());
      if (path) paths.push(path[1] ?? '');
      at = at.right;
    }
    return paths.map((path) => ({ path, value: at }));
  });
}

/** `axios` of `npm:axios@1`, `node:https`, `https://esm.sh/axios@1.7.2?bundle`. */
export function moduleName(specifier: string): string {
  const plain = specifier
    .replace(/^(?:node|npm|jsr):\/?/, '')
    .replace(/^https?:\/\/(?:esm\.sh|cdn\.skypack\.dev|esm\.run|cdn\.jsdelivr\.net\/npm|unpkg\.com)\/(?:v\d+\/)?/, '')
    .replace(/\?.*$/, '');
  // The facade of this package gives what the SDK gives.
  if (plain === 'imbot-compat/b24jssdk') return '@bitrix24/b24jssdk';
  if (/^axios\/(?:dist|index)\b/.test(plain)) return 'axios';
  return plain.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, '$1').replace(/\/\+esm$/, '');
}
