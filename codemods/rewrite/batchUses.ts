import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { Edit } from '../plan/site';
import { declarationOf, referencesOf } from '../source/declarations';
import { propertyKey } from '../source/literalValue';
import { combined } from './combined';
import { isLogged } from './isLogged';
import { mayBeCallback } from './mayBeCallback';

const AROUND = /^(?:result|data|getData|body|json|response|then)$/;
const ERRORS = 'result_error';
const HARMLESS =
  /^(?:result_error|result_total|result_next|result_time|error|errors|time|isSuccess|getErrorMessages|error_description|status)$/;

/**
 * Edits that read the answers of moved commands by their key or position. Undefined where the answer of the batch cannot
 * be followed.
 * @param whole all commands stand in the literal
 * @param paths key → what is put behind the command's result
 * @param part the variable that holds the commands where they are sent in parts
 * @param errors what reads the errors of the commands is put in here
 */
export function batchUses(
  call: ts.CallExpression,
  commands: ts.Node,
  whole: boolean,
  tree: ts.SourceFile,
  paths: ReadonlyMap<string, string>,
  part?: ts.Node,
  errors: ts.Node[] = [],
): Edit[] | undefined {
  const s = syntax();
  const edits: Edit[] = [];
  let lost = false;
  // Commands that are put in elsewhere may have any name.
  const isOther = (name: string): boolean => whole && isOtherCommand(name, commands);
  const follow = (node: ts.Node, isMap: boolean): void => {
    const { parent } = node;
    if (
      s.isAwaitExpression(parent) ||
      s.isParenthesizedExpression(parent) ||
      s.isNonNullExpression(parent) ||
      s.isAsExpression(parent)
    )
      follow(parent, isMap);
    else if (s.isExpressionStatement(parent) || s.isVoidExpression(parent) || isCondition(node) || isLogged(node))
      return;
    else if (s.isVariableDeclaration(parent)) bound(parent, isMap);
    else if (s.isPropertyAccessExpression(parent)) member(parent, parent.name.text);
    else if (
      s.isElementAccessExpression(parent) &&
      parent.expression === node &&
      s.isLiteralExpression(parent.argumentExpression)
    )
      member(parent, parent.argumentExpression.text);
    else {
      const others = combined(node, tree);
      if (!others?.isKnown) lost = true;
      for (const element of others?.bindings ?? []) bound(element, true);
      for (const read of others?.reads ?? []) follow(read, true);
    }
  };
  const member = (access: ts.Expression, name: string): void => {
    const called = s.isCallExpression(access.parent) && access.parent.expression === access ? access.parent : undefined;
    const path = paths.get(name);
    if (path !== undefined && !called) read(access, path);
    else if (name === 'then' && called) callback(called.arguments[0]);
    else if (AROUND.test(name)) follow(called ?? access, true);
    else if (name === ERRORS) errors.push(called ?? access);
    else if (!HARMLESS.test(name) && !isOther(name)) lost = true;
  };
  /** The command's own answer: `.data()` of BX24, `.result` of an SDK, else the result itself. */
  const read = (access: ts.Expression, path: string): void => {
    let at: ts.Expression = access;
    for (;;) {
      const { parent } = at;
      if (!s.isPropertyAccessExpression(parent) || !/^(?:data|getData|result)$/.test(parent.name.text)) break;
      at = s.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : parent;
    }
    const other = at === access && s.isPropertyAccessExpression(at.parent) && HARMLESS.test(at.parent.name.text);
    if (!other) edits.push({ start: at.end, end: at.end, text: path });
  };
  const callback = (given: ts.Expression | undefined): void => {
    if (!given || (!s.isArrowFunction(given) && !s.isFunctionExpression(given))) lost = true;
    else if (given.parameters.length > 1) lost = true;
    else if (given.parameters[0]) bound(given.parameters[0], true);
  };
  const bound = (
    declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
    isMap: boolean,
  ): void => {
    const { name } = declaration;
    if (s.isIdentifier(name)) for (const use of referencesOf(declaration, tree)) follow(use, isMap);
    else if (s.isObjectBindingPattern(name)) {
      for (const element of name.elements) {
        const key = element.propertyName ? propertyKey(element.propertyName) : element.name.getText(tree);
        const path = key === undefined || element.dotDotDotToken ? undefined : paths.get(key);
        if (key === undefined || element.dotDotDotToken || path !== undefined) lost = true;
        else if (AROUND.test(key)) bound(element, true);
        else if (key === ERRORS) errors.push(element);
        else if (!HARMLESS.test(key) && !isOther(key)) lost = true;
      }
    } else lost = true;
  };
  const isCondition = (node: ts.Node): boolean =>
    s.isIfStatement(node.parent) ||
    (s.isPrefixUnaryExpression(node.parent) && node.parent.operator === s.SyntaxKind.ExclamationToken);
  follow(call, true);
  const awaited = s.isAwaitExpression(call.parent);
  for (const given of call.arguments) {
    if (s.isArrowFunction(given) || s.isFunctionExpression(given)) callback(given);
    else if (!isCommands(given, commands, part, tree) && mayBeCallback(given, call.expression.getText(), awaited, tree))
      lost = true;
  }
  return lost ? undefined : edits;
}

/** The argument that is the commands themselves. */
function isCommands(given: ts.Expression, commands: ts.Node, part: ts.Node | undefined, tree: ts.SourceFile): boolean {
  const s = syntax();
  const declaration = s.isIdentifier(given) ? declarationOf(given, tree) : undefined;
  if (declaration === undefined) return false;
  return declaration === part || (s.isVariableDeclaration(declaration) && declaration.initializer === commands);
}

/** A command of the same batch that stays as it is. */
function isOtherCommand(name: string, commands: ts.Node): boolean {
  const s = syntax();
  if (s.isArrayLiteralExpression(commands)) return /^\d+$/.test(name);
  return (
    s.isObjectLiteralExpression(commands) &&
    commands.properties.some((one) => one.name !== undefined && propertyKey(one.name) === name)
  );
}
