import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { isTestFile } from '../files/testFile';
import { equalityOperators } from '../plan/equalityOperators';
import type { CallShape, MentionKind } from '../plan/site';
import { declarationOf } from '../source/declarations';
import { calleeKind } from './calleeKind';
import { argumentShape, bare, calleeText, objectShape, propertyName, tupleShape, urlShape } from './callShape';
import type { NameRole } from './nameIn';

export interface NameUse {
  readonly mention?: MentionKind;
  readonly kind: 'call' | 'batch' | 'url' | 'constant';
  readonly shape?: CallShape;
  readonly choice: boolean;
}

const METHOD_KEY = /^(?:method|methodName|restMethod|apiMethod|action|cmd|command)$/i;
/** A name for the method in a command that has parameters beside it: an action, a task. */
const COMMAND_KEY = /^(?:name|type|kind|op|operation|endpoint|procedure|rpc|api)$/i;
const SPEAKING_KEY = /^(?:error|description|label|hint|summary|title)$/i;
const QUEUES = /\.(?:push|unshift|set|concat|batch|callBatch)$|[Bb]atch$/;

/** What the code does with an expression that names a method. */
export function useOfName(expression: ts.Expression, role: NameRole): NameUse {
  const { node, choice } = climb(expression);
  const parent = node.parent;
  const mention = (kind: MentionKind): NameUse => ({ mention: kind, kind: 'call', choice });
  const called = calledByKey(node);
  if (called && role === 'name') return { kind: 'call', shape: argumentShape(node, node, called), choice };
  const spoken = spokenOf(node);
  if (spoken) return mention(spoken);

  const {
    isArrayLiteralExpression,
    isCallExpression,
    isNewExpression,
    isObjectLiteralExpression,
    isPropertyAssignment,
    isFunctionLike,
  } = syntax();
  const asUrl = role === 'url' || (role === 'partial' && startsAsUrl(expression));

  if ((isCallExpression(parent) || isNewExpression(parent)) && parent.arguments?.some((arg) => arg === node)) {
    if (asUrl && isMockedRoute(parent, node)) return mention('mock');
    if (asUrl) return { kind: 'url', shape: urlShape(node, node, parent), choice };
    const shape = argumentShape(node, node, parent);
    if (isFaked(shape, parent, node)) return mention('mock');
    const stored = role === 'query' || QUEUES.test(shape.callee ?? '');
    return {
      kind: stored ? 'batch' : 'call',
      shape: role === 'query' ? { ...shape, place: 'query', params: undefined } : shape,
      choice,
    };
  }
  if (isPropertyAssignment(parent) && isObjectLiteralExpression(parent.parent)) {
    const key = propertyName(parent);
    const shape = objectShape(node, parent.parent);
    if (asUrl) return { kind: 'url', shape: { ...shape, place: 'url' }, choice };
    if (role === 'query') return { kind: 'batch', shape: { ...shape, place: 'query', params: undefined }, choice };
    if (METHOD_KEY.test(key) || (shape.params && !isFunctionLike(bare(shape.params)) && COMMAND_KEY.test(key))) {
      return { kind: isStored(parent.parent) ? 'batch' : 'call', shape, choice };
    }
    return SPEAKING_KEY.test(key) ? mention('text') : { kind: 'constant', choice };
  }
  if (isArrayLiteralExpression(parent)) {
    if (role === 'query') return { kind: 'batch', shape: { ...bareShape(node), place: 'query' }, choice };
    const second = parent.elements[1];
    if (parent.elements[0] === node && second && role === 'name' && mayHoldParams(second)) {
      const shape = tupleShape(node, parent);
      return { kind: shape.call && !QUEUES.test(shape.callee ?? '') ? 'call' : 'batch', shape, choice };
    }
    return { kind: asUrl ? 'url' : 'constant', choice };
  }
  if (asUrl) return { kind: 'url', shape: bareShape(node), choice };
  if (role === 'query') return { kind: 'batch', shape: { ...bareShape(node), place: 'query' }, choice };
  return { kind: 'constant', choice };
}

