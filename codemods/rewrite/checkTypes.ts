import type { ts } from 'ts-morph';
import type { CallShape, SourceText } from '../site';
import { Unprovable } from '../source/Unprovable';
import { syntax, treeOf } from '../sourceFile';
import type { TransportReading } from '../transport/TransportReading';
import { isOpenType } from './isOpenType';
import type { RewriteContext } from './RewriteContext';

interface Typed {
  readonly shape: CallShape;
  readonly method: string;
  /** The answer is read in its v2 form: its type must let it. */
  readonly readsAnswer: boolean;
}

/**
 * Will the file still type-check: does the callee take any name, any parameters, and does its answer have no closed type?
 * @throws Unprovable
 */
export function checkTypes(
  { shape, method, readsAnswer }: Typed,
  transport: TransportReading | undefined,
  file: SourceText,
  context: RewriteContext,
): void {
  if (!/\.(?:[mc]?ts|tsx|vue|svelte)$/i.test(file.path)) return;
  const called = transport?.called ?? [];
  for (const node of called) {
    const parameters = overloaded(node);
    const at = shape.argument ?? -1;
    const name = shape.place === 'argument' ? parameters[at]?.type : undefined;
    const params = shape.params && shape.call?.arguments?.indexOf(shape.params);
    if (name && !takesAnyName(name)) throw new Unprovable('typed-name');
    const type =
      shape.place === 'argument' && params !== undefined && params >= 0 ? parameters[params]?.type : undefined;
    if (type && !isOpenParams(type, node)) throw new Unprovable('typed-name');
    if (readsAnswer && node.type && !isOpenAnswer(node.type, node)) throw new Unprovable('typed-name');
    if (name && shape.place === 'argument') return;
  }
  // Where the callee does not tell, a type that lists the name does.
  if (isListed(method, file, context)) throw new Unprovable('typed-name');
}

/** With overloads only those count that callers see. */
function overloaded(node: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  const s = syntax();
  return node.parameters.filter(({ name }) => !(s.isIdentifier(name) && name.text === 'this'));
}

function takesAnyName(type: ts.TypeNode): boolean {
  const { SyntaxKind: k } = syntax();
  return type.kind === k.StringKeyword || type.kind === k.AnyKeyword || type.kind === k.UnknownKeyword;
}

function isOpenParams(type: ts.TypeNode, node: ts.SignatureDeclaration): boolean {
  const s = syntax();
  if (s.isUnionTypeNode(type)) return type.types.some((one) => isOpenParams(one, node));
  if (type.kind === s.SyntaxKind.ObjectKeyword || type.kind === s.SyntaxKind.UnknownKeyword) return true;
  if (s.isTypeReferenceNode(type) && s.isIdentifier(type.typeName)) {
    const { text } = type.typeName;
    if (/^(?:Readonly|Partial)$/.test(text)) {
      const [inner] = type.typeArguments ?? [];
      return inner !== undefined && isOpenParams(inner, node);
    }
    const own = node.typeParameters?.find(({ name }) => name.text === text);
    if (own) return own.constraint === undefined || isOpenParams(own.constraint, node);
    const alias = aliasOf(text, node);
    if (alias) return isOpenParams(alias, node);
  }
  if (
    /^Record<\s*string\s*,\s*(?:string|number|boolean)(?:\s*\|\s*(?:string|number|boolean|null|undefined))*\s*>$/.test(
      type.getText(),
    )
  )
    return false;
  return isOpenType(type);
}

function aliasOf(name: string, node: ts.Node): ts.TypeNode | undefined {
  const s = syntax();
  for (const statement of node.getSourceFile().statements)
    if (s.isTypeAliasDeclaration(statement) && statement.name.text === name) return statement.type;
  return undefined;
}

/** `any`, or what the call itself says: `Promise<T>`, `Promise<{ result: T }>`, an interface with such a member. */
function isOpenAnswer(type: ts.TypeNode, node: ts.SignatureDeclaration): boolean {
  const names = new Set((node.typeParameters ?? []).map(({ name }) => name.text));
  const s = syntax();
  const visit = (inner: ts.Node): boolean => {
    if (inner.kind === s.SyntaxKind.AnyKeyword) return true;
    if (s.isTypeReferenceNode(inner) && s.isIdentifier(inner.typeName) && names.has(inner.typeName.text)) return true;
    return s.forEachChild(inner, (child) => visit(child) || undefined) ?? false;
  };
  return visit(type);
}

/** The name is a member of a union, a key of a type, in this file or in one that it imports. */
function isListed(method: string, file: SourceText, context: RewriteContext): boolean {
  const s = syntax();
  const tree = treeOf(file);
  const imported = tree.statements.flatMap((one) => {
    const from = s.isImportDeclaration(one) || s.isExportDeclaration(one) ? one.moduleSpecifier : undefined;
    const found = from && s.isStringLiteralLike(from) ? context.resolve?.(from.text, file.path) : undefined;
    return found ? [found] : [];
  });
  return [file, ...imported].some((one) => one.text.includes(method) && listsName(method, treeOf(one)));
}

function listsName(method: string, tree: ts.SourceFile): boolean {
  const s = syntax();
  const visit = (node: ts.Node): boolean => {
    if (s.isLiteralTypeNode(node) && s.isStringLiteralLike(node.literal) && node.literal.text === method) return true;
    if ((s.isPropertySignature(node) || s.isMethodSignature(node)) && s.isStringLiteralLike(node.name))
      if (node.name.text === method) return true;
    return s.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(tree);
}
