import type { ts } from 'ts-morph';
import type { MadeValue, ObjectValue, ReadingEngine, Value } from '../types';
import { UNKNOWN } from './Value';

interface Handled {
  readonly target: Value;
  /** What the handler has under a name of a trap. */
  readonly trap: (name: string) => Value | undefined;
}

/** `new Proxy(target, { get, apply })`, where all of its handler shows. */
function handledBy(
  { what, from: [target, handler] }: MadeValue,
  node: ts.Node,
  engine: ReadingEngine,
): Handled | undefined {
  if (what !== 'Proxy' || !target || handler?.kind !== 'object' || !isWhole(handler)) return undefined;
  return { target, trap: (name) => (handler.fields.has(name) ? engine.member(handler, name, node) : undefined) };
}

function isWhole({ others, spreads }: ObjectValue): boolean {
  return others.length + spreads.length === 0;
}

/** What a Proxy gives under a key: what its `get` makes of it, or what stands there in its target. */
export function proxied(value: MadeValue, key: Value, node: ts.Node, engine: ReadingEngine): Value | undefined {
  const handled = handledBy(value, node, engine);
  if (!handled) return undefined;
  const get = handled.trap('get');
  if (get) return engine.call(get, [handled.target, key, value], node);
  return key.kind === 'literal' ? engine.member(handled.target, String(key.value), node) : undefined;
}

/** What calling a Proxy gives: what its `apply` makes of it, or what its target does. */
export function appliedTo(
  value: MadeValue,
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const handled = handledBy(value, node, engine);
  if (!handled) return undefined;
  const apply = handled.trap('apply');
  return apply
    ? engine.call(apply, [handled.target, UNKNOWN, { kind: 'list', items: [...given], open: false }], node)
    : engine.call(handled.target, given, node);
}
