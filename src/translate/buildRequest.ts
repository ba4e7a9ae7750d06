import type { ParamEntry } from '../map/entry';
import type { OneRoute } from '../map/routes';
import { type ValueContext, type ValueRule, valueRule } from '../map/rules';
import { isFields } from '../values/structures';
import { holdsReference, isReference } from './isReference';
import { NeedsValue } from './signals';
import type { Call, Params } from './types';

type Sent = Pick<OneRoute, 'fixed' | 'only' | 'fields'>;

/**
 * The parameters of the v2 request: the bot, then what was passed, by the rules of the map. An absent v1 parameter is
 * absent here. Throws NeedsValue within a batch.
 */
export function buildRequest(call: Call, botId: unknown, route: Sent = {}): Record<string, unknown> {
  const request: Record<string, unknown> = botId === undefined ? { ...call.token } : { botId, ...call.token };
  put(request, call, call.params, call.entry.params, { botId }, route.only);
  if (route.fixed) Object.assign(request, route.fixed);
  // An empty object leaves nothing in a form; v1 switches the preview on where it is not named.
  if (route.fields && request.fields === undefined) request.fields = call.asForm ? { urlPreview: 'Y' } : {};
  if (call.auth) request.auth = call.auth.auth;
  return request;
}

function put(
  request: Record<string, unknown>,
  call: Call,
  params: Params,
  entries: Readonly<Record<string, ParamEntry>>,
  context: ValueContext,
  only?: readonly string[],
): void {
  for (const name of Object.keys(params)) {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const value = params[name];
    if (entry === undefined || value === undefined || value === null || (only && !only.includes(name))) continue;
    if (entry.fields && isFields(value)) put(request, call, value, entry.fields, context);
    else if (entry.targets) {
      for (const { to, rule } of entry.targets) set(request, to, converted(call, name, rule, value, context));
    } else if (entry.decides && call.inBatch && holdsReference(value)) throw new NeedsValue(name);
  }
}

function converted(call: Call, name: string, rule: ValueRule, value: unknown, context: ValueContext): unknown {
  const { apply, reference } = valueRule(rule);
  if (!call.inBatch || !holdsReference(value)) return apply(value, context);
  if (!isReference(value) || reference === 'needs-value') throw new NeedsValue(name);
  if (reference === 'chat') return `chat${value}`;
  return reference === 'list' ? [value] : value;
}

/** Sets `fields.properties.name`; undefined leaves no trace. */
export function set(target: Record<string, unknown>, path: string, value: unknown): void {
  if (value === undefined) return;
  const parts = partsOf(path);
  const last = parts.length - 1;
  let level = target;
  for (let depth = 0; depth < last; depth++) {
    const name = parts[depth] ?? '';
    const inner = level[name];
    const next: Record<string, unknown> = isFields(inner) ? inner : {};
    if (next !== inner) level[name] = next;
    level = next;
  }
  level[parts[last] ?? ''] = value;
}

const split = new Map<string, readonly string[]>();

/** The map has few paths, and every call walks some of them. */
function partsOf(path: string): readonly string[] {
  const known = split.get(path);
  if (known) return known;
  const parts = path.split('.');
  split.set(path, parts);
  return parts;
}
