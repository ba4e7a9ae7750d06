import { describe, expect, it } from 'vitest';
import { events, rewrite, scan } from '../../../codemods/index';
import { workspace } from '../workspace';
import { callsOf } from './callsOf';

const rows = (count: number, row: (at: number) => string) =>
  Array.from({ length: count }, (_one, at) => row(at)).join('');
const MESSAGE = "{ BOT_ID: 1, DIALOG_ID: id, MESSAGE: 'x' }";

const TRANSPORT = `async function call(method, params) {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return response.json();
}
`;

/** Files that hold one thing many times. */
const FILES: Record<string, (count: number) => string> = {
  'functions with a call': (n) =>
    rows(n, (at) => `export async function f${at}(id) {\n  await call('imbot.message.add', ${MESSAGE});\n}\n`),
  'calls through a function of the file': (n) =>
    TRANSPORT +
    rows(n, (at) => `export async function f${at}(id) {\n  await call('imbot.message.add', ${MESSAGE});\n}\n`),
  'calls through a method of the class': (n) =>
    `export class Bot {\n${TRANSPORT.replace('function ', '')}${rows(n, (at) => `  async f${at}(id) {\n    await this.call('imbot.message.add', ${MESSAGE});\n  }\n`)}}\n`,
  'calls of one function': (n) =>
    `export async function f(id) {\n${rows(n, () => `  await call('imbot.message.add', ${MESSAGE});\n`)}}\n`,
  'calls that stay': (n) => rows(n, (at) => `call('imbot.message.add', p${at});\n`),
  comments: (n) => `${rows(n, () => '// imbot.message.add\n')}x();\n`,
  'log lines': (n) => rows(n, () => "console.log('imbot.message.add');\n"),
  'names in one text': (n) => `x(\`${rows(n, () => 'imbot.message.add\n')}\`);\n`,
  'names in one concatenation': (n) => `x = a${rows(n, () => "\n + ' imbot.message.add '")};\n`,
  'commands of a batch': (n) =>
    `const r = await callBatch([\n${rows(n, () => `  ['imbot.message.add', ${MESSAGE}],\n`)}]);\n`,
  'entries of a table': (n) => `const M = {\n${rows(n, (at) => `  m${at}: 'imbot.message.add',\n`)}};\nuse(M);\n`,
  handlers: (n) =>
    rows(
      n,
      (at) =>
        `app.post('/${at}', (req) => { if (req.body.event === 'ONIMBOTMESSAGEADD') use(req.body.data.PARAMS.MESSAGE); });\n`,
    ),
  'comparisons of one handler': (n) =>
    `export function handle(req) {\n${rows(n, () => "  if (req.body.event === 'ONIMBOTMESSAGEADD') use(req.body.data.PARAMS.MESSAGE);\n")}}\n`,
  'methods of a class that compare': (n) =>
    `export class Bot {\n${rows(n, (at) => `  on${at}(req) { const { event, data } = req.body; if (event === 'ONIMBOTMESSAGEADD') this.note${at}(data.PARAMS.MESSAGE, data.USER.EMAIL); }\n  note${at}(text) { this.last = text; }\n`)}}\n`,
  'classes whose methods are events': (n) =>
    rows(
      n,
      (at) =>
        `export class Bot${at} {\n  handle(req) { return this[req.body.event]?.(req.body); }\n  ONIMBOTMESSAGEADD({ data }) { this.step(data.USER.EMAIL); }\n  step(x) { return x; }\n}\n`,
    ),
  'tables of a class': (n) =>
    `export class Bot {\n${rows(n, (at) => `  table${at} = { ONIMBOTMESSAGEADD: (e) => this.run${at}(e.data) };\n  handle${at}(req) { return this.table${at}[req.body.event]?.(req.body); }\n  run${at}(data) { return data.USER.EMAIL; }\n`)}}\n`,
};

const COMMANDS = { scan, rewrite, events };

const FEW = 40;
/** Where the work of one site hides what grows with the file: a look through all statements for each call made 5.0 of 3.9. */
const BELOW: Partial<Record<string, number>> = { 'calls through a function of the file': 4.5 };

describe.each(Object.keys(FILES))('%s', (name) => {
  it.each(Object.keys(COMMANDS))('four times as many cost %s four times as much', async (command) => {
    const make = FILES[name];
    const run = Object.entries(COMMANDS).find(([key]) => key === command)?.[1];
    if (!make || !run) throw new Error(name);
    const cost = async (count: number) => callsOf(() => run({ cwd: workspace({ 'a.mjs': make(count) }), todo: true }));
    await cost(2);
    const few = await cost(FEW);
    const many = await cost(4 * FEW);
    expect(many / few).toBeLessThan(BELOW[name] ?? 5.5);
  });
});
