import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { functionAround } from '../source/declarations';
import { unwrap } from '../source/unwrap';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { Places } from '../transport/placesOf';
import type { Frame, FunctionRun, Reach, ReadingEngine, Value } from '../transport/types';
import { callersOf } from '../transport/values/parameters';
import { alternatives } from '../transport/values/Value';

/** Functions that a step was handed besides the method and the parameters, in a text: one may encode, and another one otherwise. */
export function handedFunctions(step: FunctionRun, { method, params }: Places): string {
  const seen = new Set<Value>();
  const given = step.given.map((one, at) => (at === method || at === params ? '' : functionsIn(one, seen)));
  const self = step.self ? functionsIn(step.self, seen) : '';
  return [...given, self, ...around(step.of.around, seen)].join('|').replace(/\|+$/, '');
}

function around(frame: Frame, seen: Set<Value>): string[] {
  const found: string[] = [];
  for (let at: Frame | undefined = frame; at; at = at.outer)
    if (at.runs) found.push(...(at.given ?? []).map((one) => functionsIn(one, seen)));
  return found;
}

function functionsIn(value: Value, seen: Set<Value>): string {
  if (seen.has(value)) return '';
  seen.add(value);
  switch (value.kind) {
    case 'function':
    case 'class':
      return `${value.node.getSourceFile().fileName} ${value.node.pos}`;
    case 'external':
      return value.module === 'global' && /^(?:process|import\.meta|Deno|Bun)$/.test(value.path[0] ?? '')
        ? ''
        : [value.module, ...value.path].join('.');
    case 'native':
      return 'native';
    case 'object':
    case 'instance':
      return [...value.fields].flatMap(([name, one]) => named(name, functionsIn(one, seen))).join();
    case 'union':
      return value.of.map((one) => functionsIn(one, seen)).join('/');
    default:
      return '';
  }
}

function named(name: string, text: string): string[] {
  return text === '' ? [] : [`${name}: ${text}`];
}

/** What other callers hand to the function of a step: those whose method is no text of the place, and may be any. */
export function otherCallers(step: FunctionRun, places: Places, reach: Reach): FunctionRun[] {
  const s = syntax();
  const { method, params } = places;
  if (typeof method !== 'number') return [];
  const engine = createReadingEngine(reach, new Map(), step.node, { isGenerous: true });
  return callersOf(step.node, { tree: step.tree }, engine).flatMap((call): FunctionRun[] => {
    const args = call.arguments ?? [];
    const name = args[method];
    const isOpen = args.some((one, at) => at !== method && at !== params && mayBeFunction(one));
    if (!name || s.isStringLiteralLike(unwrap(name)) || !isOpen) return [];
    const given = args.map((one, at) => (at === method || at === params ? step.given[at] : look(one, engine)));
    if (given.some((one) => one === undefined)) return [];
    return [{ ...step, given: given.flatMap((one) => one ?? []) }];
  });
}

function look(node: ts.Expression, engine: ReadingEngine): Value {
  engine.trace.budget = 3_000;
  return engine.evaluate(node, engine.openFrame(functionAround(node), node.getSourceFile()));
}

function mayBeFunction(given: ts.Expression): boolean {
  const s = syntax();
  const node = unwrap(given);
  return (
    s.isIdentifier(node) ||
    s.isPropertyAccessExpression(node) ||
    s.isArrowFunction(node) ||
    s.isFunctionExpression(node) ||
    s.isObjectLiteralExpression(node) ||
    s.isCallExpression(node)
  );
}

/** Is something handed of which nobody knows what it is, where a function stands that encodes unless told otherwise? */
export function handsUnknown(step: FunctionRun, { method, params }: Places, reach: Reach): boolean {
  const s = syntax();
  const own = step.node.parameters.filter(({ name }) => name.getText() !== 'this');
  return own.some((one, at) => {
    const value = step.given[at];
    if (at === method || at === params || !one.initializer || !value || !s.isIdentifier(one.name)) return false;
    if (!alternatives(value).some(({ kind }) => kind === 'unknown')) return false;
    const engine = createReadingEngine(reach, new Map(), step.node, { isGenerous: true });
    const usual = look(one.initializer, engine);
    if (usual.kind === 'function') return true;
    return usual.kind === 'external' && ENCODERS.test([usual.module, ...usual.path].join('.'));
  });
}

const ENCODERS = /stringify|param$|encode|serialize|formdata/i;
