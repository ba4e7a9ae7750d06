import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Site } from '../plan/site';
import { attached } from '../source/attached';
import { declarationOf, functionAround, referencesOf } from '../source/declarations';
import { isLogged } from './isLogged';
import { partedBatch } from './partedBatch';

export interface SentBatch {
  /** The map or the list of commands. */
  readonly node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
  /** The literal, and what is put in elsewhere. */
  readonly commands: readonly ts.Node[];
  readonly call: ts.CallExpression;
  /** Where references to the answers can stand. */
  readonly scope: ts.Node;
  /** All commands stand in the literal. */
  readonly whole: boolean;
  /** The variable that holds the commands where they are sent in parts. */
  readonly part?: ts.Node;
}

/** The batch that a command is put into; undefined where that does not show. */
export function sentBatch({ shape }: Site, tree: ts.SourceFile): SentBatch | undefined {
  const s = syntax();
  const container = shape?.container;
  if (!container) return undefined;
  const { parent } = container;
  // `commands.send = { … }`, `commands[key] = { … }`, `commands.push([ … ])`
  if (s.isBinaryExpression(parent) && parent.right === container) return builtBatch(gathererOf(parent.left), tree);
  if (s.isCallExpression(parent) && isPush(parent)) return builtBatch(gathererOf(parent.expression), tree);
  const node = s.isPropertyAssignment(parent) ? parent.parent : parent;
  if (!s.isObjectLiteralExpression(node) && !s.isArrayLiteralExpression(node)) return undefined;
  if (s.isVariableDeclaration(node.parent) && s.isIdentifier(node.parent.name))
    return builtBatch(node.parent.name, tree);
  const call = callWith(node);
  return call && { node, commands: [node], call, scope: node, whole: true };
}

/** Commands that are gathered in a variable and sent by one call. */
export function builtBatch(name: ts.Identifier | undefined, tree: ts.SourceFile): SentBatch | undefined {
  const declaration = name && variableOf(name, tree);
  if (!declaration) return undefined;
  const known = built.get(declaration);
  if (known) return known.batch;
  const batch = batchIn(declaration, tree);
  built.set(declaration, { batch });
  return batch;
}

/** Asked for each command that is gathered. */
const built = attached<ts.VariableDeclaration, { readonly batch: SentBatch | undefined }>();

function batchIn(declaration: ts.VariableDeclaration, tree: ts.SourceFile): SentBatch | undefined {
  const s = syntax();
  const node = declaration.initializer;
  if (!node || (!s.isObjectLiteralExpression(node) && !s.isArrayLiteralExpression(node)))
    return inParts(declaration, tree);
  let call: ts.CallExpression | undefined;
  const put: ts.Node[] = [];
  for (const use of referencesOf(declaration, tree)) {
    const sent = callWith(use);
    if (isLogged(use) || isNamed(use)) continue;
    const gathered = gatheredBy(use);
    if (gathered) put.push(...gathered);
    else if (sent && !call) call = sent;
    else return undefined;
  }
  return call && { node, commands: [node, ...put], call, scope: functionAround(call), whole: put.length === 0 };
}

/** Commands of several batches that one call sends, part by part. */
function inParts(declaration: ts.VariableDeclaration, tree: ts.SourceFile): SentBatch | undefined {
  const put: ts.Node[] = [];
  const isGathering = (use: ts.Identifier): boolean => {
    const gathered = gatheredBy(use);
    put.push(...(gathered ?? []));
    return gathered !== undefined;
  };
  const found = partedBatch(declaration, (use) => isGathering(use) || isNamed(use), tree);
  if (!found) return undefined;
  let call: ts.CallExpression | undefined;
  for (const use of referencesOf(found.sent, tree)) {
    const sent = callWith(use);
    if (isLogged(use) || isNamed(use)) continue;
    if (!sent || call) return undefined;
    call = sent;
  }
  const { node, parts, sent: part } = found;
  return call && { node, commands: [node, ...put], call, scope: functionAround(parts), whole: false, part };
}

function variableOf(name: ts.Identifier, tree: ts.SourceFile): ts.VariableDeclaration | undefined {
  const s = syntax();
  if (s.isVariableDeclaration(name.parent)) return name.parent;
  const declaration = declarationOf(name, tree);
  return declaration && s.isVariableDeclaration(declaration) ? declaration : undefined;
}

/** What `commands.x = …`, `commands[x] = …`, `commands.push(…)` puts in. */
function gatheredBy(use: ts.Identifier): readonly ts.Node[] | undefined {
  const s = syntax();
  const access = use.parent;
  if (!s.isPropertyAccessExpression(access) && !s.isElementAccessExpression(access)) return undefined;
  const { parent } = access;
  if (s.isBinaryExpression(parent)) {
    const isPut = parent.left === access && parent.operatorToken.kind === s.SyntaxKind.EqualsToken;
    return isPut ? [parent.right] : undefined;
  }
  return s.isCallExpression(parent) && isPush(parent) ? parent.arguments : undefined;
}

/** `Object.keys(commands)`: their names stay. */
function isNamed({ parent }: ts.Identifier): boolean {
  return syntax().isCallExpression(parent) && parent.expression.getText() === 'Object.keys';
}

export function isPush({ expression }: ts.CallExpression): boolean {
  return syntax().isPropertyAccessExpression(expression) && expression.name.text === 'push';
}

export function gathererOf(access: ts.Expression): ts.Identifier | undefined {
  const s = syntax();
  if (!s.isPropertyAccessExpression(access) && !s.isElementAccessExpression(access)) return undefined;
  return s.isIdentifier(access.expression) ? access.expression : undefined;
}

/** The call that the commands are an argument of, also as `{ halt: 0, cmd }`. */
function callWith(node: ts.Node): ts.CallExpression | undefined {
  const s = syntax();
  let at: ts.Node = node.parent;
  if (s.isShorthandPropertyAssignment(at) || s.isPropertyAssignment(at)) at = at.parent.parent;
  return s.isCallExpression(at) && at.expression !== node ? at : undefined;
}
