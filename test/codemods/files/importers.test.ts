import { expect, test } from 'vitest';
import { parseCount } from '../../../codemods/files/sourceFile';
import { adopt, rewrite, scan } from '../../../codemods/index';
import { workspace } from '../workspace';

const TRANSPORTS: Readonly<Record<string, string>> = {
  'options that stand in the call':
    "  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });\n  return response.json();\n",
  'options with a name of the function':
    "  const options: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' } };\n  options.body = JSON.stringify(params);\n  const response = await fetch(process.env.HOOK + method, options);\n  return response.json();\n",
};
const IMPORTERS = 40;

/** A module that imports the transport, and by whose text alone nobody can say that it puts nothing anywhere: a comment names it. */
const other = (at: number): string => `import { call } from './call';
export interface Row { id: number; title: string; tags?: readonly string[] }
export function read(rows: readonly Row[], wanted = '${at}'): string {
  return rows.filter((row) => row.title.includes(wanted) && row.id > ${at}).map(({ id, title }) => \`\${id}: \${title.trim()}\`).join(', '); // no call here
}
`;

/** What others could put into the options of a client is looked for only where others could hold them. */
test.each(Object.entries(TRANSPORTS))(
  'files that import a transport and cannot hold its options are not parsed: %s',
  async (_name, body) => {
    const cwd = workspace({
      'call.ts': `export async function call(method: string, params: object): Promise<any> {\n${body}}\n`,
      'bot.ts':
        "import { call } from './call';\nexport const send = () => call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'Hi' });\n",
      ...Object.fromEntries(Array.from({ length: IMPORTERS }, (_one, at) => [`other${at}.ts`, other(at)])),
    });
    for (const run of [scan, rewrite, adopt]) {
      const before = parseCount();
      await run({ cwd });
      expect(parseCount() - before).toBeLessThan(IMPORTERS / 4);
    }
  },
);

/** A module that hands the client on to what nobody sees, so that its tree has to be looked at. */
const holder = (at: number): string => `import { registry } from 'registry';
import { api } from './api';
const own = { at: ${at}, title: 'row ${at}' };
registry.keep(own);
export const keep = (rows: string[]) => {
  registry.keep(api, rows);
  own.title = rows.join();
};
`;

/** Under which names a file puts something, and what it puts there, is looked at in one tree. */
test('files that may change a client are parsed once a run', async () => {
  const cwd = workspace({
    'api.ts': `class Api {
  base = process.env.HOOK;
  async call(method: string, params: object): Promise<any> {
    const response = await fetch(this.base + method, { method: 'POST', body: JSON.stringify(params) });
    return response.json();
  }
}
export const api = new Api();
`,
    'bot.ts':
      "import { api } from './api';\nexport const send = () => api.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: 'Hi' });\n",
    ...Object.fromEntries(Array.from({ length: IMPORTERS }, (_one, at) => [`holder${at}.ts`, holder(at)])),
  });
  for (const run of [scan, rewrite, adopt]) {
    const before = parseCount();
    await run({ cwd });
    const parsed = parseCount() - before;
    expect(parsed).toBeGreaterThanOrEqual(IMPORTERS);
    expect(parsed).toBeLessThan(IMPORTERS * 1.5);
  }
});
