import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { adopt } from '../../../codemods/index';
import { cli, read, type Tree, workspace } from '../workspace';
import { JSON_POST } from './Kind';

const declaration = (params: string) => `async function sendRest(base, token, method, params = {}) {
  const reply = await fetch(\`\${base}\${method}\`, { ${JSON_POST}(${params}) });
  return await reply.json();
}
`;
const NOTIFY = `${declaration('{ ...params, auth: token }')}
export const notify = (base, token) => sendRest(base, token, 'imbot.message.add', { BOT_ID: 7, DIALOG_ID: '5', MESSAGE: 'hi' });
`;
const REPORT = `${declaration('{ auth: token, ...params }')}
export const report = (base, token) => sendRest(base, token, 'crm.deal.list', {});
`;

async function adopted(files: Tree) {
  const cwd = workspace({ 'package.json': '{ "type": "module" }', ...files });
  const { report, written } = await adopt({ cwd, write: true, allowDirty: true });
  const after = Object.fromEntries(Object.entries(read(cwd)).map(([path, bytes]) => [path, bytes.toString()]));
  const changes = report.sites
    .filter(({ kind }) => kind !== 'mention')
    .map(({ file, change, reasons }) => `${file} ${change ?? reasons.join()}`);
  return { changes, written, after, failed: report.failed?.map(({ file }) => file) ?? [] };
}

describe('functions of the same name', () => {
  const arrow = (text: string) =>
    text.replace(
      'async function sendRest(base, token, method, params = {}) {',
      'const sendRest = async (base, token, method, params = {}) => {',
    );
  const inClass = (text: string) =>
    text
      .replace('async function sendRest(', 'class Rest {\n  async sendRest(')
      .replace('json();\n}\n', 'json();\n}\n}\n')
      .replace('=> sendRest(', '=> new Rest().sendRest(');
  it.each([
    ['declarations', (text: string) => text],
    ['arrows', arrow],
    ['methods', inClass],
  ])('as %s: only the one is wrapped through which the calls pass', async (_name, form) => {
    const { changes, written, failed } = await adopted({
      'notify/index.js': form(NOTIFY),
      'report/index.js': form(REPORT),
    });
    expect(failed).toEqual([]);
    expect(changes).toEqual(['notify/index.js adopted']);
    expect(written).toEqual(['notify/index.js']);
  });

  it('are told apart by what is imported', async () => {
    const { changes, written } = await adopted({
      'a/rest.js': `export ${declaration('{ ...params, auth: token }')}`,
      'b/rest.js': `export ${declaration('{ ...params, auth: token }')}`,
      'bot.js':
        "import { sendRest } from './b/rest.js';\nexport const say = (base, token) => sendRest(base, token, 'imbot.bot.list', {});\n",
    });
    expect(changes).toEqual(['bot.js adopted']);
    expect(written).toEqual(['b/rest.js']);
  });
});

