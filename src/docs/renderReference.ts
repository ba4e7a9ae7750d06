import type { MethodEntry, ParamEntry, Replay } from '../map/entry';
import { V1_CODES, v1Outcome, v1Status } from '../map/errors';
import { EVENT_FIELDS, EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES } from '../map/events';
import { METHODS, NEVER_EXISTED, NEW_IN_V2 } from '../map/index';
import { documentation, LOSSES, type LossId } from '../map/losses';
import { explain } from '../translate/explain';
import { LOSS_SAMPLES } from './lossSamples';

const DOCS = 'https://github.com/bitrix24/b24restdocs/blob/main/api-reference/';

/** The reference half of MIGRATION.md, from the map: methods, losses, errors, events. */
export function renderReference(): string {
  return [
    '## Methods at a glance',
    '',
    ...table(
      ['v1', 'v2', 'verdict', 'losses it can have'],
      METHODS.map((entry) => [
        link(entry.v1, entry.v1),
        entry.v2.map(code).join(', ') || '–',
        verdictOf(entry),
        lossLinks(lossesOf(entry)),
      ]),
    ),
    '',
    'A verdict is given to every call from its own parameters; the table names the best one a call of the method can get.',
    '',
    '## Methods',
    '',
    ...METHODS.flatMap(method),
    '<a id="never-existed"></a>',
    '### Names that never existed',
    '',
    `Real code calls ${NEVER_EXISTED.map(code).join(', ')}. The portal has always refused them with \`ERROR_METHOD_NOT_FOUND\`; they are reported and never translated.`,
    '',
    '### New in v2',
    '',
    `Called through the same client by their own names, botToken added on webhook auth: ${NEW_IN_V2.map(code).join(', ')}.`,
    '',
    '## Losses',
    '',
    ...lossIds().flatMap(loss),
    '## Errors',
    '',
    ...errors(),
    '## Events',
    '',
    ...events(),
  ].join('\n');
}

function method(entry: MethodEntry): string[] {
  return [
    `<a id="${anchor(entry.v1)}"></a>`,
    `### ${entry.v1}`,
    '',
    entry.v2.length > 0
      ? `v2: ${entry.v2.map(code).join(', ')}. Verdict: ${verdictOf(entry)}.`
      : 'v2 has no equivalent. Verdict: none.',
    `Losses: ${lossLinks(lossesOf(entry)) || 'none'}.`,
    `Repeated when its outcome is unknown: ${replayText(entry)}. [Vendor's page](${DOCS}${entry.doc}).`,
    '',
    ...(entry.anyParams ? [] : [...table(['v1 parameter', 'v2', 'rule', 'loss'], paramRows(entry.params, '')), '']),
    `Answer: \`${entry.answerType}\`, as v1 gives it.`,
    '',
    ...(entry.checks.length > 0
      ? [
          `Refused before anything is sent, as v1 would: ${entry.checks.map((check) => `${code(check.code)} (${check.param} ${check.kind}, ${v1Status(check.code)})`).join('; ')}.`,
          '',
        ]
      : []),
    ...(entry.differences ?? []).map((text) => `- Remains different: ${text}`),
    ...(entry.differences ? [''] : []),
  ];
}

function paramRows(params: Readonly<Record<string, ParamEntry>>, path: string): string[][] {
  return Object.entries(params).flatMap(([name, param]) => [
    [
      code(path + name) + (param.required ? ' *' : ''),
      param.fields
        ? '(its fields below)'
        : (param.targets ?? []).map(({ to }) => code(to)).join(', ') || place(name, param),
      (param.targets ?? []).map(({ rule }) => rule).join(', ') || '–',
      param.loss ? `${lossLinks([param.loss.id])} when ${param.loss.when}` : '–',
    ],
    ...(param.fields ? paramRows(param.fields, `${path}${name}.`) : []),
  ]);
}

function place(name: string, { identity, known, decides, loss }: ParamEntry): string {
  if (identity) return name === 'BOT_ID' ? '`botId`' : '`botToken`';
  if (decides) return 'decides the method';
  if (loss) return 'left out';
  return known ? 'taken into account' : '–';
}

