import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { declarationOf, isNameTaken, referencesOf } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import type { Way, Ways } from '../transport/readWays';
import type { Reach } from '../transport/types';
import { holds, holdsText, isName } from '../transport/values/Value';
import type { Choice } from './Choice';
import type { FoundTransport, Transports } from './createTransports';
import { isFetchPut } from './isFetchPut';
import { isRestCall } from './isRestCall';
import { knowsCall } from './knowsCall';
import type { Layout } from './Layout';
import type { Lack } from './layoutOf';
import { nameOf } from './nameOf';
import { SDK_MODULE, sdkFiles } from './sdkFiles';
import type { SiteRead } from './siteReads';

/**
 * What can put one way under the facade: the best first, in groups of which the first one with something that can be written
 * counts. `done` where something has put it there already.
 */
export function choicesFor(
  way: Way,
  { sdk }: Ways,
  site: SiteRead,
  transports: Transports,
  reach: Reach,
): readonly (readonly Choice[])[] | 'done' {
  const { sent } = way;
  // What gets the name in another form gets another call.
  const steps = way.steps.filter((step) => knowsCall(step, site));
  if (steps.some(({ of }) => of.isWrapped)) return 'done';
  if (sent.client === SDK_MODULE) {
    const files = sdkFiles(sdk, site.tree, reach);
    if (files === 'done') return 'done';
    if (files) return [[{ kind: 'sdk', key: `sdk ${files.join(' ')}`, files }]];
  }
  if (!isAddressed(sent)) return [];
  const known = steps.flatMap(({ node }) => transports.of(node) ?? []).reverse();
  const functions = known.filter((one) => isWhole(one));
  // What sends for them has the code and can do better.
  const shown = functions.filter((one) => !one.isHidden && !one.returnsOwn && !one.hidesCode);
  const calls = [...shown.filter(({ isBare }) => isBare), ...shown.filter(({ isBare }) => !isBare)].map(callChoice);
  const global = isRestCall(sent, site) ? globalChoice(sent, reach) : undefined;
  if (global === 'done') return 'done';
  // What is not seen of a function, nobody can say of what it sends either.
  const isClear = known.every(({ lacks }) => !lacks.some((one) => UNSEEN.has(one)));
  if (!isClear) return [calls, functions.filter((one) => !one.isHidden && !one.returnsOwn).map(callChoice)];
  const free = functions.filter((one) => !one.isHidden && !one.returnsOwn);
  return [calls, global ? [global] : [], free.map(callChoice), functions.map(callChoice)];
}

const UNSEEN: ReadonlySet<Lack> = new Set<Lack>(['sends', 'answer', 'params', 'changed']);

function isWhole(transport: FoundTransport): transport is FoundTransport & { readonly layout: Layout } {
  return transport.lacks.length === 0;
}

/** A function of which everything is known that a wrap needs. */
export function wholeChoice(transport: FoundTransport): Choice | undefined {
  return isWhole(transport) ? callChoice(transport) : undefined;
}

function callChoice(transport: FoundTransport & { readonly layout: Layout }): Choice {
  const { node, layout, isHidden, returnsOwn, hidesCode, logs, step } = transport;
  return {
    kind: 'call',
    key: `${step.tree.fileName} ${node.pos}`,
    node,
    name: nameOf(node),
    layout,
    isHeld: isHidden,
    returnsOwn,
    hidesCode,
    logs,
    tree: step.tree,
  };
}

/** REST takes the name in the address alone: one that stands in the body goes to a server of its own, and who knows what that makes of it. */
function isAddressed({ client, url }: Way['sent']): boolean {
  if (client === 'BX24' || !url) return true;
  return holds(url, isName) || holdsText(url, /\bbatch\b/);
}