describe('a fault of one file', () => {
  it('that does not parse costs its own calls only', async () => {
    const { changes, written, failed } = await adopted({
      'notify/index.js': NOTIFY,
      'broken.js': "call('imbot.bot.list', {});\nconst = 1;\n",
    });
    expect(failed).toEqual(['broken.js']);
    expect(changes).toEqual(['broken.js syntax-error', 'notify/index.js adopted']);
    expect(written).toEqual(['notify/index.js']);
  });

  it('whose transport does not parse costs the calls through it only', async () => {
    const { changes, written } = await adopted({
      'notify/index.js': NOTIFY,
      'rest.js':
        'export async function rest(method, params) {\n  const = 1;\n  return (await fetch(process.env.HOOK + method, { body: JSON.stringify(params) })).json();\n}\n',
      'bot.js': "import { rest } from './rest.js';\nrest('imbot.bot.list', {});\n",
    });
    expect(changes[0]).toMatch(/^bot\.js (?!adopted)/);
    expect(changes[1]).toBe('notify/index.js adopted');
    expect(written).toEqual(['notify/index.js']);
  });

  it('that git could not bring back leaves the calls through it, and says so', async () => {
    const cwd = workspace({
      'package.json': '{ "type": "module" }',
      'rest.js':
        'export const rest = async (method, params) => (await fetch(process.env.HOOK + method, { body: JSON.stringify(params) })).json();\n',
      'bot.js': "import { rest } from './rest.js';\nrest('imbot.bot.list', {});\n",
      'notify.js': NOTIFY,
    });
    const git = (...given: string[]) =>
      execFileSync('git', ['-c', 'user.email=a@b.c', '-c', 'user.name=n', ...given], { cwd });
    git('init', '-q');
    git('add', 'bot.js', 'notify.js', 'package.json');
    git('commit', '-qm', 'x');
    const { report, written } = await adopt({ cwd, write: true });
    expect(written).toEqual(['notify.js']);
    expect(report.sites.map(({ file, change, reasons }) => [file, change, reasons])).toEqual([
      ['bot.js', undefined, ['not-written']],
      ['notify.js', 'adopted', []],
    ]);
    const { out } = await cli(cwd, ['adopt', '--write']);
    expect(out).toContain('1 left (not-written 1)');
  });

  it('that was not given is not changed', async () => {
    const cwd = workspace({
      'package.json': '{ "type": "module" }',
      'lib/rest.js':
        'export const rest = async (method, params) => (await fetch(process.env.HOOK + method, { body: JSON.stringify(params) })).json();\n',
      'src/bot.js': "import { rest } from '../lib/rest.js';\nrest('imbot.bot.list', {});\n",
    });
    const { report, diffs } = await adopt({ cwd, paths: ['src'] });
    expect(diffs).toEqual([]);
    expect(report.sites.map(({ reasons }) => reasons)).toEqual([['transport-not-found']]);
  });
});

describe('what is said of the rest', () => {
  const tree: Tree = {
    'rest.js':
      "import { transport } from './elsewhere.js';\nexport async function rest(portal, method, fields) {\n  return transport(portal).go(method, fields);\n}\n",
    'bot.js':
      "import { rest } from './rest.js';\nimport client from 'some-client';\nrest('acme.bitrix24.com', 'imbot.bot.list', {});\nclient.callMethod('imbot.bot.list', {});\n",
  };

  it('names the line to write, with what is left to fill in', async () => {
    const { out } = await cli(workspace(tree), ['adopt']);
    expect(out).toContain(
      'rest.js: rest gets the calls, but it was not seen to send them. By hand: wrapCall(rest, { method: 1, params: 2, answer: …, encoding: … })',
    );
    expect(out).toContain(
      'bot.js: client.callMethod was not found in the given files. By hand: wrapCall(client.callMethod, { method: 0, params: 1, answer: …, encoding: … })',
    );
    expect(out).toContain('0 under the facade, 2 left');
  });

  it('takes the word of the user for what does not show', async () => {
    const { out } = await cli(workspace(tree), ['adopt', '--answer', 'envelope', '--portal', '0', '--method', '1']);
    expect(out).toContain(
      "wrapCall(restV1, { method: 1, params: 2, portal: 0, answer: 'envelope', encoding: 'json' })",
    );
    expect(out).toContain('1 under the facade, 1 left');
  });

  it('does not take it against what shows', async () => {
    const cwd = workspace({ 'notify.js': NOTIFY });
    const { out } = await cli(cwd, [
      'adopt',
      '--answer',
      'result:data.x',
      '--portal',
      '1',
      '--method',
      '0',
      '--encoding',
      'form',
    ]);
    expect(out).toContain("{ method: 2, params: 3, portal: 0, answer: 'envelope', encoding: 'json' }");
  });

  it.each([
    ['--answer', 'nope'],
    ['--portal', 'a b'],
    ['--encoding', 'xml'],
  ])('refuses %s %s', async (flag, value) => {
    const { code, err } = await cli(workspace(tree), ['adopt', flag, value]);
    expect(code).toBe(2);
    expect(err).toContain('is invalid');
  });
});
