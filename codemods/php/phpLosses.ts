import type { ParamEntry } from '../../src/map/entry';
import { methodEntry } from '../../src/map/index';
import { translate } from '../../src/translate/translate';
import type { ReasonId } from '../report/reasons';
import { worstOf } from '../rewrite/sampleParams';
import type { PhpNode } from './loadPhp';
import { isNode } from './parsePhp';
import type { PhpText } from './readPhp';

export interface PhpLosses {
  readonly reasons: readonly ReasonId[];
  readonly params: readonly string[];
}

const NOTHING: PhpLosses = { reasons: [], params: [] };

type Entries = Readonly<Record<string, ParamEntry>>;

/** What v2 does not do of a call whose parameters stand in an array, and the parameters that it is about. */
export function phpLosses(literal: PhpText, method: string): PhpLosses {
  const entry = methodEntry(method);
  const given = arrayBeside(literal);
  if (!entry || !given || entry.v2.length === 0) return NOTHING;
  const { sample, isWhole } = sampleOf(given, entry.params, true);
  const translation = translate(method, sample, { auth: 'site', events: 'v1' });
  if (!translation) return NOTHING;
  const reasons: ReasonId[] = translation.losses.map(({ id }) => id);
  const params = translation.losses.flatMap(({ param }) => param ?? []);
  if (entry.bot !== 'none' && isWhole && !Object.hasOwn(sample, 'BOT_ID')) {
    reasons.push('no-bot-id');
    params.push('BOT_ID');
  }
  return { reasons: [...new Set(reasons)], params: [...new Set(params)] };
}

/** `call('imbot.…', [...])`, `['method' => 'imbot.…', 'params' => [...]]`, `['imbot.…', [...]]`. */
function arrayBeside({ around: [first, second] }: PhpText): PhpNode | undefined {
  if (!first) return undefined;
  const { node, key, index } = first;
  if (key === 'arguments') return asArray(list(node['arguments'])[(index ?? 0) + 1]);
  if (node.kind !== 'entry' || second?.node.kind !== 'array') return undefined;
  const items = list(second.node['items']);
  if (!isNode(node['key'])) return items[0] === node ? asArray(items[1]?.['value']) : undefined;
  const params = items.find((item) => /^(?:params|parameters|data|fields|args)$/i.test(textOf(item['key']) ?? ''));
  return asArray(params?.['value']);
}

function asArray(node: unknown): PhpNode | undefined {
  const given = isNode(node) && node.kind === 'namedargument' ? node['value'] : node;
  return isNode(given) && given.kind === 'array' ? given : undefined;
}

/** Literals are themselves, what is not known here is the worst that it could be. */
function sampleOf(
  array: PhpNode,
  entries: Entries,
  isTop: boolean,
): { readonly sample: Record<string, unknown>; readonly isWhole: boolean } {
  const sample: Record<string, unknown> = {};
  let isWhole = true;
  for (const item of list(array['items'])) {
    const key = item.kind === 'entry' ? textOf(item['key']) : undefined;
    if (key === undefined) {
      isWhole = false;
      continue;
    }
    const name = isTop ? key.toUpperCase() : key;
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const inner = asArray(item['value']);
    if (entry?.fields && inner) sample[name] = sampleOf(inner, entry.fields, false).sample;
    else {
      const known = literalOf(item['value']);
      sample[name] = known ? known.value : entry ? worstOf(entry) : 'unknown';
    }
  }
  return { sample, isWhole };
}

/** The value of a literal; undefined where it is known only when the code runs. */
function literalOf(node: unknown): { readonly value: unknown } | undefined {
  if (!isNode(node)) return undefined;
  if (node.kind === 'string' || node.kind === 'nowdoc' || node.kind === 'boolean') return { value: node['value'] };
  if (node.kind === 'number') return { value: Number(node['value']) };
  if (node.kind === 'nullkeyword') return { value: null };
  if (node.kind !== 'array') return undefined;
  const items = list(node['items']);
  const isList = items.every((item) => !isNode(item['key']));
  const values = items.map((item) => literalOf(item['value'])?.value ?? 'unknown');
  return {
    value: isList
      ? values
      : Object.fromEntries(items.map((item, at) => [textOf(item['key']) ?? String(at), values[at]])),
  };
}

function textOf(node: unknown): string | undefined {
  return isNode(node) && node.kind === 'string' ? String(node['value']) : undefined;
}

function list(nodes: unknown): PhpNode[] {
  return Array.isArray(nodes) ? nodes.filter(isNode) : [];
}
