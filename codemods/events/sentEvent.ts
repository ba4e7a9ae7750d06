import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isTestFile } from '../files/testFile';
import { calleeText, propertyName } from '../find/callShape';
import type { MentionKind } from '../plan/site';
import { declarationOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';

/**
 * An event's name that hears nothing: a key of an answer or of a list of texts, an event that this code sends or makes up
 * itself. A table whose values are functions is one of handlers.
 */
export function sentEvent(node: ts.Node): MentionKind | undefined {
  const s = syntax();
  const { parent } = node;
  if ((s.isPropertyAssignment(parent) || s.isShorthandPropertyAssignment(parent)) && parent.name === node)
    return isHandlerEntry(parent) ? undefined : 'key';
  if (s.isPropertyAssignment(parent) && parent.initializer === node && s.isObjectLiteralExpression(parent.parent))
    return /^event$/i.test(propertyName(parent)) && isDelivery(parent.parent) ? 'mock' : undefined;
  if (s.isBinaryExpression(parent) && parent.right === node && isAssigned(parent)) return 'mock';
  return s.isCallExpression(parent) && isMadeBy(parent, node) ? 'mock' : undefined;
}

/** Is the value of a key something that can be called? */
function isHandlerEntry(entry: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): boolean {
  const s = syntax();
  if (s.isShorthandPropertyAssignment(entry)) return true;
  const around = entry.parent.parent;
  if (s.isCallExpression(around) && ANSWERS.test(calleeText(around))) return false;
  const value = unwrap(entry.initializer);
  if (s.isArrayLiteralExpression(value)) return value.elements.some((one) => mayBeCalled(one));
  return mayBeCalled(value);
}

const ANSWERS = /(?:^|\.)(?:stringify|json|send|end|reply|render)$/;

function mayBeCalled(given: ts.Expression): boolean {
  const s = syntax();
  const value = unwrap(given);
  if (s.isStringLiteralLike(value) || s.isNumericLiteral(value) || s.isTemplateExpression(value)) return false;
  if (s.isAwaitExpression(value) || s.isPrefixUnaryExpression(value) || s.isArrayLiteralExpression(value)) return false;
  const { SyntaxKind: k } = s;
  if ([k.TrueKeyword, k.FalseKeyword, k.NullKeyword].includes(value.kind)) return false;
  if (s.isObjectLiteralExpression(value))
    return value.properties.some(
      (one) => s.isMethodDeclaration(one) || (s.isPropertyAssignment(one) && mayBeCalled(one.initializer)),
    );
  if (!s.isIdentifier(value)) return true;
  if (/^(?:on|handle|process|do)[A-Z_]|[hH]andler$|[cC]allback$/.test(value.text)) return true;
  const declaration = declarationOf(value, value.getSourceFile());
  if (!declaration) return true;
  if (s.isParameter(declaration) || s.isBindingElement(declaration)) return false;
  if (!s.isVariableDeclaration(declaration)) return true;
  const made = declaration.initializer && unwrap(declaration.initializer);
  return made !== undefined && (s.isArrowFunction(made) || s.isFunctionExpression(made) || s.isCallExpression(made));
}

/** `{ event: 'ONIMBOT…', data: … }`: a delivery as the portal sends it, in a test or a replay. */
function isDelivery(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.some((one) => /^(?:data(?:\[.*)?|auth(?:\[.*)?|ts)$/.test(propertyName(one)));
}

/** `body.event = 'ONIMBOT…'` */
function isAssigned({ left, operatorToken }: ts.BinaryExpression): boolean {
  const s = syntax();
  const isEvent = s.isPropertyAccessExpression(left) && left.name.text === 'event';
  return operatorToken.kind === s.SyntaxKind.EqualsToken && isEvent;
}

const MAKES =
  /(?:^|\.|_)(?:make|build|create|fake|mock|emit|trigger|dispatch|simulate|publish|fire|deliver|send|post)\w*$/i;
const HEARS = /(?:^|\.)(?:on|once|when|register|handle|add)\w*$/i;

/** `makeEvent('ONIMBOT…', { … })`, `bus.emit('ONIMBOT…', payload)`; in a test every call but those that listen. */
function isMadeBy(call: ts.CallExpression, node: ts.Node): boolean {
  if (call.arguments[0] !== node) return false;
  const callee = calleeText(call);
  return MAKES.test(callee) || (isTestFile(call.getSourceFile().fileName) && !HEARS.test(callee));
}
