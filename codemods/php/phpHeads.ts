import { HOLE } from '../find/nameIn';
import type { SourceText } from '../plan/site';
import { heredocText } from './heredocText';
import type { PhpNode } from './loadPhp';
import { childOf, childrenOf, lastName, type PhpProgram } from './phpProgram';
import type { createPhpValues, PhpValue } from './phpValues';

/** Where an address leads: to what is written somewhere, to no server at all, nobody knows, or a client of others knows. */
export type PhpHead =
  | PhpWritten
  | { readonly kind: 'local' | 'unknown' | 'unseen'; readonly node: PhpNode; readonly trail: readonly PhpNode[] };

/** A server that is written in one place. */
export interface PhpWritten {
  readonly kind: 'written';
  readonly node: PhpNode;
  readonly file: SourceText;
  readonly start: number;
  readonly end: number;
  /** `https://acme.bitrix24.com` */
  readonly origin: string;
  /** Only the host is written there, behind a scheme elsewhere. */
  readonly isHost: boolean;
  /** What follows the origin, with HOLE for what is known only when the code runs. */
  readonly tail: string;
  readonly trail: readonly PhpNode[];
}

type Item = { readonly node: PhpNode } | { readonly node: PhpNode; readonly text: string; readonly start: number };
type Trail = readonly PhpNode[];

