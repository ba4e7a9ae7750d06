import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import type { CallShape, SourceText } from '../plan/site';
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
 * Does syntax leave it open whether the file still type-checks: a callee that does not take any name and any parameters, or
 * whose answer has a closed type? Then only the compiler can tell. Returns the type that it is about.
 */
export function doubtfulType(
  { shape, method, readsAnswer }: Typed,
  transport: TransportReading | undefined,
  file: SourceText,
  context: RewriteContext,
): string | undefined {
  if (!/\.(?:[mc]?ts|tsx|vue|svelte)$/i.test(file.path)) return undefined;
  const called = transport?.called ?? [];
  for (const node of called) {
    const parameters = overloaded(node);
    const at = shape.argument ?? -1;
    const name = shape.place === 'argument' ? parameters[at]?.type : undefined;
    const params = shape.params && shape.call?.arguments?.indexOf(shape.params);
    if (name && !takesAnyName(name)) return name.getText();
    const type =
      shape.place === 'argument' && params !== undefined && params >= 0 ? parameters[params]?.type : undefined;
    if (type && !isOpenParams(type, node)) return type.getText();
    if (readsAnswer && node.type && !isOpenAnswer(node.type, node)) return node.type.getText();
    if (name && shape.place === 'argument') return undefined;
  }
  // Where the callee does not tell, a type that lists the name does.
  return listingType(method, file, context);
}

/** With overloads only those count that callers see. */
function overloaded(node: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  const s = syntax();
  return node.parameters.filter(({ name }) => !(s.isIdentifier(name) && name.text === 'this'));
}

export function takesAnyName(type: ts.TypeNode): boolean {
  const { SyntaxKind: k } = syntax();
  return type.kind === k.StringKeyword || type.kind === k.AnyKeyword || type.kind === k.UnknownKeyword;
}

export function isOpenParams(type: ts.TypeNode, node: ts.SignatureDeclaration): boolean {
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

/** The type of this file, or of one that it imports, in which the name is a member of a union or a key. */
function listingType(method: string, file: SourceText, context: RewriteContext): string | undefined {
  const s = syntax();
  const tree = treeOf(file);
  const imported = tree.statements.flatMap((one) => {
    const from = s.isImportDeclaration(one) || s.isExportDeclaration(one) ? one.moduleSpecifier : undefined;
    const found = from && s.isStringLiteralLike(from) ? context.resolve?.(from.text, file.path) : undefined;
    return found ? [found] : [];
  });
  for (const one of [file, ...imported]) {
    const found = one.text.includes(method) ? listedIn(treeOf(one), method) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function listedIn(tree: ts.SourceFile, method: string): string | undefined {
  const s = syntax();
  const visit = (node: ts.Node): string | undefined => {
    const isMember = s.isLiteralTypeNode(node) && s.isStringLiteralLike(node.literal) && node.literal.text === method;
    const isKey =
      (s.isPropertySignature(node) || s.isMethodSignature(node)) &&
      s.isStringLiteralLike(node.name) &&
      node.name.text === method;
    return isMember || isKey ? nameAround(node) : s.forEachChild(node, visit);
  };
  return visit(tree);
}

function nameAround(node: ts.Node): string {
  const s = syntax();
  for (let at = node; at.parent; at = at.parent)
    if (s.isTypeAliasDeclaration(at) || s.isInterfaceDeclaration(at)) return at.name.text;
  return node.getText();
}
