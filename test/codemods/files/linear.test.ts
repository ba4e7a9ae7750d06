import { describe, expect, it } from 'vitest';
import { adopt, type CodemodOptions, events, rewrite, scan } from '../../../codemods/index';
import { workspace } from '../workspace';
import { countCalls } from './countCalls';

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
  'calls through a variable of the file': (n) =>
    `${TRANSPORT.replace('async function call(method, params)', 'const call = async (method, params) =>')}${rows(n, (at) => `export async function f${at}(id) {\n  await call('imbot.message.add', ${MESSAGE});\n}\n`)}`,
  'calls of a client': (n) =>
    rows(
      n,
      (at) =>
        `function f${at}(id) {\n  BX24.callMethod('imbot.message.add', ${MESSAGE}, (answer) => use(answer.data()));\n}\n`,
    ),
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

/** Which files each command is asked: `rewrite` does all that `scan` does, and looks at what it made of a file besides. */
const COMMANDS: Record<string, { run: (options: CodemodOptions) => Promise<unknown>; only: RegExp }> = {
  rewrite: { run: rewrite, only: /./ },
  scan: { run: scan, only: /^(?:calls through a function|log lines|handlers)/ },
  events: { run: events, only: /handlers|compar|events|tables/ },
  adopt: { run: adopt, only: /^(?:calls|commands)/ },
};

const FEW = 40;
const make = (name: string, count: number) => FILES[name]?.(count) ?? '';

const callsOf = countCalls();

describe.each(Object.entries(COMMANDS))('four times as many cost %s four times as much', (_name, { run, only }) => {
  let isWarm = false;

  it.each(Object.keys(FILES).filter((name) => only.test(name)))('%s', async (name) => {
    // What is done once in a process is no part of the cost.
    if (!isWarm)
      await run({ cwd: workspace(Object.fromEntries(Object.keys(FILES).map((one) => [`${one}.mjs`, make(one, 1)]))) });
    isWarm = true;
    const cost = (count: number) => callsOf(() => run({ cwd: workspace({ 'a.mjs': make(name, count) }), todo: true }));
    const few = await cost(FEW);
    const many = await cost(4 * FEW);
    expect(many / few).toBeLessThan(4.4);
  });
});

/** One holder, and many files that import it: each has another name for it, or hands it on. */
const importers = (n: number): Record<string, string> => ({
  'api.mjs': `${TRANSPORT}export const api = { call, name: 'a' };\n`,
  'bot.mjs': `import { api } from './api.mjs';\nexport async function f(id) {\n  await api.call('imbot.message.add', ${MESSAGE});\n}\n`,
  ...Object.fromEntries(
    Array.from({ length: n }, (_one, at) => [
      `m${at}.mjs`,
      at % 2
        ? `import { api } from './api.mjs';\nconst same = api;\nsame.name = 'b';\nexport const f${at} = () => same.call('profile', {});\n`
        : `import { api } from './api.mjs';\nfunction keep(given) { given.last = 1; return given.call('profile', {}); }\nexport const f${at} = () => keep(api);\n`,
    ]),
  ),
});

describe('four times as many importers of a holder cost four times as much, and leave its calls as they are', () => {
  it.each(Object.entries({ rewrite, adopt }))('%s', async (_name, run) => {
    const cost = async (count: number) => {
      let changes: readonly (string | undefined)[] = [];
      const calls = await callsOf(async () => {
        const { report } = await run({ cwd: workspace(importers(count)) });
        changes = report.sites.map(({ change }) => change);
      });
      expect(changes).toEqual([run === rewrite ? 'moved' : 'adopted']);
      return calls;
    };
    await cost(1);
    const few = await cost(FEW);
    const many = await cost(4 * FEW);
    expect(many / few).toBeLessThan(4.4);
  });
});
