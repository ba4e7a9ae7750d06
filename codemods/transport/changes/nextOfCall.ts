import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { endName } from '../../source/endName';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import type { ReadingEngine } from '../types';
import { alternatives } from '../values/Value';
import type { Flow, Next, Reached } from './Flow';
import { boundBy, heldBy, instancesOf } from './heldBy';
import { mayTuneClient } from './leavesAlone';

type Calling = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Where something goes that stands in a call: it is what is called, or one of its arguments. */
export function nextOfCall(call: Calling, node: ts.Expression, path: readonly string[], engine: ReadingEngine): Next {
  const callee = calleeOf(call);
  if (node === callee) return called(call, path, engine);
  if (mayTuneClient(callee, engine)) return { next: [], reached: { node: call, target: targetOf(node) } };
  const name = endName(callee);
  const owner = syntax().isPropertyAccessExpression(callee) ? callee.expression : undefined;
  // What a function that is handed over gives comes out of what calls it.
  if (path[0] === '()')
    return owner && TURNS.test(name) ? { next: [{ node: call, path: ['**'] }] } : into(call, node, path, engine);
  const beside = others(call, node).flatMap((one) => handedTo(one, path, undefined, engine));
  const reached = beside.find(isReached);
  if (reached) return { next: [], reached };
  const next = beside.filter((one): one is Flow => !isReached(one));
  const text = callee.getText();
  if (KEEPS.test(text)) {
    const [target] = argumentsOf(call);
    const more = text === 'Object.assign' && target && target !== node ? heldBy(target, ['**'], call, engine).next : [];
    return { next: [...next, ...more, { node: call, path: ['**'] }] };
  }
  if (owner && PUTS.test(name)) return { next: [...next, ...heldBy(owner, ['*', ...path], call, engine).next] };
  const own = into(call, node, path, engine);
  return { ...own, next: [...next, ...own.next] };
}

/** Of the language: what gives back what it is given, or something that has it. */
const KEEPS =
  /^(?:Object\.(?:freeze|seal|assign|create|values|entries|fromEntries)|Promise\.(?:resolve|all|allSettled|race|any)|Array(?:\.(?:from|of))?|Map|Set|WeakMap|WeakSet)$/;

/** Methods that put something into what they belong to. */
const PUTS = /^(?:push|unshift|add|set|splice|concat)$/;

/** Methods that hand what they go through to a function. */
const TURNS = /^(?:then|catch|finally|forEach|map|flatMap|filter|find\w*|some|every|reduce\w*|sort|toSorted)$/;

/** Methods that give back what is in there, or a part of it. */
const GIVES =
  /^(?:then|catch|finally|filter|find|findLast|slice|splice|concat|values|entries|flat|flatMap|at|pop|shift|get|sort|toSorted|reverse|toReversed|next|with|bind)$/;

/** A function of what stands there is called, or a method of what holds it. */
function called(call: Calling, path: readonly string[], engine: ReadingEngine): Next {
  const [first = '', ...rest] = path;
  if (first === '()') return { next: [{ node: call, path: rest }] };
  const name = first === '**' ? endName(calleeOf(call)) : first.startsWith('.') ? first.slice(1) : undefined;
  if (name === undefined) return NOWHERE;
  const held = first === '**' ? path : rest;
  const inner = held[0] === '*' ? held.slice(1) : held;
  const out = TURNS.test(name) ? argumentsOf(call).flatMap((one) => handedTo(one, inner, undefined, engine)) : [];
  const reached = out.find(isReached);
  if (reached) return { next: [], reached };
  const next = out.filter((one): one is Flow => !isReached(one));
  return { next: GIVES.test(name) ? [...next, { node: call, path: ['**'] }] : next };
}

const NOWHERE: Next = { next: [] };

/** What a function does with what it is handed, wherever in its parameters that stands. */
function handedTo(
  given: ts.Expression,
  path: readonly string[],
  place: number | undefined,
  engine: ReadingEngine,
): readonly (Flow | Reached)[] {
  const s = syntax();
  const fn = unwrap(given);
  if (!s.isArrowFunction(fn) && !s.isFunctionExpression(fn) && !s.isIdentifier(fn) && !s.isPropertyAccessExpression(fn))
    return [];
  if (!s.isArrowFunction(fn) && !s.isFunctionExpression(fn) && mayTuneClient(fn, engine))
    return [{ node: fn.parent, target: given }];
  return alternatives(lookedUp(fn, engine)).flatMap((one) => {
    if (one.kind === 'function') return parametersAt(one.node, place, one.bound?.length ?? 0, path);
    if (one.kind !== 'class') return [];
    const builder = one.node.members.find((member) => s.isConstructorDeclaration(member) && member.body);
    return builder && s.isConstructorDeclaration(builder) ? parametersAt(builder, place, 0, path) : [];
  });
}

function parametersAt(
  node: ts.SignatureDeclaration,
  place: number | undefined,
  bound: number,
  path: readonly string[],
): readonly Flow[] {
  const s = syntax();
  const own = node.parameters.filter(({ name }) => !(s.isIdentifier(name) && name.text === 'this'));
  return own.flatMap((one, at) => {
    if (one.dotDotDotToken) return place === undefined || place + bound >= at ? boundBy(one.name, ['*', ...path]) : [];
    if (place !== undefined && place + bound !== at) return [];
    const kept = s.isConstructorDeclaration(node) && one.modifiers?.length && s.isIdentifier(one.name);
    return [
      ...boundBy(one.name, path),
      ...(kept ? instancesOf(node.parent, [one.name.getText(), ...path], false) : []),
    ];
  });
}

/** An argument of a function of the given files. */
function into(call: Calling, node: ts.Expression, path: readonly string[], engine: ReadingEngine): Next {
  const s = syntax();
  const place = argumentsOf(call).indexOf(node);
  const isSpread = s.isSpreadElement(node);
  const held = isSpread && path[0] === '*' ? path.slice(1) : path;
  const callee = calleeOf(call);
  const isCall = s.isPropertyAccessExpression(callee) && callee.name.text === 'call';
  const of = isCall ? callee.expression : callee;
  const at = s.isTaggedTemplateExpression(call) ? undefined : isSpread ? undefined : place - (isCall ? 1 : 0);
  const all = handedTo(of, held, at, engine);
  const reached = all.find(isReached);
  return reached ? { next: [], reached } : { next: all.filter((one): one is Flow => !isReached(one)) };
}

function isReached(one: Flow | Reached): one is Reached {
  return 'target' in one;
}

function calleeOf(call: Calling): ts.Expression {
  return unwrap(syntax().isTaggedTemplateExpression(call) ? call.tag : call.expression);
}

function argumentsOf(call: Calling): readonly ts.Expression[] {
  return syntax().isTaggedTemplateExpression(call) ? [] : (call.arguments ?? []);
}

function others(call: Calling, node: ts.Expression): readonly ts.Expression[] {
  return argumentsOf(call).filter((one) => one !== node);
}

function targetOf(node: ts.Expression): ts.Expression {
  const s = syntax();
  return s.isSpreadElement(node) ? node.expression : node;
}
