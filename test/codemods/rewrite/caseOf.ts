import fc from 'fast-check';
import type { MethodEntry, ParamEntry } from '../../../src/map/entry';
import { typeOf } from '../../../src/map/typeOf';
import { COLOURS } from '../../../src/values/enums';

/** One v1 call site: its source and the values that it runs with. */
export interface Case {
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: 'envelope' | 'result';
  readonly ignoresAnswer: boolean;
  /** Every value stands in the source as a literal. */
  readonly allLiteral: boolean;
}

type Form = 'literal' | 'variable' | 'choice' | 'stringify' | 'property';
/** `shared`: in a constant that is spread; `overridden`: there and at the call, so that order decides. */
type Place = 'inline' | 'spread' | 'spread-not' | 'later' | 'shared' | 'overridden';

interface Drawn {
  readonly name: string;
  readonly value: unknown;
  readonly other: unknown;
  readonly form: Form;
  readonly place: Place;
  readonly given: boolean;
}

/**
 * Random call sites of a method: literals, variables, choices, spreads of choices and of constants, short forms of the
 * transport that add the bot, parameters put in later, uses of the answer.
 */
export function caseOf(entry: MethodEntry): fc.Arbitrary<Case> {
  const params = Object.entries(entry.params).map(([name, param]) => drawn(name, param));
  return fc
    .record({
      params: fc.tuple(...params),
      use: fc.constantFrom(...USES),
      isBuilt: fc.boolean(),
      shape: fc.record({ sharedFirst: fc.boolean(), isShort: fc.boolean() }),
      lines: fc.boolean(),
      flags: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    })
    .map(({ params: found, use, isBuilt, shape, lines, flags }) => {
      const given = found.filter((one) => one.given);
      return sourceOf(entry.v1, given, use, { ...shape, isBuilt, lines }, flags);
    });
}

const USES = [
  { text: 'const body = await CALL;\n  return body.result;', answer: 'envelope', ignores: false },
  { text: 'const { result } = await CALL;\n  return result;', answer: 'envelope', ignores: false },
  { text: 'const { result: answered } = await CALL;\n  return answered;', answer: 'envelope', ignores: false },
  { text: 'return (await CALL).result;', answer: 'envelope', ignores: false },
  { text: 'return CALL.then((body) => body.result);', answer: 'envelope', ignores: false },
  {
    text: 'const id = await CALL;\n  if (id === undefined || typeof id === "string") throw new Error();\n  return id;',
    answer: 'result',
    ignores: false,
  },
  { text: 'await CALL;', answer: 'envelope', ignores: true },
] as const;

function drawn(name: string, param: ParamEntry): fc.Arbitrary<Drawn> {
  const values = valuesOf(name, param);
  const isIdentity = name === 'BOT_ID';
  const forms: Form[] = ['literal', 'literal', 'variable', 'property'];
  if (!isIdentity) forms.push('choice');
  if (/^(?:Attach|Keyboard)/.test(typeOf(param))) forms.push('stringify');
  return fc.record({
    name: fc.constant(name),
    value: values,
    other: values,
    form: fc.constantFrom(...forms),
    place:
      isIdentity || param.required
        ? fc.constantFrom<Place>('inline', 'inline', 'shared', 'overridden')
        : fc.constantFrom<Place>('inline', 'inline', 'spread', 'spread-not', 'later', 'shared', 'overridden'),
    given: fc
      .integer({ min: 0, max: 99 })
      .map((roll) => roll < (isIdentity ? 97 : param.required ? 95 : param.loss ? 8 : name === 'CLIENT_ID' ? 25 : 40)),
  });
}

const id = fc.oneof(fc.integer({ min: 1, max: 99999 }), fc.integer({ min: 1, max: 99999 }).map(String));
const GREETING = ['grüß `x` $', '{y}'].join('');
const text = fc.oneof(
  fc.constantFrom('Hi', 'it\'s "quoted"', 'a\nb', GREETING, ' padded ', '\\', '[b]x[/b]', '\u2028'),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const button = fc.record({ TEXT: text, COMMAND: fc.constantFrom('go', 'stop') });
const buttons = fc.array(button, { maxLength: 3 });
const keyboard = fc.oneof(
  buttons,
  fc.record({ BUTTONS: buttons }),
  fc.record({ BOT_ID: fc.constant(7), BUTTONS: buttons }),
  fc.array(buttons, { maxLength: 2 }),
  buttons.map((list) => JSON.stringify(list)),
  fc.constantFrom('', 'N', null),
);
const attach = fc.oneof(
  fc.array(fc.record({ MESSAGE: text }), { minLength: 1, maxLength: 2 }),
  fc.record({ ID: fc.constant(1), BLOCKS: fc.array(fc.record({ MESSAGE: text }), { maxLength: 2 }) }),
  fc.constantFrom('[{"MESSAGE":"a"}]', '', '[]'),
);

function valuesOf(name: string, param: ParamEntry): fc.Arbitrary<unknown> {
  if (param.fields) {
    const known = Object.entries(param.fields).filter(([, inner]) => inner.targets && !inner.loss);
    const fields = known.map(([key, inner]): [string, fc.Arbitrary<unknown>] => [key, valuesOf(key, inner)]);
    return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  }
  if (name === 'IS_MANAGER') return fc.constantFrom('Y', 'N', true, false);
  // A picture moves only where v2 takes it for one.
  if (name === 'AVATAR') return fc.oneof(fc.constantFrom('iVBORw0KGgoAAAANSUhEUg==', '/9j/4AAQSkZJRg=='), text);
  if (name === 'ACTION') return fc.constantFrom('plus', 'minus', 'auto', 'PLUS');
  const type = typeOf(param).split(' ')[0] ?? '';
  return Object.hasOwn(BY_TYPE, type)
    ? (BY_TYPE[type] ?? text)
    : typeOf(param).startsWith("'")
      ? fc.constantFrom('CHAT', 'OPEN', 'B')
      : text;
}

const BY_TYPE: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  Id: id,
  DialogId: fc.oneof(
    id,
    id.map((number) => `chat${number}`),
    fc.constantFrom('sg7', ' chat8 '),
  ),
  Flag: fc.constantFrom('Y', 'N', 'y', 'n', true, false, '1', '', 0, 1, null),
  Colour: fc.constantFrom(...Object.keys(COLOURS), 'TEAL'),
  Ids: fc.oneof(
    fc.array(id, { maxLength: 3 }),
    fc.array(id, { maxLength: 3 }).map((list) => JSON.stringify(list)),
  ),
  Keyboard: keyboard,
  Menu: fc.constantFrom('', [], [{ TEXT: 'm' }]),
  Attach: attach,
  Languages: fc.array(fc.record({ LANGUAGE_ID: fc.constantFrom('en', 'DE', 'ru'), TITLE: text, PARAMS: text }), {
    maxLength: 3,
  }),
  string: text,
};

