import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { declarationOf, isNameTaken, referencesOf } from '../source/declarations';
import { isAssignment } from '../source/isAssignment';
import { indentOf, insertion } from './insertions';
import { usesKeyword } from './usesKeyword';
import type { WrapParts } from './WrapParts';

/**
 * The declaration gets another name, and the old name becomes the wrapped one: a constant where nothing can ask for it
 * before its line, else a function that is hoisted as the old one was.
 */
export function declarationForm(node: ts.FunctionDeclaration, parts: WrapParts): Edit[] | undefined {
  const { tree, wrap, options, endAt, isQuietBefore } = parts;
  const { name } = node;
  if (!name) return unnamed(node, parts);
  const inner = [`${name.text}V1`, `${name.text}Original`].find((one) => !isNameTaken(one, tree));
  if (inner === undefined) return undefined;
  if (!isQuietBefore(node) || isChanged(name, tree) || isMerged(node))
    // Its comment would give its types to the new function alone.
    return parts.isDocTyped ? undefined : hoisted(node, name, inner, parts);
  const indent = indentOf(tree, node);
  const { isExported, isDefault } = exportOf(node);
  const head = isExported && !isDefault ? 'export const' : 'const';
  const end = endAt(node.end);
  const wrapped = `\n\n${indent}${head} ${name.text} = ${wrap}(${inner}, ${options})${end}`;
  return [
    ...overloadsOf(node).flatMap((one) => renamed(one, inner, tree)),
    insertion(node.end, isDefault ? `${wrapped}\n\n${indent}export default ${name.text}${end}` : wrapped),
  ];
}

/** `export default function (method, params) { … }` */
function unnamed(node: ts.FunctionDeclaration, { tree, wrap, options, endAt }: WrapParts): Edit[] | undefined {
  const { last, isDefault } = exportOf(node);
  if (!last || !isDefault) return undefined;
  return [
    insertion(nextStart(tree.text, last.end), `${wrap}(`),
    insertion(node.end, `, ${options})${endAt(node.end)}`),
  ];
}

/** Overloads are named and exported together. */
function renamed(node: ts.FunctionDeclaration, inner: string, tree: ts.SourceFile): Edit[] {
  const { name } = node;
  if (!name) return [];
  const { first, last } = exportOf(node);
  const edits: Edit[] = [{ start: name.getStart(tree), end: name.end, text: inner }];
  if (first && last) edits.push({ start: first.getStart(tree), end: nextStart(tree.text, last.end), text: '' });
  return edits;
}

/** A function with the old head before the old one; what it calls is made when it is first called. */
function hoisted(
  node: ts.FunctionDeclaration,
  name: ts.Identifier,
  inner: string,
  { tree, wrap, options, endAt }: WrapParts,
): Edit[] | undefined {
  const shim = `${name.text}Shim`;
  const isTyped = /\.[mc]?tsx?$|\.vue$|\.svelte$/.test(tree.fileName);
  const call = isNameTaken(shim, tree) ? undefined : handedOn(node, shim, inner, isTyped);
  if (!call) return undefined;
  const indent = indentOf(tree, node);
  const step = indent.startsWith('\t') ? '\t' : '  ';
  const start = node.getStart(tree);
  const end = endAt(start);
  const { first, last } = exportOf(node);
  const lines = [
    `${call.head} {`,
    // By the type of the old function: what it is assigned to would be asked first, and a generic one lose its types.
    `${indent}${step}${shim} ??= ${wrap}${isTyped ? `<typeof ${inner}>` : ''}(${inner}, ${options})${end}`,
    `${indent}${step}return ${call.text}${end}`,
    `${indent}}`,
    '',
    `${indent}var ${shim}${isTyped ? `: typeof ${inner} | undefined` : ''}${end}`,
    '',
    indent,
  ];
  return [
    { start, end: first && last ? nextStart(tree.text, last.end) : start, text: lines.join('\n') },
    { start: name.getStart(tree), end: name.end, text: inner },
  ];
}