function loss(id: LossId): string[] {
  const { message, advice } = LOSSES[id];
  const { method: name, params, context } = LOSS_SAMPLES[id];
  const { requests, verdict } = explain(name, params, context ?? {});
  const before = `await imbot.call('${name}', ${JSON.stringify(params)});`;
  const after =
    requests.length === 0 || verdict === 'none'
      ? ['// nothing: mode auto sends it as it is, mode v2 refuses it']
      : requests.map((request) => `await imbot.call('${request.method}', ${JSON.stringify(request.params)});`);
  return [
    `<a id="loss-${id}"></a>`,
    `### ${id}`,
    '',
    `What differs: ${message}`,
    '',
    `What to do: ${advice}`,
    '',
    '```text',
    `before  ${before}`,
    ...after.map((line) => `v2      ${line}`),
    '```',
    '',
  ];
}

function errors(): string[] {
  const denied = METHODS.flatMap((entry) =>
    entry.v2.slice(0, 1).map((v2) => {
      const outcome = v1Outcome(entry.v1, v2, 'ACCESS_DENIED');
      return [
        code(entry.v1),
        code(v2),
        outcome === undefined ? 'unchanged' : 'code' in outcome ? code(outcome.code) : 'no error',
      ];
    }),
  );
  return [
    'A translated call fails with the code that v1 would give; the code of v2 stands beside it as `error.v2Code`.',
    '',
    ...table(
      ['v2 code', 'v1 code', 'status'],
      Object.entries(V1_CODES).map(([v2, v1]) => [code(v2), code(v1), String(v1Status(v1))]),
    ),
    '',
    '`ACCESS_DENIED` depends on the method; with "REST API is available only on commercial plans" it is a system error and stays as it is.',
    '',
    ...table(['v1 method', 'answered by', 'v1 code'], denied),
    '',
  ];
}

function events(): string[] {
  return [
    ...table(
      ['v1', 'v2'],
      [
        ...Object.entries(EVENT_NAMES).map(([v1, v2]) => [link(v1, v1), code(v2)]),
        ['–', code('ONIMBOTV2REACTIONCHANGE')],
      ],
    ),
    '',
    ...Object.entries(EVENT_NAMES).flatMap(([v1, v2]) => {
      const rows = EVENT_FIELDS.filter((field) => field.events.some((name) => name === v1)).map((field) => [
        code(`data.${field.v1}`),
        code(`data.${field.v2}`),
        field.rule,
        field.chats ?? 'all',
      ]);
      const missing = Object.entries(EVENT_FIELDS_WITHOUT_V2).find(([name]) => name === v1)?.[1] ?? [];
      return [
        `<a id="${anchor(v1)}"></a>`,
        `### ${v1}`,
        '',
        `v2: ${code(v2)}.`,
        '',
        ...table(['v1 field', 'v2 field', 'rule', 'chats'], rows),
        '',
        missing.length > 0
          ? `Not in v2: ${missing.map(code).join(', ')}.`
          : 'Every documented v1 field has its v2 source.',
        '',
      ];
    }),
  ];
}

function lossesOf(entry: MethodEntry): LossId[] {
  const own = [...(entry.always ?? []), ...(entry.conditional ?? []), ...ofParams(entry.params)];
  return [...new Set(own)];
}

function ofParams(params: Readonly<Record<string, ParamEntry>>): LossId[] {
  return Object.values(params).flatMap(({ loss: own, fields }) => [
    ...(own ? [own.id] : []),
    ...(fields ? ofParams(fields) : []),
  ]);
}

/** The best verdict a call of the method can get. */
function verdictOf(entry: MethodEntry): string {
  if (entry.v2.length === 0) return 'none';
  if (entry.always) return 'lossy';
  const route = entry.route({});
  if (entry.bot === 'command' || ('emulated' in route && route.emulated === true && entry.v1 !== 'imbot.message.like'))
    return 'emulated';
  return 'exact';
}

function replayText({ replay }: MethodEntry): string {
  if (typeof replay === 'function') return 'where ACTION is plus or minus';
  const texts: Readonly<Record<Replay, string>> = {
    read: 'yes, it only reads',
    fixed: 'yes, it sets a fixed state',
    never: 'never',
  };
  return texts[replay];
}

function lossIds(): LossId[] {
  return Object.keys(LOSSES).filter(isLossId);
}

function isLossId(id: string): id is LossId {
  return Object.hasOwn(LOSSES, id);
}

function lossLinks(ids: readonly LossId[]): string {
  return ids.map((id) => `[${id}](#loss-${id})`).join(', ');
}

function anchor(name: string): string {
  return documentation(name).split('#')[1] ?? name;
}

function link(text: string, name: string): string {
  return `[${text}](#${anchor(name)})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