interface Shape {
  readonly isBuilt: boolean;
  readonly lines: boolean;
  readonly sharedFirst: boolean;
  readonly isShort: boolean;
}

function sourceOf(
  method: string,
  given: readonly Drawn[],
  use: (typeof USES)[number],
  { isBuilt, lines, sharedFirst, isShort }: Shape,
  flags: readonly boolean[],
): Case {
  const variables: Record<string, unknown> = {};
  const own: Record<string, unknown> = {};
  const shared: Record<string, unknown> = {};
  const added: Record<string, unknown> = {};
  const properties: string[] = [];
  const constant: string[] = [];
  let short = '';
  const later: { name: string; source: string; flag: string; on: boolean; value: unknown }[] = [];
  given.forEach((one, index) => {
    const flag = `flag${index}`;
    const on = flags[index] ?? true;
    const { source, value } = written(one, index, on, variables);
    const place = one.place === 'later' && !isBuilt ? 'inline' : one.place;
    if (place === 'inline' && one.name === 'BOT_ID' && isShort && !isBuilt) {
      short = `const short = (method, params) => call(method, { BOT_ID: ${source}, ...params });\n  `;
      added.BOT_ID = value;
      return;
    }
    if (place === 'shared' || place === 'overridden') {
      constant.push(`${one.name}: ${source}`);
      shared[one.name] = value;
      if (place === 'shared') return;
      properties.push(`${one.name}: ${literal(one.other)}`);
      own[one.name] = one.other;
      return;
    }
    if (place === 'inline') {
      properties.push(`${one.name}: ${source}`);
      own[one.name] = value;
      return;
    }
    variables[flag] = on;
    if (place === 'later') later.push({ name: one.name, source, flag, on, value });
    else if (place === 'spread') properties.push(`...(${flag} ? { ${one.name}: ${source} } : {})`);
    else properties.push(`...(!${flag} ? {} : { ${one.name}: ${source} })`);
    if (place !== 'later' && on) own[one.name] = value;
  });
  if (constant.length > 0) properties.splice(sharedFirst ? 0 : properties.length, 0, '...shared');
  const params: Record<string, unknown> = sharedFirst
    ? { ...added, ...shared, ...own }
    : { ...added, ...own, ...shared };
  // What is put in later comes behind.
  for (const { name, on, value } of later) if (on) params[name] = value;
  const object = lines ? `{\n    ${properties.join(',\n    ')},\n  }` : `{ ${properties.join(', ')} }`;
  const empty = properties.length === 0 ? '{}' : object;
  const before = `${constant.length > 0 ? `const shared = { ${constant.join(', ')} };\n  ` : ''}${short}`;
  const setUp = isBuilt
    ? `const params = ${empty};\n${later.map(({ name, source, flag }) => `  if (${flag}) params.${name} = ${source};\n`).join('')}  `
    : '';
  const call = `${short === '' ? 'call' : 'short'}('${method}', ${isBuilt ? 'params' : empty})`;
  const source = `export {};\nasync function run(${Object.keys(variables).join(', ')}) {\n  ${before}${setUp}${use.text.replace('CALL', () => call)}\n}\n`;
  const allLiteral = given.every(
    ({ form, place }) => form === 'literal' && !place.startsWith('spread') && (place !== 'later' || !isBuilt),
  );
  return { source, params, variables, answer: use.answer, ignoresAnswer: use.ignores, allLiteral };
}

function written(
  { value, other, form }: Drawn,
  index: number,
  flag: boolean,
  variables: Record<string, unknown>,
): { source: string; value: unknown } {
  const variable = `value${index}`;
  if (form === 'literal') return { source: literal(value), value };
  if (form === 'choice') {
    const condition = `choice${index}`;
    variables[condition] = flag;
    return { source: `${condition} ? ${literal(value)} : ${literal(other)}`, value: flag ? value : other };
  }
  // Texts by variables are texts, not null: the rewrite passes them on as they are.
  variables[variable] = form === 'property' ? { inner: value } : value;
  if (form === 'property') return { source: `${variable}.inner`, value };
  if (form !== 'stringify' || typeof value !== 'object' || value === null) return { source: variable, value };
  return { source: `JSON.stringify(${variable})`, value: JSON.stringify(value) };
}

function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028');
}
