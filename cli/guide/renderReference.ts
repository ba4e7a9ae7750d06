import { ADVICE } from '../../src/map/advice';
import { answerTypeOf } from '../../src/map/answerTypeOf';
import { DIFFERENCES } from '../../src/map/differences';
import type { MethodEntry, ParamEntry } from '../../src/map/entry';
import { V1_CODES, v1Outcome, v1Status } from '../../src/map/errors';
import { EVENT_FIELDS, EVENT_FIELDS_WITHOUT_V2, EVENT_NAMES } from '../../src/map/events';
import { METHODS, NEVER_EXISTED, NEW_IN_V2 } from '../../src/map/index';
import { documentation, LOSSES, type LossId } from '../../src/map/losses';
import { answerRule } from '../../src/map/rules';
import { explain } from '../../src/translate/explain';
import type { Replay } from '../../src/values/answers';
import { coverageOf } from './coverageOf';
import { LOSS_SAMPLES } from './lossSamples';
import { METHOD_SAMPLES } from './methodSamples';
import { renderReasons } from './renderReasons';
import { table } from './table';

const DOCS = 'https://github.com/bitrix24/b24restdocs/blob/main/api-reference/';

/** The reference half of MIGRATION.md, from the map: methods, losses, errors, events. */
export function renderReference(): string {
  return [
    '## Methods at a glance',
    '',
    ...table(
      ['v1', 'v2', 'verdict', 'losses it can have', 'codemod'],
      METHODS.map((entry) => [
        link(entry.v1, entry.v1),
        entry.v2.map(code).join(', ') || '–',
        verdictOf(entry),
        lossLinks(lossesOf(entry)),
        coverageOf(entry).codemod ?? '`--delegate`',
      ]),
    ),
    '',
    'A verdict is given to every call from its own parameters; the table names the best one a call of the method can get. The last column',
    'names the codemod that moves an ordinary call by itself. `--delegate` means that `rewrite` leaves the call, and that',
    '`rewrite --delegate` sends it through the facade, which decides at run time. `adopt` covers every method: it changes no call.',
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
    'What v2 drops or changes. Mode `auto` keeps such a call on v1. Mode `v2` refuses it, unless the loss is accepted by name:',
    '`accept: [id]`, for the client or for one call.',
    '',
    ...lossIds().flatMap(loss),
    '## Reasons of the codemods',
    '',
    ...renderReasons(),
    '## Errors',
    '',
    ...errors(),
    '## Events',
    '',
    ...events(),
  ].join('\n');
}

function method(entry: MethodEntry): string[] {
  const differences = DIFFERENCES[entry.v1] ?? [];
  return [
    `<a id="${anchor(entry.v1)}"></a>`,
    `### ${entry.v1}`,
    '',
    entry.v2.length > 0
      ? `v2: ${entry.v2.map(code).join(', ')}. Verdict: ${verdictOf(entry)}.`
      : 'v2 has no equivalent. Verdict: none.',
    `Losses: ${lossLinks(lossesOf(entry)) || 'none'}. Codemod: ${codemodText(entry)}`,
    `Repeated when its outcome is unknown: ${replayText(entry)}. [Vendor's page](${DOCS}${entry.doc}).`,
    '',
    ...(entry.anyParams ? [] : [...table(['v1 parameter', 'v2', 'rule', 'loss'], paramRows(entry.params, '')), '']),
    `Answer: \`${answerTypeOf(entry)}\`, as v1 gives it.`,
    '',
    ...example(entry.v1),
    ...(entry.checks.length > 0
      ? [
          `Refused before anything is sent, as v1 would: ${entry.checks.map((check) => `${code(check.code)} (${check.param} ${check.kind}, ${v1Status(check.code)})`).join('; ')}.`,
          '',
        ]
      : []),
    ...differences.map((text) => `- Remains different: ${text}`),
    ...(differences.length > 0 ? [''] : []),
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
  const { message } = LOSSES[id];
  const advice = ADVICE[id];
  const { method: name, params, context } = LOSS_SAMPLES[id];
  const { requests, verdict } = explain(name, params, context ?? {});
  return [
    `<a id="loss-${id}"></a>`,
    `### ${id}`,
    '',
    `What differs: ${message}`,
    '',
    `What to do: ${advice}`,
    '',
    ...beforeAndAfter(name, params, verdict === 'none' ? [] : requests),
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
    'A translated call fails with the code, the text (`error.description`) and the status that v1 would give; what v2 returned is in `error.v2Code` and `error.v2Description`.',
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
    'The codemod for handlers is `imbot-compat events`. The adapter of `imbot-compat/events` turns every v2 event of this table into its',
    'v1 event at run time; `event.v2` holds the original.',
    '',
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
  const own = [...(entry.always ?? []), ...entry.conditional, ...ofParams(entry.params)];
  return [...new Set(own)];
}

function ofParams(params: Readonly<Record<string, ParamEntry>>): LossId[] {
  return Object.values(params).flatMap(({ loss: own, fields }) => [
    ...(own ? [own.id] : []),
    ...(fields ? ofParams(fields) : []),
  ]);
}

/** The best verdict a call of the method can get, once its events have moved. */
function verdictOf(entry: MethodEntry): string {
  return coverageOf(entry).verdictOnV2Events;
}

function codemodText(entry: MethodEntry): string {
  const { codemod, losses } = coverageOf(entry);
  const { full } = answerRule(entry.answer);
  if (codemod && full)
    return `\`rewrite\`, where the answer is not used (${lossLinks([full.loss])}); else \`rewrite --delegate\`.`;
  if (codemod && 'answer' in (v1Outcome(entry.v1, entry.v2[0] ?? '', 'ACCESS_DENIED') ?? {}))
    return '`rewrite`, where the code does not hear of a refusal that v1 does not have ([denied-by-v2](#denied-by-v2)); else `rewrite --delegate`.';
  if (codemod) return '`rewrite`, where parameters and uses of the answer can be followed; else `rewrite --delegate`.';
  if (entry.higherRank)
    return '`rewrite` leaves it ([higher-rank](#higher-rank)), but moves it with `--accept higher-rank`; `rewrite --delegate` sends it through the facade.';
  const why = losses.length > 0 ? lossLinks(losses) : '[needs-plan](#needs-plan)';
  return `\`rewrite\` leaves it (${why}); \`rewrite --delegate\` sends it through the facade.`;
}

/** An ordinary call and what is sent for it, on a webhook and with `events: 'v2'`. */
function example(name: string): string[] {
  const params = METHOD_SAMPLES[name] ?? {};
  const { requests } = explain(name, params, { auth: 'webhook', clientId: 'my_bot', events: 'v2' });
  return beforeAndAfter(name, params, requests);
}

function beforeAndAfter(
  name: string,
  params: object,
  requests: readonly { method: string; params: object }[],
): string[] {
  const line = (method: string, given: object) => `${method} ${JSON.stringify(given)}`;
  const after =
    requests.length > 0
      ? requests.map(({ method, params: given }) => line(method, given))
      : ['nothing: mode auto sends it as v1, mode v2 refuses it'];
  return ['```text', `v1  ${line(name, params)}`, ...after.map((text) => `v2  ${text}`), '```', ''];
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

function lossLinks(ids: readonly string[]): string {
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