interface HandedOn {
  readonly head: string;
  /** The call of the wrapped function. */
  readonly text: string;
}

/** How the new function hands on what it is given. */
function handedOn(node: ts.FunctionDeclaration, shim: string, inner: string, isTyped: boolean): HandedOn | undefined {
  const s = syntax();
  const { body } = node;
  if (!body) return undefined;
  const tree = node.getSourceFile();
  // A comment before the body would take the bracket behind it along.
  const head = tree.text.slice(node.getStart(tree), body.pos);
  const isFree = !usesKeyword(body, s.SyntaxKind.ThisKeyword) && !/\barguments\b/.test(body.getText(tree));
  const plain = node.parameters.every(({ name }) => s.isIdentifier(name) && name.text !== 'this');
  if (isFree && plain) {
    const types = (node.typeParameters ?? []).map(({ name }) => name.text);
    const given = node.parameters.map(
      ({ name, dotDotDotToken }) => `${dotDotDotToken ? '...' : ''}${name.getText(tree)}`,
    );
    return { head, text: `${shim}${types.length > 0 ? `<${types.join(', ')}>` : ''}(${given.join(', ')})` };
  }
  if (!isTyped) return { head, text: `${shim}.apply(this, arguments)` };
  if (node.typeParameters || overloadsOf(node).length > 1) return undefined;
  const hasThis = node.parameters[0]?.name.getText(tree) === 'this';
  const own = hasThis ? `this: ThisParameterType<typeof ${inner}>, ` : '';
  const before = node.modifiers
    ?.filter(({ kind }) => kind !== s.SyntaxKind.AsyncKeyword)
    .map((one) => `${one.getText(tree)} `)
    .join('');
  return {
    head: `${before ?? ''}function ${node.name?.text ?? ''}(${own}...args: Parameters<typeof ${inner}>): ReturnType<typeof ${inner}>`,
    text: hasThis ? `${shim}.apply(this, args)` : `${shim}(...args)`,
  };
}

function exportOf(node: ts.FunctionDeclaration) {
  const { SyntaxKind } = syntax();
  const exported = node.modifiers?.find(({ kind }) => kind === SyntaxKind.ExportKeyword);
  const byDefault = node.modifiers?.find(({ kind }) => kind === SyntaxKind.DefaultKeyword);
  return {
    first: exported ?? byDefault,
    last: byDefault ?? exported,
    isExported: exported !== undefined,
    isDefault: byDefault !== undefined,
  };
}

/** The signatures of a function and the one that does something. */
function overloadsOf(node: ts.FunctionDeclaration): ts.FunctionDeclaration[] {
  const s = syntax();
  const { parent, name } = node;
  if (!name || !(s.isSourceFile(parent) || s.isBlock(parent) || s.isModuleBlock(parent))) return [node];
  return parent.statements.filter(
    (one): one is ts.FunctionDeclaration => s.isFunctionDeclaration(one) && one.name?.text === name.text,
  );
}

/** Another value is given to the name, or something is put on the function: a constant takes neither. */
function isChanged(name: ts.Identifier, tree: ts.SourceFile): boolean {
  const s = syntax();
  const declaration = declarationOf(name, tree);
  return (
    declaration !== undefined &&
    referencesOf(declaration, tree).some((use) => {
      const at = s.isPropertyAccessExpression(use.parent) && use.parent.expression === use ? use.parent : use;
      const { parent } = at;
      return s.isBinaryExpression(parent) && parent.left === at && isAssignment(parent.operatorToken.kind);
    })
  );
}

/** A namespace of the same name adds to a function, and to nothing else. */
function isMerged({ parent, name }: ts.FunctionDeclaration): boolean {
  const s = syntax();
  if (!(s.isSourceFile(parent) || s.isBlock(parent) || s.isModuleBlock(parent))) return false;
  return parent.statements.some((one) => s.isModuleDeclaration(one) && one.name.text === name?.text);
}

function nextStart(text: string, offset: number): number {
  let next = offset;
  while (/[ \t]/.test(text[next] ?? '')) next += 1;
  return next;
}
