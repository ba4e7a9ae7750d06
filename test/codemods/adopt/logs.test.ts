import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';

const SITE = "{ BOT_ID: 1, CLIENT_ID: 'a', DIALOG_ID: '5', MESSAGE: 'x' }";
const SENT =
  "const data = await (await fetch(process.env.HOOK + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) })).json();";
const by = (before: string, after = '', top = '') =>
  `${top}export async function call(method, params) {\n  ${before}\n  ${SENT}\n  ${after}\n  return data.result;\n}\nexport const say = () => call('imbot.message.add', ${SITE});\n`;

/** The function that is wrapped is called with v2's names, and for what the facade asks: its log shows both. */
const LOGS: Readonly<Record<string, string>> = {
  'the name': by('console.log(method);'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
  'a text with the name': by('console.debug(`b24 ${method}`);'),
  'the parameters': by("console.info('sends', JSON.stringify(params));"),
  'the answer': by('', 'console.log(data);'),
  'only where it is told to': by('if (process.env.DEBUG) console.log(method, params);'),
  'by a logger': by("logger.info({ method }, 'sends');", '', "import pino from 'pino';\nconst logger = pino();\n"),
  'by a function of its own': by(
    "note('sends', method);",
    '',
    'function note(...all) { console.log(new Date().toISOString(), ...all); }\n',
  ),
  'beneath it': by(
    '',
    '',
    "async function fetch(url, options) { console.log('->', url); return globalThis.fetch(url, options); }\n",
  ),
};

const QUIET: Readonly<Record<string, string>> = {
  'no log': by(''),
  'a text of its own': by("console.log('sends');"),
  'how long it took': by('const start = Date.now();', "console.log('took', Date.now() - start);"),
  'only a status': by('', "if (data.error) console.error('refused');"),
  'who calls it': `${by('')}export async function more(method) { console.log(method); return call('imbot.message.add', ${SITE}); }\n`,
};

async function said(text: string): Promise<string> {
  const { report, understood } = await adopt({ cwd: workspace({ 'bot.mjs': text }) });
  expect(report.sites.some(({ change }) => change === 'adopted')).toBe(true);
  return understood.join('\n');
}

describe('a function that writes to a log what it sends: adopt says what that will be', () => {
  test.each(Object.entries(LOGS))('%s', async (_name, text) => {
    expect(await said(text)).toContain(
      'what it logs are the calls of v2 from now on, and the questions of the facade.',
    );
  });
});

describe('it says nothing of that', () => {
  test.each(Object.entries(QUIET))('%s', async (_name, text) => {
    expect(await said(text)).not.toContain('logs');
  });

  test('where the calls stay on v1', async () => {
    const got = `import got from 'got';\nexport const call = (method, params) => { console.log(method); return got.post(process.env.HOOK + method, { json: params }).json(); };\nexport const say = () => call('imbot.message.add', ${SITE});\n`;
    const { understood } = await adopt({ cwd: workspace({ 'bot.mjs': got }) });
    expect(understood.join('\n')).not.toContain('logs');
  });
});
