import { answerTypeOf } from '../map/answerTypeOf';
import type { MethodEntry, ParamEntry } from '../map/entry';
import { METHODS } from '../map/index';
import { documentation, LOSSES, type LossId } from '../map/losses';
import { typeOf } from '../map/typeOf';

const DOCS = 'https://github.com/bitrix24/b24restdocs/blob/main/api-reference/';

/** `src/client/methods.generated.ts` as text: parameter and answer types of every v1 method, from the map. */
export function renderTypes(): string {
  return [
    '// Written by `npm run generate` from src/map. Do not edit.',
    "import type { CallOptions } from '../engine/types';",
    "import type { Attach, Colour, Dialog, DialogId, Flag, Id, Ids, Keyboard, Languages, Menu, V1Bot } from './v1Types';",
    '',
    ...METHODS.flatMap(paramsInterface),
    '/** v1 method → its parameters and its answer. */',
    'export interface V1Methods {',
    ...METHODS.map((entry) => `  '${entry.v1}': { params: ${paramsName(entry)}; result: ${answerTypeOf(entry)} };`),
    '}',
    '',
    '/** The v1 methods as a tree: `imbot.message.add(…)`. */',
    'export interface V1Tree {',
    ...renderTree(tree(), 1),
    '}',
    '',
  ].join('\n');
}

function paramsName({ v1 }: MethodEntry): string {
  return `${v1
    .split('.')
    .slice(1)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}Params`;
}

function paramsInterface(entry: MethodEntry): string[] {
  const lines = [`/** Parameters of ${entry.v1}. Source: ${DOCS}${entry.doc} */`];
  if (entry.anyParams) return [...lines, `export type ${paramsName(entry)} = Record<string, unknown>;`, ''];
  return [...lines, `export interface ${paramsName(entry)} {`, ...fields(entry.params, 1), '}', ''];
}

function fields(params: Readonly<Record<string, ParamEntry>>, depth: number): string[] {
  const pad = '  '.repeat(depth);
  return Object.entries(params).flatMap(([name, param]) => {
    const about = describe(param);
    const mark = param.required ? '' : '?';
    const open = `${pad}${name}${mark}: `;
    const body = param.fields
      ? [`${open}{`, ...fields(param.fields, depth + 1), `${pad}};`]
      : [`${open}${typeOf(param)}${param.required ? '' : ' | null'};`];
    return about ? [`${pad}/** ${about} */`, ...body] : body;
  });
}

function describe({ targets, loss, identity, undocumented }: ParamEntry): string {
  const parts = [
    identity ? 'Who calls: `botId` or `botToken` in v2.' : '',
    targets ? `v2: ${targets.map(({ to }) => `\`${to}\``).join(', ')}.` : '',
    loss ? `Loss \`${loss.id}\` (${loss.when}): ${LOSSES[loss.id].message}` : '',
    undocumented ? 'Not documented by the vendor.' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

interface Branch {
  readonly [part: string]: Branch | MethodEntry;
}

function isEntry(node: Branch | MethodEntry): node is MethodEntry {
  return typeof node.v1 === 'string';
}

function tree(): Branch {
  const root: Record<string, Branch | MethodEntry> = {};
  for (const entry of METHODS) grow(root, entry.v1.split('.').slice(1), entry);
  return root;
}

function grow(
  node: Record<string, Branch | MethodEntry>,
  [head, ...rest]: readonly string[],
  entry: MethodEntry,
): void {
  if (head === undefined) return;
  if (rest.length === 0) {
    node[head] = entry;
    return;
  }
  const known = node[head];
  const inner: Record<string, Branch | MethodEntry> = known && !isEntry(known) ? { ...known } : {};
  node[head] = inner;
  grow(inner, rest, entry);
}

function renderTree(branch: Branch, depth: number): string[] {
  const pad = '  '.repeat(depth);
  return Object.entries(branch).flatMap(([name, node]) => {
    if (!isEntry(node)) return [`${pad}${name}: {`, ...renderTree(node, depth + 1), `${pad}};`];
    const params = Object.values(node.params).some((param) => param.required) ? 'params' : 'params?';
    return [
      `${pad}/**`,
      ...aboutMethod(node).map((line) => `${pad} * ${line}`),
      `${pad} */`,
      `${pad}${name}(${params}: ${paramsName(node)}${params === 'params?' ? ' | null' : ''}, options?: CallOptions): Promise<${answerTypeOf(node)}>;`,
    ];
  });
}

function aboutMethod(entry: MethodEntry): string[] {
  const losses = [...new Set([...(entry.always ?? []), ...entry.conditional, ...paramLosses(entry.params)])];
  const successor = entry.v2[0]
    ? `Frozen API; the v2 name is \`${entry.v2.join('`, `')}\`.`
    : 'Frozen API without a v2 successor.';
  return [
    `@deprecated ${successor}`,
    ...(losses.length > 0 ? [`Losses it can have: ${losses.map((id) => `\`${id}\``).join(', ')}.`] : []),
    `@see ${documentation(entry.v1)}`,
  ];
}

function paramLosses(params: Readonly<Record<string, ParamEntry>>): LossId[] {
  return Object.values(params).flatMap((param) => [
    ...(param.loss ? [param.loss.id] : []),
    ...(param.fields ? paramLosses(param.fields) : []),
  ]);
}
