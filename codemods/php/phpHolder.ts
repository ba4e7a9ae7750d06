import type { PhpNode } from './loadPhp';
import { isNode, type PhpAssignment, type PhpText } from './readPhp';

/** What an address is put under, and how that is asked for. */
export interface PhpHolder {
  readonly holder: string;
  readonly form: 'variable' | 'property' | 'key' | 'constant';
}

/** What a text is put under: a variable, a property, a constant, a `define`, a key, a parameter. */
export function phpHolder({ around, node: text }: Pick<PhpText, 'around' | 'node'>): PhpHolder | undefined {
  const [first, ...more] = around;
  if (!first) return undefined;
  const { node, key } = first;
  if (key === 'arguments') {
    const [name] = Array.isArray(node['arguments']) ? node['arguments'] : [];
    const callee = isNode(node['what']) ? String(node['what']['name'] ?? '') : '';
    if (/^\\?r?l?trim$/i.test(callee) && name === text) return phpHolder({ around: more, node });
    return /^\\?define$/i.test(callee) && isNode(name) && name !== text
      ? { holder: String(name['value']), form: 'constant' }
      : undefined;
  }
  if (node.kind === 'assign') return isNode(node['left']) ? holderOf(node['left']) : undefined;
  if (node.kind === 'entry')
    return isNode(node['key']) ? { holder: String(node['key']['value'] ?? ''), form: 'key' } : undefined;
  return holderOf(node);
}

function holderOf(node: PhpNode): PhpHolder | undefined {
  const holder = phpName(node);
  return holder === undefined ? undefined : { holder, form: FORMS[node.kind] ?? 'constant' };
}

const FORMS: Readonly<Record<string, PhpHolder['form']>> = {
  variable: 'variable',
  parameter: 'variable',
  property: 'property',
  propertylookup: 'property',
  nullsafepropertylookup: 'property',
  staticlookup: 'property',
  offsetlookup: 'key',
};

/** The name by which something is asked for, without what it belongs to. */
export function phpName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (/^(?:nullsafe)?propertylookup$|^staticlookup$/.test(node.kind)) return phpName(node['offset']);
  if (node.kind === 'offsetlookup') return isNode(node['offset']) ? String(node['offset']['value'] ?? '') : undefined;
  const name = isNode(node['name']) ? node['name']['name'] : node['name'];
  return typeof name === 'string' ? name.replace(/^.*\\/, '') : undefined;
}

/** The function that something stands in; none outside of functions. */
export function scopeOf({ around }: Pick<PhpText, 'around'>): PhpNode | undefined {
  return around.find(({ node }) => /^(?:function|method|closure)$/.test(node.kind))?.node;
}

/**
 * Is another value put under it here? Not where it is only handed on, shortened or emptied.
 * @param isShared functions may reach the variable too: by `global`, by reference
 */
export function putsAnother(
  { node, around }: Pick<PhpAssignment, 'node' | 'around'>,
  of: PhpHolder & { readonly scope?: PhpNode },
  isShared: boolean,
): boolean {
  const { left, right, operator } = node;
  const isLoop = node.kind === 'foreach';
  if (!isLoop && (!isNode(right) || (operator !== '=' && operator !== '??='))) return false;
  const targets = (isLoop ? [node['value'], node['key']] : [left]).filter(isNode).flatMap(targetsOf);
  const isOwn = of.form !== 'variable' || isShared || scopeOf({ around }) === of.scope;
  const isIt = targets.some((one) => (isGlobalKey(one, of) || isSame(one, of)) && (isOwn || isGlobalKey(one, of)));
  return isIt && !(isNode(right) && isSameValue(right, of.holder));
}

function isSame(target: PhpNode, of: PhpHolder): boolean {
  const found = holderOf(target);
  return found?.holder === of.holder && found.form === of.form;
}

/** `$GLOBALS['hook']` */
function isGlobalKey(target: PhpNode, { holder, form }: PhpHolder): boolean {
  const { what } = target;
  if (form !== 'variable' || target.kind !== 'offsetlookup' || !isNode(what)) return false;
  return what['name'] === 'GLOBALS' && phpName(target) === holder;
}

/** `[$hook, $user] = …`, `list('hook' => $hook) = …` */
function targetsOf(target: PhpNode): PhpNode[] {
  const { items } = target;
  if ((target.kind !== 'list' && target.kind !== 'array') || !Array.isArray(items)) return [target];
  return items
    .filter(isNode)
    .flatMap((one) => targetsOf(one.kind === 'entry' && isNode(one['value']) ? one['value'] : one));
}

const LITERALS: ReadonlySet<string> = new Set(['string', 'nowdoc', 'number', 'boolean', 'nullkeyword', 'array']);

function isSameValue(value: PhpNode, holder: string): boolean {
  let at = value;
  for (;;) {
    const [first] = Array.isArray(at['arguments']) ? at['arguments'] : [];
    // `rtrim($hook, '/')`, `$hook . '/'`, `$hook ?? null`
    const inner =
      at.kind === 'call' && isNode(at['what']) && /^\\?r?l?trim$/i.test(String(at['what']['name']))
        ? first
        : at['left'];
    if ((at.kind === 'call' || at.kind === 'bin') && isNode(inner)) at = inner;
    else break;
  }
  return LITERALS.has(at.kind) || phpName(at) === holder;
}
