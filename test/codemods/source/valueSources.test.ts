import fc from 'fast-check';
import type { ts } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSyntax, syntax, treeOf } from '../../../codemods/files/sourceFile';
import { createSourceWriter } from '../../../codemods/rewrite/createSourceWriter';
import type { Imports } from '../../../codemods/rewrite/Imports';
import { writeValue } from '../../../codemods/source/writeValue';
import { VALUE_RULES, type ValueRule, valueRule } from '../../../src/map/rules';
import { COLOURS } from '../../../src/values/enums';
import * as values from '../../../src/values/index';
import { trim } from '../../../src/values/texts';

const RUNS = process.env.IMBOT_FULL ? 5000 : 200;
const SEED = 20260714;
const BOT = 39;

beforeAll(async () => {
  await loadSyntax();
});

const texts = fc.oneof(fc.string(), fc.constantFrom('', ' a ', '\u00a0', '\ufeffa\v', "it's", '"q"', 'a\nb', '\\'));
const ids = fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }).map(String));
const flags = fc.constantFrom('Y', 'N', 'y', 'n', true, false, '', '1', '0', 0, 1, undefined, null);
const buttons = fc.array(fc.record({ TEXT: texts }), { maxLength: 3 });
const keyboards = fc.oneof(
  buttons,
  fc.array(buttons, { maxLength: 3 }),
  fc.record({ BUTTONS: buttons }),
  fc.record({ BOT_ID: fc.constant(1), BUTTONS: buttons }),
  fc.record({ BUTTONS: buttons.map((list) => JSON.stringify(list)) }),
  buttons.map((list) => JSON.stringify(list)),
  buttons.map((list) => Object.fromEntries(list.entries())),
  buttons.map((list) => ({ BUTTONS: Object.fromEntries([...list.entries()].reverse()) })),
  buttons.map((list) => [Object.fromEntries(list.entries()), ...list]),
  fc.constantFrom('', 'N', 'no json', '[', {}, false),
);
const languages = fc.oneof(
  fc.array(
    fc.record(
      { LANGUAGE_ID: fc.constantFrom('en', 'EN', 'de', ''), TITLE: texts, PARAMS: texts },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
  fc.dictionary(fc.constantFrom('0', '1'), fc.record({ LANGUAGE_ID: fc.constant('en'), TITLE: texts })),
);

/** Every rule over the values that v1 code passes; a rule without values does not compile. */
const VALUES: Readonly<Record<ValueRule, fc.Arbitrary<unknown>>> = {
  text: texts,
  string: texts,
  id: ids,
  ids: fc.oneof(
    fc.array(fc.oneof(ids, fc.constant('x')), { maxLength: 4 }),
    fc.array(ids).map((list) => JSON.stringify(list)),
    texts,
  ),
  oneId: ids,
  dialog: fc.oneof(ids, texts),
  chatDialog: ids,
  yesNo: flags,
  yesNoAnyCase: flags,
  unlessNo: flags,
  unlessNoText: flags,
  attach: fc.oneof(
    fc.array(fc.record({ MESSAGE: texts }), { maxLength: 2 }),
    fc.constantFrom('', '[]', '{}', '[{"A":1}]', 'text', {}, { 1: { MESSAGE: 'b' }, 0: { MESSAGE: 'a' } }),
  ),
  keyboard: keyboards,
  keyboardUpdate: keyboards,
  colour: fc.constantFrom(...Object.keys(COLOURS), 'TEAL', 'toString', ''),
  languageTitles: languages,
  languageParams: languages,
  botType: fc.constantFrom('B', 'O', 'S', 'H', 'X', ''),
  openType: fc.constantFrom('OPEN', 'CHAT', '', 'open'),
  command: fc.oneof(texts, fc.constantFrom('/echo', 'echo', '//x', ' /y', 5)),
  asIs: texts,
};

for (const rule of Object.keys(VALUE_RULES).filter((name): name is ValueRule => Object.hasOwn(VALUES, name))) {
  describe(rule, () => {
    const { apply } = valueRule(rule);

    test('a literal is converted when it is rewritten', () => {
      fc.assert(
        fc.property(VALUES[rule], (value) => {
          expect(same(rule, evaluated(rule, literal(value), {}))).toEqual(same(rule, given(value, apply)));
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });

    test('an expression is converted when it runs', () => {
      fc.assert(
        fc.property(VALUES[rule], (value) => {
          expect(same(rule, evaluated(rule, 'value', { value }))).toEqual(same(rule, given(value, apply)));
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });

    test('a choice is converted on both sides', () => {
      fc.assert(
        fc.property(VALUES[rule], VALUES[rule], fc.boolean(), (yes, no, on) => {
          const source = `on ? ${literal(yes)} : ${literal(no)}`;
          expect(same(rule, evaluated(rule, source, { on }))).toEqual(same(rule, given(on ? yes : no, apply)));
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });
  });
}

/** What is not given stays so. */
function given(value: unknown, apply: ReturnType<typeof valueRule>['apply']): unknown {
  return value === undefined || value === null ? undefined : apply(value, { botId: BOT });
}

/** White space around texts is no part of the rule. */
function same(rule: ValueRule, value: unknown): unknown {
  return (rule === 'text' || rule === 'dialog') && typeof value === 'string' ? trim(value) : value;
}

function literal(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function evaluated(rule: ValueRule, source: string, variables: Readonly<Record<string, unknown>>): unknown {
  const tree = treeOf({ path: 'value.js', text: `(${source});` });
  const imports: Imports = new Map();
  const writer = {
    ...createSourceWriter(tree, "'", imports, { values: 'imbot-compat/values', inBatch: false }),
    botId: String(BOT),
  };
  const written = writeValue(rule, expressionOf(tree), writer);
  const helpers = [...imports].map(([name, local]) => `const ${local} = values.${name};`).join('');
  const names = Object.keys(variables);
  const run = new Function('values', ...names, `${helpers} return (${written});`);
  return run(values, ...names.map((name) => variables[name]));
}

function expressionOf(tree: ts.SourceFile): ts.Expression {
  const [statement] = tree.statements;
  if (!statement || !syntax().isExpressionStatement(statement)) throw new Error('no expression');
  return statement.expression;
}
