import { isReasonId, type ReasonId, reason } from '../../codemods/report/reasons';
import { DIFFERENCES } from '../../src/map/differences';
import type { MethodEntry, ParamEntry } from '../../src/map/entry';
import { EVENT_FIELDS, EVENT_NAMES } from '../../src/map/events';
import { METHODS, methodEntry, NEVER_EXISTED, NEW_IN_V2 } from '../../src/map/index';
import { documentation, LOSSES } from '../../src/map/losses';
import type { Colours } from '../colours';

const REST_DOCS = 'https://apidocs.bitrix24.com/api-reference/';

/** The page of the map about a name; undefined where there is none. */
export function explainName(name: string, c: Colours): string | undefined {
  const entry = methodEntry(name);
  if (entry) return aboutMethod(entry, c);
  const event = Object.entries(EVENT_NAMES).find(([v1, v2]) => same(v1, name) || same(v2, name));
  if (event) return aboutEvent(event[0], event[1], c);
  const reasonId = name.toLowerCase();
  if (isReasonId(reasonId)) return aboutReason(reasonId, c);
  if (NEVER_EXISTED.some((known) => same(known, name)))
    return `${c.bold(name)} never existed. ${reason('never-existed').message}\n`;
  const v1 = METHODS.filter(({ v2 }) => v2.some((method) => same(method, name)));
  if (v1.length > 0) return v1.map((one) => aboutMethod(one, c)).join('\n');
  return NEW_IN_V2.some((known) => same(known, name))
    ? `${c.bold(name)} is new in v2; v1 has nothing like it.\n`
    : undefined;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function aboutMethod(entry: MethodEntry, c: Colours): string {
  const lines = [
    `${c.bold(entry.v1)} → ${entry.v2.length > 0 ? c.bold(entry.v2.join(', ')) : c.red('nothing in v2')}`,
    '',
  ];
  const rows = rowsOf(entry.params);
  const width = Math.max(0, ...rows.map(([from]) => from.length));
  for (const [from, to] of rows) lines.push(`  ${from.padEnd(width)}  ${to}`);
  const losses = lossesOf(entry);
  if (losses.length > 0) lines.push('', 'Losses:');
  for (const [id, when] of losses) {
    lines.push(`  ${c.yellow(id)} ${c.dim(`(${when})`)} ${reason(id).message}`, `    ${reason(id).advice}`);
  }
  const differences = DIFFERENCES[entry.v1] ?? [];
  if (differences.length > 0) lines.push('', 'Differences:', ...differences.map((text) => `  ${text}`));
  lines.push('', c.dim(`${documentation(entry.v1)}\n${REST_DOCS}${entry.doc.replace(/\.md$/, '.html')}`), '');
  return lines.join('\n');
}

function rowsOf(params: Readonly<Record<string, ParamEntry>>, prefix = ''): [string, string][] {
  return Object.entries(params).flatMap(([name, entry]): [string, string][] => {
    if (entry.fields) return rowsOf(entry.fields, `${prefix}${name}.`);
    return [[`${prefix}${name}${entry.required ? ' *' : ''}`, destination(name, entry)]];
  });
}

function destination(name: string, entry: ParamEntry): string {
  if (entry.targets) return entry.targets.map(({ to }) => to).join(', ');
  if (entry.identity) return name === 'BOT_ID' ? 'botId' : 'botToken';
  if (entry.loss) return `- (${entry.loss.id})`;
  if (entry.decides) return 'decides the way';
  return entry.known ? 'taken into account' : '-';
}

function lossesOf(entry: MethodEntry): [ReasonId, string][] {
  const found: [ReasonId, string][] = [
    ...(entry.always ?? []).map((id): [ReasonId, string] => [id, 'always']),
    ...entry.conditional.map((id): [ReasonId, string] => [id, 'depends']),
  ];
  const collect = (params: Readonly<Record<string, ParamEntry>>) => {
    for (const [name, { loss, fields }] of Object.entries(params)) {
      if (loss && !found.some(([id]) => id === loss.id)) found.push([loss.id, `${name} ${loss.when}`]);
      if (fields) collect(fields);
    }
  };
  collect(entry.params);
  return found;
}

function aboutEvent(v1: string, v2: string, c: Colours): string {
  const fields = EVENT_FIELDS.filter(({ events }) => events.some((event) => event === v1));
  const width = Math.max(0, ...fields.map((field) => field.v1.length));
  return [
    `${c.bold(v1)} → ${c.bold(v2)}`,
    '',
    ...fields.map(
      (field) => `  ${field.v1.padEnd(width)}  ${field.v2}${field.chats ? c.dim(` (${field.chats} chats)`) : ''}`,
    ),
    '',
    c.dim(documentation(v1)),
    '',
  ].join('\n');
}

function aboutReason(id: ReasonId, c: Colours): string {
  const { message, advice, doc } = reason(id);
  const methods = METHODS.filter((entry) => lossesOf(entry).some(([loss]) => loss === id)).map(({ v1 }) => v1);
  return [
    `${c.bold(id)} ${c.dim(Object.hasOwn(LOSSES, id) ? 'a loss' : 'a reason')}`,
    message,
    advice,
    ...(methods.length > 0 ? [`Of: ${methods.join(', ')}`] : []),
    c.dim(doc),
    '',
  ].join('\n');
}
