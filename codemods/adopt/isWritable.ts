import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { propertyKey } from '../source/literalValue';

/**
 * May something be put under a name of what has this type, and does the type say that it is there? Only a type that is
 * written out in the file tells: `Readonly<…>`, a base or an imported name may say `readonly` or `?`.
 */
export function isWritable(type: ts.TypeNode | undefined, name: string, tree: ts.SourceFile, depth = 5): boolean {
  const s = syntax();
  if (!type) return true;
  if (depth === 0) return false;
  if (s.isParenthesizedTypeNode(type)) return isWritable(type.type, name, tree, depth - 1);
  if (s.isTypeLiteralNode(type)) return hasWritable(type.members, name) === true;
  if (!s.isTypeReferenceNode(type) || !s.isIdentifier(type.typeName) || type.typeArguments) return false;
  const { text } = type.typeName;
  const told = tree.statements.flatMap((one) => {
    if (s.isTypeAliasDeclaration(one) && one.name.text === text)
      return [!one.typeParameters && isWritable(one.type, name, tree, depth - 1)];
    return s.isInterfaceDeclaration(one) && one.name.text === text ? (hasWritable(one.members, name) ?? []) : [];
  });
  return told.length > 0 && told.every((one) => one);
}

/** Undefined where there is no such member. */
function hasWritable(members: ts.NodeArray<ts.TypeElement>, name: string): boolean | undefined {
  const s = syntax();
  const own = members.filter((one) => one.name && propertyKey(one.name) === name);
  if (own.length === 0) return undefined;
  return own.every(
    (one) =>
      (s.isMethodSignature(one) || s.isPropertySignature(one)) &&
      !one.questionToken &&
      !one.modifiers?.some(({ kind }) => kind === s.SyntaxKind.ReadonlyKeyword),
  );
}
