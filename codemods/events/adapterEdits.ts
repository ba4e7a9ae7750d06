import type { ts } from 'ts-morph';
import { insertAt } from '../files/edits';
import { syntax } from '../files/sourceFile';
import { calleeText, propertyName } from '../find/callShape';
import type { Edit } from '../plan/site';
import { attached } from '../source/attached';
import { declarationOf, functionAround, isNameTaken, referencesOf } from '../source/declarations';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import type { Handler, OpenBody } from './findHandlers';
import { routeOf } from './isAdaptedMember';
import { knowsV1Keys } from './knowsV1Keys';
import { handlerOf } from './traceBody';

export interface AdapterPlan {
  readonly edits: readonly Edit[];
  /** What is taken from imbot-compat/events. */
  readonly name: 'v1Body' | 'toV1Body';
}

const UPDATES = /^ONIMBOTMESSAGE(?:UPDATE|DELETE)$/;

/**
 * Puts the adapter between the delivery and the handler, in one place: a middleware before an inline handler of a route,
 * else around the expression that reads or parses the body, else as the first statement of the handler.
 * @throws Unprovable
 */
export function adapterEdits({ body, sites }: Handler, tree: ts.SourceFile): AdapterPlan {
  const handler = handlerOf(body);
  if (/ONIMBOTV2/.test(textOf(handler, tree))) throw new Unprovable('event-unproven');
  const options = sites.some(({ method }) => UPDATES.test(method)) ? '{ updates: true }' : '';
  const route = isRequestBody(body, handler, tree) ? routeOf(handler) : undefined;
  const plan = route ? onRoute(route, handler, options, tree) : undefined;
  if (plan) return free(plan, tree);
  if (body.kind === 'expression') {
    const made = beforeParser(body.node, tree);
    return free(around(readOnce(made, tree), options, tree), tree);
  }
  return free(inHandler(body, handler, options, tree), tree);
}

/** A name that means something else in the file already would be taken for ours. */
function free(plan: AdapterPlan, tree: ts.SourceFile): AdapterPlan {
  const imported = tree.text.includes('imbot-compat/events');
  if (!imported && isNameTaken(plan.name, tree)) throw new Unprovable('event-unproven');
  return plan;
}

/** `req.body` of the first parameter, as express and fastify have it; not `ctx.request.body`. */
function isRequestBody(body: OpenBody, handler: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (body.kind !== 'member' || body.name !== 'body') return false;
  const isFirst = s.isFunctionLike(handler) && handler.parameters[0] === body.owner;
  const isDirect = !s.isPropertyAccessExpression(body.node) || textOf(body.node, tree).split('.').length === 2;
  return isFirst && isDirect;
}

function onRoute(
  route: ts.CallExpression,
  handler: ts.Node,
  options: string,
  tree: ts.SourceFile,
): AdapterPlan | undefined {
  const s = syntax();
  const middleware = `v1Body(${options})`;
  if (!isFastify(handler, tree))
    return { name: 'v1Body', edits: [insertAt(handler.getStart(tree), `${middleware}, `)] };
  const given = route.arguments[1];
  if (given === handler)
    return { name: 'v1Body', edits: [insertAt(handler.getStart(tree), `{ preHandler: ${middleware} }, `)] };
  if (!given || !s.isObjectLiteralExpression(given)) return undefined;
  if (given.properties.some((one) => s.isSpreadAssignment(one) || propertyName(one) === 'preHandler')) return undefined;
  const [first] = given.properties;
  if (!first) return undefined;
  return { name: 'v1Body', edits: [insertAt(first.getStart(tree), `preHandler: ${middleware}, `)] };
}

type Framework = 'express' | 'fastify' | 'unknown';

const frameworks = attached<ts.SourceFile, Framework>();

