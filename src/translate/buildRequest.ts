import type { ParamEntry } from '../map/entry';
import type { OneRoute } from '../map/routes';
import { VALUE_RULES, type ValueContext, type ValueRule } from '../map/rules';
import { isFields } from '../values/structures';
import { holdsReference, isReference } from './isReference';
import { NeedsValue } from './signals';
import type { Params, V1Call } from './types';

type Sent = Pick<OneRoute, 'fixed' | 'only' | 'fields'>;

/**
 * The parameters of the v2 request: the bot, then what was passed, by the rules of the map. An absent v1 parameter is
 * absent here. Throws NeedsValue within a batch.
 */
export function buildRequest(call: V1Call, botId: unknown, route: Sent = {}): Record<string, unknown> {
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
  call: V1Call,
  params: Params,
  entries: Readonly<Record<string, ParamEntry>>,
  context: ValueContext,
  only?: readonly string[],
): void {
  for (const name of Object.keys(params)) {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const value = params[name];
    if (entry === undefined || value === undefined || value === null || (only && !only.includes(name))) continue;
    // An accepted loss costs that alone: v2 would refuse an 'N', and the new text with it.
    if (value === 'N' && entry.loss?.when === 'cleared') continue;
    if (entry.fields && isFields(value)) put(request, call, value, entry.fields, context);
    else if (entry.targets) {
      for (const { path, rule } of entry.targets) setAt(request, path, converted(call, name, rule, value, context));
    } else if (entry.decides && call.inBatch && holdsReference(value)) throw new NeedsValue(name);
  }
}

function converted(call: V1Call, name: string, rule: ValueRule, value: unknown, context: ValueContext): unknown {
  const { apply, reference } = VALUE_RULES[rule];
  if (!call.inBatch || !holdsReference(value)) return apply(value, context);
  if (!isReference(value) || reference === 'needs-value') throw new NeedsValue(name);
  if (reference === 'chat') return `chat${value}`;
  return reference === 'list' ? [value] : value;
}

/** Sets `fields.properties.name`; undefined leaves no trace. */
export function set(target: Record<string, unknown>, path: string, value: unknown): void {
  setAt(target, path.split('.'), value);
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  if (value === undefined) return;
  const last = path.length - 1;
  let level = target;
  for (let depth = 0; depth < last; depth++) {
    const name = path[depth] ?? '';
    const inner = level[name];
    const next: Record<string, unknown> = isFields(inner) ? inner : {};
    if (next !== inner) level[name] = next;
    level = next;
  }
  level[path[last] ?? ''] = value;
}
