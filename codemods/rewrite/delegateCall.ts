import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../files/sourceFile';
import { isTestFile } from '../files/testFile';
import type { Assumption, CallShape, Edit, Site, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { declarationOf, isNameTaken } from '../source/declarations';
import { textOf } from '../source/textOf';
import { unwrap } from '../source/unwrap';
import type { TransportReading } from '../transport/TransportReading';
import { answerUses } from './answerUses';
import { errorReads } from './errorReads';
import { facadeModule } from './facadeModule';
import { holdsPortal } from './holdsPortal';
import type { Imports } from './Imports';
import { importsOf } from './importEdit';
import { importingOf } from './importingOf';
import { DEFAULT_FACADE, type Facade, type RewriteContext } from './RewriteContext';
import { refusalThrows } from './refusalThrows';
import { transportOf } from './seenTransport';

export interface Delegated {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  /** The module as this file imports it. */
  readonly from: string;
  /** The module seen from the working directory, without and with the ending of its file. */
  readonly module: string;
  readonly path: string;
  /** What tells the portal of the call from others, where that is seen. */
  readonly portal?: string;
  readonly assumed: readonly Assumption[];
}

/**
 * The call through the facade instead of the team's transport: `imbot.call(…)` where the result itself is used or
 * nothing, `imbot.request(…)` where the envelope is. Otherwise why not, where that is not told already: the call may go to a
 * portal of its own, the transport does not fail or answer as the facade does, or the file is a test, whose transport may be
 * a fake.
 */
export function delegateCall(site: Site, file: SourceText, context: RewriteContext): Delegated | ReasonId | undefined {
  const tree = treeOf(file);
  const { shape } = site;
  const facade = facadeFor(file, context);
  if (!importingOf(tree, context)) return undefined;
  const isCall = shape?.place === 'argument' && site.kind === 'call' && !shape.choice && site.reasons.length === 0;
  const { call, outer } = shape ?? {};
  if (!shape || !isCall || !call || !outer || !syntax().isCallExpression(call)) return undefined;
  if (isTestFile(file.path)) return 'in-test';
  const reading = transportOf(shape, site.method, file, { ...context, assumeTransport: undefined });
  const seen = reading?.unseen === undefined ? reading : undefined;
  if (reading?.added.some(({ key }) => key !== 'CLIENT_ID')) return undefined;
  const takesPortal = facade.client.includes('{');
  if (!takesPortal && (seen ? seen.portal === undefined : reading?.isClosure || holdsPortal(call.expression, tree)))
    return 'own-portal';
  const client = clientOf(facade, shape, call, tree);
  if (client === undefined || (!takesPortal && context.shared?.has(facade.from))) return 'own-portal';
  if (!failsAlike(outer, seen, tree, context)) return 'own-failures';
  const verb = verbOf(outer, seen, tree);
  if (!verb) return 'own-answer';
  const name = facade.name ?? /^[\w$]+/.exec(facade.client)?.[0];
  if (name === undefined) return undefined;
  const from = facadeModule(facade.from, tree, context);
  const isImported = importsOf(tree, from)?.names.get(name) === name;
  if (isNameTaken(name, tree) && !isImported) return undefined;
  const params = shape.params ? `, ${textOf(shape.params, tree)}` : '';
  // The type of the answer that was written at the call stays with it.
  const type = verb === 'request' ? answerType(call, tree) : '';
  const text = `${client}.${verb}${type}(${textOf(shape.name, tree)}${params})`;
  return {
    edits: [{ start: call.getStart(tree), end: call.end, text: text.replaceAll('\r\n', '\n') }],
    imports: new Map([[name, name]]),
    from,
    module: facade.from,
    path: fileOf(facade.from, from, file.path),
    assumed: seen ? [] : ['failures'],
    ...(seen?.portal === undefined || takesPortal ? {} : { portal: seen.portal }),
  };
}

/** The file that an import means: `.js` of TypeScript is `.ts`. */
function fileOf(module: string, from: string, importer: string): string {
  if (!module.startsWith('.')) return module;
  const [ending] = /\.[mc]?[jt]s$/.exec(from) ?? [''];
  const isTyped = /\.[mc]?tsx?$/.test(importer);
  const plain = module.replace(/^\.\//, '').replace(/\.[mc]?[jt]s$/, '');
  return plain + (isTyped ? ending.replace('js', 'ts') || '.ts' : ending || '.js');
}

/** The client of the package that the file belongs to. */
export function facadeFor({ path }: SourceText, { facade, place }: RewriteContext): Facade {
  return facade ?? { ...DEFAULT_FACADE, from: place?.(path).facade ?? DEFAULT_FACADE.from };
}

/** The facade throws an error of ours where the portal refuses: so does the transport, and whoever catches it can read ours. */
function failsAlike(
  outer: ts.Expression,
  seen: TransportReading | undefined,
  tree: ts.SourceFile,
  { assumeErrors }: RewriteContext,
): boolean {
  const { isFloating, leaves, isForeign } = errorReads(outer, tree);
  if (isForeign) return false;
  if (!seen) return !isFloating;
  return refusalThrows(seen) && (!leaves || seen.throwsPlain || assumeErrors === true);
}

function verbOf(
  outer: ts.Expression,
  seen: TransportReading | undefined,
  tree: ts.SourceFile,
): 'call' | 'request' | undefined {
  const uses = answerUses(outer, tree);
  if (uses.escapes.length > 0 || uses.harmless.some(readsError)) return undefined;
  const isDirect = [...uses.results, ...uses.bindings].every((node) => !isWithin(node, tree));
  const reads = uses.results.length + uses.bindings.length;
  if (!isDirect || (uses.bare.length > 0 && reads > 0) || seen?.hasOwnResult) return undefined;
  if (reads + uses.bare.length === 0 && uses.harmless.every(isThrownAway)) return 'call';
  const answer = seen?.answer ?? (reads > 0 ? 'envelope' : uses.bare.length > 0 ? 'result' : 'unknown');
  if (answer === 'envelope' && uses.bare.length === 0) return 'request';
  return answer === 'result' && reads === 0 ? 'call' : undefined;
}

/** The envelope is read out of something that stands around it: `answer.data.result`, `const { data } = answer`. */
function isWithin(node: ts.Node, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (s.isBindingElement(node)) {
    const from = node.parent.parent;
    if (s.isBindingElement(from)) return true;
    return s.isVariableDeclaration(from) && from.initializer !== undefined && isWithin(from.initializer, tree);
  }
  if (
    s.isAwaitExpression(node) ||
    s.isParenthesizedExpression(node) ||
    s.isNonNullExpression(node) ||
    s.isAsExpression(node)
  )
    return isWithin(node.expression, tree);
  if (s.isCallExpression(node))
    return s.isPropertyAccessExpression(node.expression) && AROUND.test(node.expression.name.text);
  if (s.isPropertyAccessExpression(node)) return AROUND.test(node.name.text) || isWithin(node.expression, tree);
  if (s.isElementAccessExpression(node)) {
    const key = node.argumentExpression;
    return (s.isStringLiteralLike(key) && AROUND.test(key.text)) || isWithin(node.expression, tree);
  }
  const declaration = s.isIdentifier(node) ? declarationOf(node, tree) : undefined;
  if (!declaration) return false;
  if (s.isBindingElement(declaration)) return AROUND.test((declaration.propertyName ?? declaration.name).getText());
  return (
    s.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isWithin(declaration.initializer, tree)
  );
}

const AROUND = /^(?:data|body|json|getData|response|payload|value)$/;

function isThrownAway({ parent }: ts.Node): boolean {
  return syntax().isExpressionStatement(parent) || syntax().isVoidExpression(parent);
}

/** The facade throws where the transport answered an error: code that reads it would not see it any more. */
function readsError(use: ts.Node): boolean {
  const s = syntax();
  const name = s.isPropertyAccessExpression(use)
    ? use.name
    : s.isBindingElement(use)
      ? (use.propertyName ?? use.name)
      : use;
  return s.isIdentifier(name) && name !== use && /error|success|status|^ok$|headers|message/i.test(name.text);
}

/** `{0}` is an argument of the call, `{receiver}` what stands before the name of the function. */
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
  const callee = unwrap(call.expression);
  const text = client.replace(/\{(\d+|receiver)\}/g, (_match, index: string) => {
    const receiver = syntax().isPropertyAccessExpression(callee) ? callee.expression : undefined;
    const argument = index === 'receiver' ? receiver : call.arguments[Number(index)];
    known &&= argument !== undefined;
    return argument ? textOf(argument, tree) : '';
  });
  return known ? text : undefined;
}

/** `<number>` of `rest<object, number>(…)`: the last type argument is that of the answer. */
function answerType(call: ts.CallExpression, tree: ts.SourceFile): string {
  const last = call.typeArguments?.at(-1);
  return last ? `<${textOf(last, tree)}>` : '';
}