/** `api['imbot.message.add'](params)` of a Proxy: of a table of functions each names its method by itself. */
function calledByKey(node: ts.Expression): ts.CallExpression | undefined {
  const { isCallExpression, isElementAccessExpression, isIdentifier, isNewExpression, isVariableDeclaration } =
    syntax();
  const { parent } = node;
  if (!isElementAccessExpression(parent) || parent.argumentExpression !== node) return undefined;
  const call = parent.parent;
  if (!isCallExpression(call) || call.expression !== parent || !isIdentifier(parent.expression)) return undefined;
  const declaration = declarationOf(parent.expression, node.getSourceFile());
  const made = declaration && isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made && isNewExpression(bare(made)) && /^new Proxy\b/.test(bare(made).getText()) ? call : undefined;
}

function bareShape(name: ts.Expression): CallShape {
  return { place: 'url', name, awaited: false, ignored: false };
}

/** Through everything that hands the value on unchanged: parentheses, `as const`, ternaries, `??`, `new URL(…)`. */
export function climb(expression: ts.Expression): { node: ts.Expression; choice: boolean } {
  const {
    isAsExpression,
    isBinaryExpression,
    isConditionalExpression,
    isNewExpression,
    isNonNullExpression,
    isParenthesizedExpression,
    isSatisfiesExpression,
    SyntaxKind,
  } = syntax();
  let node = expression;
  let choice = false;
  for (;;) {
    const parent = node.parent;
    if (
      isParenthesizedExpression(parent) ||
      isAsExpression(parent) ||
      isSatisfiesExpression(parent) ||
      isNonNullExpression(parent)
    ) {
      node = parent;
    } else if (isConditionalExpression(parent) && parent.condition !== node) {
      choice = true;
      node = parent;
    } else if (
      isBinaryExpression(parent) &&
      (parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === SyntaxKind.BarBarToken ||
        (parent.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken && parent.right === node))
    ) {
      choice = true;
      node = parent;
    } else if (isNewExpression(parent) && calleeText(parent) === 'URL' && parent.arguments?.[0] === node) {
      node = parent;
    } else return { node, choice };
  }
}

/** Is the name merely spoken of: compared, logged, thrown, a type, a key? */
export function spokenOf(node: ts.Node): MentionKind | undefined {
  const {
    isBinaryExpression,
    isCallExpression,
    isCaseClause,
    isComputedPropertyName,
    isDecorator,
    isElementAccessExpression,
    isExportDeclaration,
    isExpressionStatement,
    isExternalModuleReference,
    isImportDeclaration,
    isJsxAttribute,
    isJsxExpression,
    isNewExpression,
    isObjectLiteralExpression,
    isPropertyAssignment,
    isTaggedTemplateExpression,
    isTemplateSpan,
    isThrowStatement,
    isTypeNode,
    SyntaxKind,
  } = syntax();
  const parent = node.parent;
  if (isTypeNode(parent)) return 'type';
  if (isImportDeclaration(parent) || isExportDeclaration(parent) || isExternalModuleReference(parent)) return 'text';
  if (isJsxAttribute(parent) || isJsxExpression(parent) || isTaggedTemplateExpression(parent)) return 'text';
  if (isTemplateSpan(parent) || isExpressionStatement(parent)) return 'text';
  if (isThrowStatement(parent)) return 'error';
  if (isCaseClause(parent)) return 'comparison';
  if (isElementAccessExpression(parent) && parent.argumentExpression === node) return 'key';
  if (isComputedPropertyName(parent)) return 'key';
  if ('name' in parent && parent.name === node) return 'key';
  if (isBinaryExpression(parent)) {
    if (equalityOperators().has(parent.operatorToken.kind)) return 'comparison';
    if (parent.operatorToken.kind === SyntaxKind.InKeyword) return 'key';
    if (parent.operatorToken.kind === SyntaxKind.PlusToken) return 'text';
  }
  if (isCallExpression(parent) && isDecorator(parent.parent)) return 'text';
  if (isCallExpression(parent) || isNewExpression(parent)) {
    // What is put in for something else is used by its name.
    if (parent.arguments?.[1] === node && /\.replace(?:All)?$/.test(calleeText(parent))) return undefined;
    return parent.expression === node ? 'code' : calleeKind(calleeText(parent));
  }
  // The parameters of a logger: logger.info({ method: '…' }, 'text').
  if (isPropertyAssignment(parent) && isObjectLiteralExpression(parent.parent)) {
    const around = parent.parent.parent;
    if (isCallExpression(around) || isNewExpression(around)) {
      const kind = calleeKind(calleeText(around));
      return kind === 'log' || kind === 'error' || kind === 'comparison' || kind === 'mock' ? kind : undefined;
    }
    if (isThrowStatement(around)) return 'error';
  }
  return undefined;
}