/** Where addresses begin, followed to the texts that hold their host. */
export function createPhpHeads(program: PhpProgram, valuesOf: ReturnType<typeof createPhpValues>) {
  const fileOf = (node: PhpNode) => program.where.get(node)?.file;

  function heads(items: readonly Item[], trail: Trail, scheme: string, depth: number): PhpHead[] {
    const [first, ...rest] = items;
    if (!first) return [];
    const lost = (node: PhpNode): PhpHead[] => [{ kind: 'unknown', node, trail }];
    if (depth > 60) return lost(first.node);
    if (!('text' in first)) {
      return valuesOf(first.node, trail).flatMap((value) => {
        if (!value.isKnown) return [{ kind: 'unknown' as const, node: value.node, trail: value.trail }];
        const inner = itemsOf(value.node, fileOf(value.node));
        if (inner) return heads([...inner, ...rest], value.trail, scheme, depth + 1);
        const isPlain = /^(?:magic|number|boolean|nullkeyword)$/.test(value.node.kind) && scheme === '';
        return [{ kind: isPlain ? ('local' as const) : ('unknown' as const), node: value.node, trail: value.trail }];
      });
    }
    const file = fileOf(first.node);
    if (first.text === '') return heads(rest, trail, scheme, depth);
    const [, written = '', host = ''] = /^(\s*(?:https?:)?\/\/)?([^/?#\s]*)/i.exec(first.text) ?? [];
    if (written && host === '' && scheme === '' && first.text === written) return heads(rest, trail, written, depth);
    const before = scheme || written;
    if (before === '') {
      const isSplit = /^\s*https?:?\/?$/i.test(first.text) || /^(?:ssl|tls|tcp):/i.test(first.text);
      return isSplit ? lost(first.node) : [{ kind: 'local', node: first.node, trail }];
    }
    if (!file || !/^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::\d+)?$/iu.test(host)) return lost(first.node);
    if (!/^\s*https?:/i.test(before)) return lost(first.node);
    const begin = scheme ? 0 : written.length;
    const behind = first.text.slice(begin + host.length);
    const tail = behind + tailOf(rest, trail, 0);
    // Its end may stand in the next part: `https://acme` . '.bitrix24.com'.
    if (behind === '' && tail !== '' && !/^[/?#]/.test(tail)) return lost(first.node);
    const path = /^(?:\/[\w.~-]+)*?(?=\/rest(?:\/|$))/i.exec(tail)?.[0] ?? '';
    if (path.length > behind.length) return lost(first.node);
    const start = first.start + (scheme ? 0 : written.length - written.trimStart().length);
    const end = first.start + begin + host.length + path.length;
    const origin = before.trim() + host + path;
    return [
      {
        kind: 'written',
        node: first.node,
        file,
        start,
        end,
        origin,
        isHost: scheme !== '',
        tail: tail.slice(path.length),
        trail,
      },
    ];
  }

  /** What follows, as far as it is one. */
  function tailOf(items: readonly Item[], trail: Trail, depth: number): string {
    return items
      .map((item): string => {
        if ('text' in item) return item.text;
        const values: readonly PhpValue[] = depth > 10 ? [] : valuesOf(item.node, trail);
        const [only] = values;
        const inner = values.length === 1 && only?.isKnown ? itemsOf(only.node, fileOf(only.node)) : undefined;
        if (only?.isKnown && values.length === 1 && only.node.kind === 'number') return String(only.node['value']);
        return inner && only ? tailOf(inner, only.trail, depth + 1) : HOLE;
      })
      .join('');
  }

  return {
    headsOf: (node: PhpNode): PhpHead[] => heads([{ node }], [], '', 0),
    /** Of an expression in the place of a text, whose parts may be values. */
    headsOfText: (node: PhpNode): PhpHead[] => heads(itemsOf(node, fileOf(node)) ?? [{ node }], [], '', 0),
    /** The whole text, with HOLE for what is not known. */
    textOf: (node: PhpNode): string => tailOf([{ node }], [], 0),
  };
}

/** The parts of a text; undefined for what is none. */
function itemsOf(root: PhpNode, file: SourceText | undefined): Item[] | undefined {
  if (!file) return undefined;
  const items: Item[] = [];
  const open: PhpNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const { left, right, expression } = {
      left: childOf(node, 'left'),
      right: childOf(node, 'right'),
      expression: childOf(node, 'expression'),
    };
    const start = node.loc?.start.offset ?? 0;
    const end = node.loc?.end.offset ?? 0;
    if (node.kind === 'bin' && node['type'] === '.' && left && right) open.push(right, left);
    else if (node.kind === 'encapsed') open.push(...childrenOf(node, 'value').reverse());
    else if (node.kind === 'encapsedpart' && expression?.kind === 'string') {
      items.push({ node: expression, ...heredocText(expression, file.text) });
    } else if (node.kind === 'encapsedpart' && expression) items.push({ node: expression });
    else if (node.kind === 'string') {
      const quoted = /^b?['"]/.exec(file.text.slice(start, start + 2))?.[0].length ?? 0;
      items.push({ node, text: file.text.slice(start + quoted, end - (quoted > 0 ? 1 : 0)), start: start + quoted });
    } else if (node.kind === 'nowdoc') {
      const text = String(node['value']);
      items.push({ node, text, start: start + Math.max(0, file.text.slice(start, end).indexOf(text)) });
    } else if (node.kind === 'call') {
      const formatted = formatOf(node, file);
      if (!formatted) {
        if (node === root) return undefined;
        items.push({ node });
      } else items.push(...formatted);
    } else if (node === root) return undefined;
    else items.push({ node });
  }
  return items;
}

/** `sprintf('https://%s/rest/%s', $domain, $method)`, `implode('/', [...])` */
function formatOf(call: PhpNode, file: SourceText): Item[] | undefined {
  const name = lastName(childOf(call, 'what'));
  const [first, ...given] = childrenOf(call, 'arguments');
  if (!first) return undefined;
  if (/^(?:implode|join)$/i.test(name)) {
    const [list] = given;
    const glue = itemsOf(first, file);
    if (list?.kind !== 'array' || !glue) return undefined;
    return childrenOf(list, 'items').flatMap((item, at): Item[] => {
      const value = childOf(item, 'value') ?? item;
      return [...(at > 0 ? glue : []), ...(itemsOf(value, file) ?? [{ node: value }])];
    });
  }
  if (!/^sprintf$/i.test(name)) return undefined;
  const [format] = itemsOf(first, file) ?? [];
  if (!format || !('text' in format) || first.kind !== 'string') return undefined;
  const items: Item[] = [];
  let at = 0;
  let next = 0;
  for (const found of format.text.matchAll(/%(?:(\d+)\$)?[-+0 ']*\d*(?:\.\d+)?([a-zA-Z%])/g)) {
    items.push({ node: first, text: format.text.slice(at, found.index), start: format.start + at });
    at = found.index + found[0].length;
    if (found[2] === '%') {
      items.push({ node: first, text: '%', start: format.start + at - 1 });
      continue;
    }
    const value = given[found[1] ? Number(found[1]) - 1 : next];
    if (!found[1]) next += 1;
    if (!value) return undefined;
    items.push(...(itemsOf(value, file) ?? [{ node: value }]));
  }
  return [...items, { node: first, text: format.text.slice(at), start: format.start + at }];
}
