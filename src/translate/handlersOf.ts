import { isPlainBot } from '../map/botKinds';
import type { HandlerFact, ParamEntry } from '../map/entry';
import { isFields } from '../values/structures';
import { scalar } from '../values/texts';
import type { V1Call } from './types';

export interface Handlers {
  /** The one URL that v2 takes. */
  readonly url?: string;
  /** All URLs that v1 would call, without that for all events when single ones override it. */
  readonly urls: readonly string[];
  readonly names: readonly string[];
  /** They are for every event that v1 wants an address for. */
  readonly forAll: boolean;
  /** The address of a command. */
  readonly command?: string;
}

/** The handler addresses in a call of imbot.register, imbot.update or imbot.command.*. */
export function handlersOf(call: V1Call): Handlers {
  const { params, entry } = call;
  const { patch = '' } = entry;
  const changes = params[patch];
  const source = isFields(changes) || Array.isArray(changes) ? { ...changes } : params;
  const known = handlersIn(entry.params[patch]?.fields ?? entry.params);
  const urlOf = (name: string | undefined) => (name === undefined ? undefined : scalar(Reflect.get(source, name)));
  const named = (of: HandlerFact['of']) => known.find(([, handler]) => handler.of === of)?.[0];
  const command = urlOf(named('command'));
  const all = named('all');
  const one = urlOf(all);
  if (one && all !== undefined) return { url: one, urls: [one], names: [all], forAll: true, command };
  // An update does not tell what bot it is about.
  const isPlain = !entry.patch && isPlainBot(params);
  const single = known.filter(([, handler]) => handler.of === 'one');
  const given = single.filter(([name, handler]) => urlOf(name) && !(isPlain && handler.notForPlainBots));
  const names = given.map(([name]) => name);
  const urls = names.map((name) => urlOf(name) ?? '');
  const forAll = single.every(([name, handler]) => !handler.needed || names.includes(name));
  return { url: urls[0], urls, names, forAll, command };
}

const found = new WeakMap<object, readonly (readonly [name: string, handler: HandlerFact])[]>();

/** The map has few of them, and every registration and command asks. */
function handlersIn(
  params: Readonly<Record<string, ParamEntry>>,
): readonly (readonly [name: string, handler: HandlerFact])[] {
  const known = found.get(params);
  if (known) return known;
  const made = Object.entries(params).flatMap(([name, { handler }]) => (handler ? [[name, handler] as const] : []));
  found.set(params, made);
  return made;
}
