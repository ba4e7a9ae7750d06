import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { ReasonId } from '../report/reasons';
import { attached } from '../source/attached';
import { declarationOf } from '../source/declarations';
import { nodesIn } from '../source/nodesIn';
import { unwrap } from '../source/unwrap';
import { returnsOwn } from '../transport/answer/returnsOwn';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { FunctionNode, FunctionRun, Reach } from '../transport/types';
import type { Need } from './Asked';
import type { Choice } from './Choice';
import { nameOf } from './nameOf';

type SiteCall = Need['call'];

/** Why a call stays on v1 when the code runs, though it is put under the facade; undefined where nothing shows that. */
export function keptOnV1({ steps, call, held }: Need, choice: Choice | undefined): ReasonId | undefined {
  if (choice?.kind !== 'call') return held;
  if (choice.isHeld) return 'held-on-v1';
  if (choice.returnsOwn) return 'returns-own';
  const { answer, callback } = choice.layout;
  const step = steps.find(({ node }) => node === choice.node);
  if (answer !== 'callback' || typeof callback === 'object' || typeof callback === 'string' || !step) return undefined;
  return givesTwo(step, callback, step === steps[0] ? call : undefined) ? 'second-callback' : undefined;
}

/** The same of a call that something has put there already. */
export function keptBefore(steps: readonly FunctionRun[], call: SiteCall, reach: Reach): ReasonId | undefined {
  for (const [at, step] of steps.entries()) {
    const { node, tree, of } = step;
    const options = wrapsOf(tree)
      .find((wrap) => wraps(wrap, node))
      ?.arguments[1]?.getText(tree);
    if (options === undefined) continue;
    if (/\bmode: ['"`]v1['"`]/.test(options)) return 'held-on-v1';
    if (!of.isWrapped) continue;
    if (isOwnReturned(node, reach)) return 'returns-own';
    const place = /\bcallback: (\d+|['"{])/.exec(options)?.[1];
    if (!/\banswer: ['"]callback/.test(options) || (place !== undefined && !/^\d/.test(place))) continue;
    if (givesTwo(step, place === undefined ? undefined : Number(place), at === 0 ? call : undefined))
      return 'second-callback';
  }
  return undefined;
}

/** Does a call give a function besides the one that hears the answer, or two where no place is told? */
function givesTwo({ given }: FunctionRun, place: number | undefined, call: SiteCall): boolean {
  const all = given.filter((one, at) => {
    if (at === place) return false;
    const argument = call?.arguments?.[at];
    return /^(?:function|native)$/.test(one.kind) || (argument !== undefined && isOfPromise(argument));
  });
  return all.length > (place === undefined ? 1 : 0);
}

/** `resolve` of `new Promise((resolve, reject) => …)` */
function isOfPromise(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  const declaration = s.isIdentifier(node) ? declarationOf(node, node.getSourceFile()) : undefined;
  if (!declaration || !s.isParameter(declaration)) return false;
  const { parent } = declaration.parent;
  return s.isNewExpression(parent) && parent.expression.getText() === 'Promise';
}

const wrappings = attached<ts.SourceFile, readonly ts.CallExpression[]>();

function wrapsOf(tree: ts.SourceFile): readonly ts.CallExpression[] {
  const known = wrappings.get(tree);
  if (known) return known;
  const s = syntax();
  const found: ts.CallExpression[] = [];
  for (const node of /\bwrapCall/.test(tree.text) ? nodesIn(tree) : []) {
    if (s.isCallExpression(node) && /^wrapCall/.test(node.expression.getText(tree))) found.push(node);
  }
  wrappings.set(tree, found);
  return found;
}

const owns = attached<ts.Node, boolean>();

/** Each call of a function asks for it. */
function isOwnReturned(node: FunctionNode, reach: Reach): boolean {
  const known = owns.get(node);
  if (known !== undefined) return known;
  const found = returnsOwn(node, createReadingEngine(reach, new Map(), node, { isGenerous: true }));
  owns.set(node, found);
  return found;
}

/** `wrapCall(api, …)`, `wrapCall(Client.prototype.call, …)`, `wrapCall(async (…) => …, …)` */
function wraps({ arguments: [given] }: ts.CallExpression, node: FunctionNode): boolean {
  const s = syntax();
  if (!given) return false;
  const inner = unwrap(given);
  if (inner === node) return true;
  const name = s.isPropertyAccessExpression(inner) ? inner.name : inner;
  return s.isIdentifier(name) && name.text === nameOf(node).split('.').at(-1);
}
