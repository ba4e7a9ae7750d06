import type { ParamEntry } from '../map/entry';
import { METHODS } from '../map/index';
import { RESTS_ON } from '../map/restsOn';

/** What of a method stays on v1: all of its calls, or those that carry one of these parameters. */
type Held = 'all' | Set<string>;

/**
 * Which calls rest on a fact that does not hold on a portal, by what the map says rests on it: a method, a value rule, an
 * error code. They stay on v1 in mode `auto`.
 *
 * @param facts by id, whether it holds; what is not named was not asked and counts as the map has it
 * @returns undefined where no call does
 */
export function heldOnV1(
  facts: Readonly<Record<string, boolean>>,
): ((method: string, params: Readonly<Record<string, unknown>>) => boolean) | undefined {
  const held = new Map<string, Held>();
  for (const [id, holds] of Object.entries(RESTS_ON)) if (facts[id] === false) hold(held, holds);
  if (held.size === 0) return undefined;
  return (method, params) => {
    const part = held.get(method);
    if (part === undefined || part === 'all') return part === 'all';
    return Object.keys(params).some((key) => part.has(rootOf(key)));
  };
}

function hold(held: Map<string, Held>, holds: readonly string[]): void {
  const named = (kind: string): string[] =>
    holds.flatMap((thing) => (thing.startsWith(`${kind}:`) ? [thing.slice(kind.length + 1)] : []));
  const [methods, rules] = [named('method'), named('rule')];
  for (const method of methods) held.set(method, 'all');
  for (const { v1, params } of METHODS) {
    // Codes that mean something else can come from any method.
    if (methods.length + rules.length === 0 && named('error').length > 0) held.set(v1, 'all');
    const part = held.get(v1) ?? new Set<string>();
    if (part === 'all') continue;
    for (const [name, param] of Object.entries(params)) if (follows(param, rules)) part.add(name);
    if (part.size > 0) held.set(v1, part);
  }
}

function follows({ targets = [], fields = {} }: ParamEntry, rules: readonly string[]): boolean {
  return (
    targets.some(({ rule }) => rules.includes(rule)) || Object.values(fields).some((inner) => follows(inner, rules))
  );
}

/** Names are in any case, and PHP’s flat keys lead into a parameter. */
function rootOf(key: string): string {
  return (key.split('[')[0] ?? '').toUpperCase();
}