/** What sends by a name that this package can wrap for the file: fetch, axios, the BX24 of a page. */
function globalChoice({ client, node, made }: Way['sent'], reach: Reach): Choice | 'done' | undefined {
  const s = syntax();
  if (!s.isCallExpression(node)) return undefined;
  const tree = node.getSourceFile();
  const callee = unwrap(node.expression);
  const root = rootOf(callee);
  if (client === 'BX24' && (root?.text === 'BX24' || isOfWindow(callee)))
    return root && declarationOf(root, tree)
      ? undefined
      : /\bwrapBX24\(/.test(tree.text)
        ? 'done'
        : { kind: 'BX24', key: `BX24 ${tree.fileName}`, tree };
  if (client === 'fetch' && s.isIdentifier(callee) && callee.text === 'fetch') {
    const declaration = declarationOf(callee, tree);
    if (declaration) return isWrapping(declaration, 'wrapFetch') ? 'done' : undefined;
    return isFetchPut(node, reach) ? undefined : { kind: 'fetch', key: `fetch ${tree.fileName}`, tree };
  }
  if (client === 'fetch' && /\b(\w+) \?\?= wrapFetch\(/.exec(tree.text)?.[1] === callee.getText()) return 'done';
  if (client === 'ky' && root) return isFetchPut(node, reach) ? undefined : kyChoice(root, tree);
  if (client !== 'axios') return undefined;
  if (made?.node) {
    const around = made.node.parent;
    if (s.isCallExpression(around) && around.expression.getText() === 'wrapAxios') return 'done';
    const there = made.node.getSourceFile();
    return { kind: 'axios', key: `axios ${there.fileName} ${made.node.pos}`, tree: there, made: made.node };
  }
  const declaration = root && declarationOf(root, tree);
  if (made || !declaration || !isAxios(declaration)) return undefined;
  if (isWrapping(declaration, 'wrapAxios') || isWrappedBehind(declaration, tree)) return 'done';
  const key = `axios ${tree.fileName}`;
  return s.isVariableDeclaration(declaration)
    ? { kind: 'axios', key: `${key} ${declaration.pos}`, tree, declared: declaration }
    : { kind: 'axios', key, tree };
}

/** `wrapAxios(axios)` in the statements beside its declaration: one in a function may never run. */
function isWrappedBehind(declaration: AxiosDeclaration, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!tree.text.includes('wrapAxios')) return false;
  const block = s.isImportClause(declaration) ? tree : declaration.parent.parent.parent;
  return referencesOf(declaration, tree).some(({ parent: call }) => {
    if (!s.isCallExpression(call) || call.expression.getText(tree) !== 'wrapAxios') return false;
    let at: ts.Node = call;
    while (!s.isStatement(at)) at = at.parent;
    return at.parent === block && !s.isFunctionDeclaration(at);
  });
}

/** ky takes another fetch by itself. Its types are its own, so a file of TypeScript is left to people. */
function kyChoice(root: ts.Identifier, tree: ts.SourceFile): Choice | 'done' | undefined {
  const s = syntax();
  const declaration = declarationOf(root, tree);
  if (!declaration || /\.(?:[mc]?tsx?|vue|svelte)$/i.test(tree.fileName)) return undefined;
  if (s.isVariableDeclaration(declaration))
    return /\.extend\(\{ fetch: wrapFetch\(/.test(declaration.initializer?.getText() ?? '') ? 'done' : undefined;
  const isKy =
    s.isImportClause(declaration) && declaration.name?.text === root.text && !isNameTaken(`${root.text}V1`, tree);
  return isKy && declaration.name
    ? { kind: 'ky', key: `ky ${tree.fileName}`, tree, name: declaration.name }
    : undefined;
}

/** `window.BX24.callMethod` */
function isOfWindow(callee: ts.Expression): boolean {
  return /^(?:window|globalThis|self)\.BX24\.\w+$/.test(callee.getText());
}

function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const s = syntax();
  let at = node;
  while (s.isPropertyAccessExpression(at)) at = at.expression;
  return s.isIdentifier(at) ? at : undefined;
}

function isWrapping(declaration: ts.Node, wrapper: string): boolean {
  const s = syntax();
  const made = s.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made !== undefined && s.isCallExpression(made) && made.expression.getText() === wrapper;
}

/** The axios of the module itself, under its own name. */
function isAxios(declaration: ts.Node): declaration is AxiosDeclaration {
  const s = syntax();
  if (s.isImportClause(declaration)) return declaration.name?.text === 'axios';
  return (
    s.isVariableDeclaration(declaration) &&
    declaration.name.getText() === 'axios' &&
    /^(?:wrapAxios\(\s*)?require\(/.test(declaration.initializer?.getText() ?? '')
  );
}

type AxiosDeclaration = ts.ImportClause | ts.VariableDeclaration;