function frameworkOf({ text }: ts.SourceFile): Framework {
  if (/(?:from|require\()\s*['"](?:express|connect|polka)/.test(text)) return 'express';
  return /(?:from|require\()\s*['"](?:@fastify\/|fastify)/.test(text) ? 'fastify' : 'unknown';
}

function isFastify(handler: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  const framework = frameworks.get(tree) ?? frameworkOf(tree);
  frameworks.set(tree, framework);
  if (framework !== 'unknown') return framework === 'fastify';
  const second = s.isFunctionLike(handler) ? handler.parameters[1]?.name.getText(tree) : undefined;
  return second === 'reply';
}

function around(node: ts.Expression, options: string, tree: ts.SourceFile): AdapterPlan {
  return {
    name: 'toV1Body',
    edits: [insertAt(node.getStart(tree), 'toV1Body('), insertAt(node.end, `${options && `, ${options}`})`)],
  };
}

/**
 * What goes into a parser that knows the keys of v1, or that stands in another file: behind it nothing of an event of v2
 * would be left.
 */
function beforeParser(made: ts.Expression, tree: ts.SourceFile): ts.Expression {
  if (knowsV1Keys(made, tree) === 'no') return made;
  const s = syntax();
  const call = s.isAwaitExpression(made) ? unwrap(made.expression) : made;
  const [given] = s.isCallExpression(call) ? call.arguments : [];
  if (!given || !isWholeBody(given, tree) || knowsV1Keys(given, tree) !== 'no') throw new Unprovable('event-unproven');
  return given;
}

/** `await request.text()`, `req.body`, and the name of one of these. */
function isWholeBody(given: ts.Expression, tree: ts.SourceFile): boolean {
  const s = syntax();
  const node = unwrap(given);
  if (s.isIdentifier(node)) {
    const declaration = declarationOf(node, tree);
    if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return false;
    return s.isStringLiteral(declaration.initializer) || isWholeBody(declaration.initializer, tree);
  }
  if (s.isPropertyAccessExpression(node)) return node.name.text === 'body' && s.isIdentifier(unwrap(node.expression));
  if (!s.isAwaitExpression(node)) return false;
  const call = unwrap(node.expression);
  return s.isCallExpression(call) && call.arguments.length === 0 && /\.(?:text|json|formData)$/.test(calleeText(call));
}

/** What is parsed here must not be parsed or searched a second time elsewhere, or half of the handler would see v2. */
function readOnce(node: ts.Expression, tree: ts.SourceFile): ts.Expression {
  const s = syntax();
  const visit = (inner: ts.Node): void => {
    const declaration = s.isIdentifier(inner) ? declarationOf(inner, tree) : undefined;
    if (declaration && s.isVariableDeclaration(declaration) && functionAround(declaration).pos > 0) {
      for (const other of referencesOf(declaration, tree)) {
        const inside = node.pos <= other.pos && other.end <= node.end;
        if (!inside && !isCollecting(other)) throw new Unprovable('event-unproven');
      }
    }
    s.forEachChild(inner, visit);
  };
  visit(node);
  return node;
}

/** `raw += chunk`, `chunks.push(chunk)`, `raw.length`, and the checks of a signature. */
function isCollecting({ parent }: ts.Identifier): boolean {
  const s = syntax();
  if (s.isBinaryExpression(parent) || s.isForOfStatement(parent) || s.isPrefixUnaryExpression(parent)) return true;
  if (s.isPropertyAccessExpression(parent))
    return /^(?:push|length|byteLength|destroy|setEncoding|on|headers|method|url)$/.test(parent.name.text);
  return s.isCallExpression(parent) && /\.(?:update|push)$|^(?:verify|isValid)\w*/.test(calleeText(parent));
}

/** Around the only place that reads the body, else as the first statement. */
function inHandler(
  body: Exclude<OpenBody, { kind: 'expression' }>,
  handler: ts.Node,
  options: string,
  tree: ts.SourceFile,
): AdapterPlan {
  const s = syntax();
  const parameter = body.kind === 'member' ? body.owner : body.node;
  const isNamed = s.isIdentifier(parameter.name) && !parameter.dotDotDotToken;
  if (!isNamed || parameter.initializer) throw new Unprovable('event-unproven');
  if (body.kind === 'member') {
    const reads = readsOf(body, tree);
    const [only] = reads;
    const passedOn = referencesOf(parameter, tree).some((one) => !s.isPropertyAccessExpression(one.parent));
    if (only && reads.length === 1 && !passedOn && !isTarget(only)) return around(only, options, tree);
  }
  const block = s.isFunctionLike(handler) && 'body' in handler ? handler.body : undefined;
  if (!block || !s.isBlock(block)) throw new Unprovable('event-unproven');
  const text = body.kind === 'member' ? memberText(body, tree) : parameter.name.getText(tree);
  return {
    name: 'toV1Body',
    edits: [firstStatement(block, `${text} = toV1Body(${text}${options && `, ${options}`})`, tree)],
  };
}

function memberText(body: Extract<OpenBody, { kind: 'member' }>, tree: ts.SourceFile): string {
  const s = syntax();
  if (s.isPropertyAccessExpression(body.node)) return textOf(body.node, tree).replaceAll('?.', '.');
  return `${body.owner.name.getText(tree)}.${body.name}`;
}

function readsOf(body: Extract<OpenBody, { kind: 'member' }>, tree: ts.SourceFile): ts.PropertyAccessExpression[] {
  const s = syntax();
  const text = textOf(body.node, tree);
  const depth = text.split('.').length - 1;
  return referencesOf(body.owner, tree).flatMap((reference) => {
    let at: ts.Node = reference;
    for (let step = 0; step < depth && s.isPropertyAccessExpression(at.parent); step += 1) at = at.parent;
    return s.isPropertyAccessExpression(at) && textOf(at, tree) === text ? [at] : [];
  });
}

function isTarget(node: ts.Expression): boolean {
  const { parent } = node;
  return syntax().isBinaryExpression(parent) && parent.left === node;
}

function firstStatement(block: ts.Block, text: string, tree: ts.SourceFile): Edit {
  const s = syntax();
  const isDirective = (one: ts.Statement) => s.isExpressionStatement(one) && s.isStringLiteral(one.expression);
  const first = block.statements.find((one) => !isDirective(one));
  if (!first) throw new Unprovable('event-unproven');
  const semicolon = tree.text[first.end - 1] === ';' || /;\s*$/m.test(textOf(block, tree)) ? ';' : '';
  const start = first.getStart(tree);
  const line = tree.text.slice(tree.text.lastIndexOf('\n', start - 1) + 1, start);
  const separator = /^[ \t]*$/.test(line) ? `\n${line}` : ' ';
  return insertAt(start, `${text}${separator === ' ' ? ';' : semicolon}${separator}`);
}
