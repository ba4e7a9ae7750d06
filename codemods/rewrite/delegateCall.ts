import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import type { CallShape, Edit, Site, SourceText } from '../site';
import { isNameTaken } from '../source/declarations';
import { textOf } from '../source/textOf';
import { syntax, treeOf } from '../sourceFile';
import { answerUses } from './answerUses';
import type { Imports } from './createWriter';
import { importsOf } from './importEdit';
import { isModule } from './isModule';
import { DEFAULT_FACADE, type Facade, type RewriteContext } from './RewriteContext';
import { transportOf } from './seenTransport';

export interface Delegated {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly from: string;
}

/**
 * The call through the facade instead of the team's transport: `imbot.call(…)` where the result itself is used or
 * nothing, `imbot.request(…)` where the envelope is. Undefined where the answer cannot be followed or its error is read
 * (the facade throws), where the transport adds parameters or may hold a portal of its own, and where arguments beside
 * method and parameters may choose the portal and the facade's source does not take them.
 */
export function delegateCall(site: Site, file: SourceText, context: RewriteContext): Delegated | undefined {
  const tree = treeOf(file);
  const { shape } = site;
  const facade = context.facade ?? DEFAULT_FACADE;
  if (!isModule(tree)) return undefined;
  const isCall = shape?.place === 'argument' && site.kind === 'call' && !shape.choice && site.reasons.length === 0;
  const { call, outer } = shape ?? {};
  if (!shape || !isCall || !call || !outer || !syntax().isCallExpression(call)) return undefined;
  const transport = transportOf(shape, site.method, file, context);
  if (transport?.added.some(({ key }) => key !== 'CLIENT_ID') || transport?.isClosure) return undefined;
  const verb = verbOf(outer, tree);
  const client = clientOf(facade, shape, call, tree);
  const name = facade.name ?? /^[\w$]+/.exec(facade.client)?.[0];
  if (!verb || client === undefined || name === undefined) return undefined;
  const from = moduleFor(facade.from, tree.fileName);
  const isImported = importsOf(tree, from)?.names.get(name) === name;
  if (isNameTaken(name, tree) && !isImported) return undefined;
  const params = shape.params ? `, ${textOf(shape.params, tree)}` : '';
  const text = `${client}.${verb}(${textOf(shape.name, tree)}${params})`;
  return {
    edits: [{ start: call.getStart(tree), end: call.end, text: text.replaceAll('\r\n', '\n') }],
    imports: new Map([[name, name]]),
    from,
  };
}

function verbOf(outer: ts.Expression, tree: ts.SourceFile): 'call' | 'request' | undefined {
  const uses = answerUses(outer, tree);
  if (uses.escapes.length > 0 || uses.harmless.some(readsError)) return undefined;
  const direct = [...uses.results].every(
    (node) => /(?:\.result|\['result'\])$/.test(node.getText()) && !/getData|\.data/.test(node.getText()),
  );
  if (!direct || (uses.bare.length > 0 && uses.results.length > 0)) return undefined;
  return uses.results.length + uses.bindings.length > 0 ? 'request' : 'call';
}

/** The facade throws where the transport answered an error: code that reads it would not see it any more. */
function readsError(use: ts.Node): boolean {
  const s = syntax();
  const name = s.isPropertyAccessExpression(use)
    ? use.name
    : s.isBindingElement(use)
      ? (use.propertyName ?? use.name)
      : use;
  return s.isIdentifier(name) && name !== use && /error|success|status|^ok$/i.test(name.text);
}

function clientOf(
  { client }: Facade,
  shape: CallShape,
  call: ts.CallExpression,
  tree: ts.SourceFile,
): string | undefined {
  const others = call.arguments.filter(
    (_one, index) => index !== shape.argument && call.arguments[index] !== shape.params,
  );
  if (!client.includes('{')) return others.length === 0 ? client : undefined;
  let known = true;
  const text = client.replace(/\{(\d+)\}/g, (_match, index: string) => {
    const argument = call.arguments[Number(index)];
    known &&= argument !== undefined;
    return argument ? textOf(argument, tree) : '';
  });
  return known ? text : undefined;
}

/** The facade's module as a file imports it. */
export function moduleFor(from: string, file: string): string {
  if (!from.startsWith('.')) return from;
  const path = posix.relative(posix.dirname(file), posix.normalize(from));
  return path.startsWith('.') ? path : `./${path}`;
}
