import type { ts } from 'ts-morph';
import { importEdit } from '../rewrite/importEdit';
import type { Edit } from '../site';
import { syntax } from '../sourceFile';
import type { FoundFunction } from './FoundFunction';
import type { Layout } from './Layout';

export const WRAP_MODULE = 'imbot-compat/wrap';

/** The edits that put one function under wrapCall; undefined where its form does not let. */
export function wrapEdits(found: FoundFunction, layout: Layout): Edit[] | undefined {
  const {
    isArrowFunction,
    isClassDeclaration,
    isFunctionDeclaration,
    isFunctionExpression,
    isMethodDeclaration,
    isObjectLiteralExpression,
  } = syntax();
  const { node, tree } = found;
  const quote = quoteOf(tree);
  const options = optionsText(layout, quote);
  const wrap = importEdit(tree, WRAP_MODULE, new Map([['wrapCall', 'wrapCall']]), quote);
  const edits: Edit[] = wrap ? [wrap] : [];
  const end = usesSemicolons(tree) ? ';' : '';

  if (isArrowFunction(node) || isFunctionExpression(node)) {
    return [...edits, at(node.getStart(tree), 'wrapCall('), at(node.end, `, ${options})`)];
  }
  if (isFunctionDeclaration(node)) {
    const declared = declarationEdits(node, tree, options, end);
    return declared && [...edits, ...declared];
  }
  if (!isMethodDeclaration(node)) return undefined;
  if (isObjectLiteralExpression(node.parent)) {
    const head = tree.text.slice(node.getStart(tree), node.name.getStart(tree));
    const parametersStart = node.name.end;
    if (!/^(?:async\s+)?$/.test(head)) return undefined;
    return [
      ...edits,
      {
        start: node.getStart(tree),
        end: parametersStart,
        text: `${found.name}: wrapCall(${head}function ${found.name}`,
      },
      at(node.end, `, ${options})`),
    ];
  }
  if (!isClassDeclaration(node.parent) || !node.parent.name || found.name.startsWith('#')) return undefined;
  const { modifiers } = node;
  const has = (kind: ts.SyntaxKind) => modifiers?.some((modifier) => modifier.kind === kind) === true;
  const { SyntaxKind } = syntax();
  const owner = has(SyntaxKind.StaticKeyword) ? node.parent.name.text : `${node.parent.name.text}.prototype`;
  const hidden = has(SyntaxKind.PrivateKeyword) || has(SyntaxKind.ProtectedKeyword);
  const member = hidden ? `${owner}[${quote}${found.name}${quote}]` : `${owner}.${found.name}`;
  return [
    ...edits,
    at(node.parent.end, `\n\n${indentOf(tree, node.parent)}${member} = wrapCall(${member}, ${options})${end}`),
  ];
}

/** The declaration gets another name, and the old name becomes the wrapped one. */
function declarationEdits(
  node: ts.FunctionDeclaration,
  tree: ts.SourceFile,
  options: string,
  end: string,
): Edit[] | undefined {
  const { SyntaxKind } = syntax();
  const name = node.name;
  if (!name) return undefined;
  const inner = `${name.text}V1`;
  if (new RegExp(`(?<![\\w$])${inner}(?![\\w$])`).test(tree.text) || isUsedBefore(node, tree)) return undefined;
  const exported = node.modifiers?.find((modifier) => modifier.kind === SyntaxKind.ExportKeyword);
  const byDefault = node.modifiers?.find((modifier) => modifier.kind === SyntaxKind.DefaultKeyword);
  const indent = indentOf(tree, node);
  const edits: Edit[] = [{ start: name.getStart(tree), end: name.end, text: inner }];
  const first = exported ?? byDefault;
  const last = byDefault ?? exported;
  if (first && last) {
    edits.push({ start: first.getStart(tree), end: nextStart(tree.text, last.end), text: '' });
  }
  const head = exported && !byDefault ? 'export const' : 'const';
  const wrapped = `\n\n${indent}${head} ${name.text} = wrapCall(${inner}, ${options})${end}`;
  edits.push(at(node.end, byDefault ? `${wrapped}\n\n${indent}export default ${name.text}${end}` : wrapped));
  return edits;
}

/** A constant is not there before its line: what ran at once above the function would fail. */
function isUsedBefore(node: ts.FunctionDeclaration, tree: ts.SourceFile): boolean {
  const { forEachChild, isFunctionLike, isIdentifier, isExportSpecifier, isClassLike } = syntax();
  const name = node.name?.text;
  let used = false;
  const visit = (inner: ts.Node): void => {
    if (inner.pos >= node.pos || isFunctionLike(inner) || isClassLike(inner)) return;
    if (isIdentifier(inner) && inner.text === name && !isExportSpecifier(inner.parent)) used = true;
    forEachChild(inner, visit);
  };
  visit(tree);
  return used;
}

/** `{ method: 2, params: 3, … }` without what is the default. */
function optionsText({ method, params, portal, answer, encoding, clientId }: Layout, quote: string): string {
  const place = (value: number | string) => (typeof value === 'number' ? String(value) : `${quote}${value}${quote}`);
  const parts = [`method: ${place(method)}`, `params: ${place(params)}`];
  if (portal !== undefined) parts.push(`portal: ${portal.replaceAll("'", quote)}`);
  parts.push(`answer: ${quote}${answer}${quote}`, `encoding: ${quote}${encoding}${quote}`);
  if (clientId !== undefined && clientId !== 'hidden') parts.push(`clientId: ${clientId.source}`);
  return `{ ${parts.join(', ')} }`;
}

function at(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}

function nextStart(text: string, offset: number): number {
  let next = offset;
  while (/[ \t]/.test(text[next] ?? '')) next += 1;
  return next;
}

function indentOf(tree: ts.SourceFile, node: ts.Node): string {
  const start = node.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export function quoteOf(tree: ts.SourceFile): "'" | '"' {
  const single = tree.text.split("'").length;
  return tree.text.split('"').length > single ? '"' : "'";
}

function usesSemicolons(tree: ts.SourceFile): boolean {
  return tree.statements.some((one) => tree.text[one.end - 1] === ';') || /;\s*$/m.test(tree.text);
}