const FAKING =
  /(?:^|\.)(?:mock|stub|fake|nock|spy|given|seed)\w*(?:\.|$)|(?:^|\.)(?:answers?|replies|reply|respond\w*|when|on|once|with|returns?|resolves?|rejects?|expect\w*|assert\w*|called\w*|was\w*|sent|received)$|(?:Mock|Stub|Fake|Spy|Responses?|Reply|Replies|Answers?|Expectation|Handler)$/i;

/** The answer that a test gives, or what it expects to be asked: no call, though it looks like one. */
function isFaked(shape: CallShape, call: ts.CallExpression | ts.NewExpression, node: ts.Expression): boolean {
  const { isNumericLiteral, SyntaxKind } = syntax();
  if (isTestFile(call.getSourceFile().fileName) && FAKING.test(shape.callee ?? '')) return true;
  const next = call.arguments?.[call.arguments.indexOf(node) + 1];
  if (!next || shape.params) return false;
  return isNumericLiteral(next) || next.kind === SyntaxKind.TrueKeyword || next.kind === SyntaxKind.FalseKeyword;
}

/** msw and its like: `http.post('*\/imbot.message.add', () => …)`. */
function isMockedRoute(call: ts.CallExpression | ts.NewExpression, url: ts.Expression): boolean {
  const { isArrowFunction, isFunctionExpression } = syntax();
  const args: readonly ts.Expression[] = call.arguments ?? [];
  const next = args[args.indexOf(url) + 1];
  return (
    !!next &&
    /^(?:http|rest|server|mock\w*)\.\w+$/i.test(calleeText(call)) &&
    (isArrowFunction(next) || isFunctionExpression(next))
  );
}

/** A command that is put somewhere first: `cmds[key] = {…}`, `cmds.send = {…}`, `cmds.push({…})`, an entry of a map or list. */
function isStored(container: ts.ObjectLiteralExpression): boolean {
  const {
    isArrayLiteralExpression,
    isBinaryExpression,
    isCallExpression,
    isElementAccessExpression,
    isIdentifier,
    isPropertyAccessExpression,
    isPropertyAssignment,
  } = syntax();
  const { node } = climb(container);
  const parent = node.parent;
  if (isArrayLiteralExpression(parent) || isPropertyAssignment(parent)) return true;
  if (isBinaryExpression(parent)) {
    const { left, right } = parent;
    const isNamed =
      isPropertyAccessExpression(left) && isIdentifier(left.expression) && left.expression.text !== 'exports';
    return right === node && (isElementAccessExpression(left) || isNamed);
  }
  return isCallExpression(parent) && QUEUES.test(calleeText(parent));
}

function mayHoldParams(node: ts.Expression): boolean {
  const {
    isArrowFunction,
    isFunctionExpression,
    isIdentifier,
    isObjectLiteralExpression,
    isSpreadElement,
    isStringLiteralLike,
  } = syntax();
  const inner = bare(node);
  if (isArrowFunction(inner) || isFunctionExpression(inner) || isStringLiteralLike(inner) || isSpreadElement(inner))
    return false;
  return isObjectLiteralExpression(inner) || isIdentifier(inner) || !/handler$/i.test(inner.getText());
}

function startsAsUrl(expression: ts.Expression): boolean {
  return /^[`'"](?:https?:|\/|\$\{)/.test(expression.getText());
}
