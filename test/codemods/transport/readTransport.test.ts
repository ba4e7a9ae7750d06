import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSyntax, treeOf } from '../../../codemods/files/sourceFile';
import { findSites } from '../../../codemods/find/findSites';
import type { Site, SourceText } from '../../../codemods/plan/site';
import { readTransport } from '../../../codemods/transport/readTransport';
import type { TransportReading } from '../../../codemods/transport/TransportReading';
import { methodEntry } from '../../../src/map/index';

beforeAll(async () => {
  await loadSyntax();
});

/** The reading of the first call of `main.js`, or of the file that is named. */
function reading(files: Readonly<Record<string, string>>, main = 'main.js'): TransportReading {
  const sources = new Map(Object.entries(files).map(([path, text]): [string, SourceText] => [path, { path, text }]));
  const resolve = (specifier: string, from = main): SourceText | undefined => {
    if (!specifier.startsWith('.')) return undefined;
    const path = join(dirname(from), specifier);
    for (const end of ['', '.js', '.ts', '/index.js']) {
      const found = sources.get(path + end);
      if (found) return found;
    }
    return undefined;
  };
  const file = sources.get(main);
  if (!file) throw new Error('no main');
  const site = findSites(file).find(({ kind }) => kind !== 'mention');
  return read(site, file, resolve, [...sources.values()]);
}

function read(
  site: Site | undefined,
  file: SourceText,
  resolve: (specifier: string, from?: string) => SourceText | undefined,
  all: SourceText[],
): TransportReading {
  const shape = site?.shape?.constant?.calls[0] ?? site?.shape;
  if (!site || !shape?.call) throw new Error('no call');
  const importers = (path: string) =>
    all.filter((one) => one.path !== path && one.text.includes(path.replace(/^.*\/|\.\w+$/g, '')));
  return readTransport(
    {
      call: shape.call,
      name: shape.name,
      ...(shape.params ? { params: shape.params } : {}),
      method: site.method,
      targets: methodEntry(site.method)?.v2 ?? [],
    },
    treeOf(file),
    { resolve, importers },
  );
}

const CALL = "'imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' }";
const FIXTURES = join(import.meta.dirname, 'fixtures');

describe('how parameters travel', () => {
  for (const encoding of ['json', 'form', 'flat', 'multipart']) {
    for (const name of readdirSync(join(FIXTURES, encoding))) {
      test(`${encoding}: ${name}`, () => {
        const source = readFileSync(join(FIXTURES, encoding, name), 'utf8');
        const found = reading({ 'main.js': `${source}\nexport const go = () => call(${CALL});\n` });
        expect([found.unseen, found.encoding]).toEqual([undefined, encoding]);
      });
    }
  }
});

describe('what treats parameters one by one', () => {
  const treated = (made: string, before = '') =>
    reading({
      'main.js': `${before}
async function call(method, params) {
  const res = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(${made}) });
  return res.json();
}
export const go = () => call(${CALL});
`,
    }).dependsOnName.length > 0;
  const each = (value: string) => `Object.fromEntries(Object.entries(params).map(([key, value]) => [key, ${value}]))`;
  test.each([
    each("typeof value === 'string' ? value.replace('<', '') : value"),
    each('value.slice ? value.slice(0, 9) : value'),
    each("typeof value === 'boolean' ? (value ? 'Y' : 'N') : value"),
    each("value === true ? 'Y' : value"),
    "Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value !== 'object'))",
  ])('%s would not see what v2 nests', (made) => {
    expect(treated(made)).toBe(true);
  });
  test.each([
    ['params', ''],
    ['Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))', ''],
    ["Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value !== 'undefined'))", ''],
    [
      'clean(params)',
      "const clean = (one) => typeof one === 'string' ? one.replace('<', '') : one && typeof one === 'object' ? Object.fromEntries(Object.entries(one).map(([key, value]) => [key, clean(value)])) : one;",
    ],
  ])('%s does', (made, before) => {
    expect(treated(made, before)).toBe(false);
  });
});

describe('the way to a transport', () => {
  const portal = `export async function portalCall(method, params) {
  const res = await fetch(\`\${process.env.HOOK}/\${method}\`, { method: 'POST', body: JSON.stringify(params) });
  return res.json();
}
export default portalCall;
export const aliased = portalCall;
export class Client {
  constructor(hook) { this.hook = hook; }
  async call(method, params) {
    const res = await fetch(\`\${this.hook}/\${method}\`, { method: 'POST', body: JSON.stringify(params) });
    return res.json();
  }
}
export const client = new Client(process.env.HOOK);
export const api = { call: portalCall, send(method, params) { return portalCall(method, params); } };
export function makeCall(hook) { return async (method, params) => (await fetch(\`\${hook}/\${method}\`, { method: 'POST', body: JSON.stringify(params) })).json(); }
`;
  const ways: Record<string, string> = {
    'export *': `import { portalCall } from './star.js'; await portalCall(${CALL});`,
    'a named re-export': `import { portalCall } from './named.js'; await portalCall(${CALL});`,
    'a renamed re-export': `import { call } from './renamed.js'; await call(${CALL});`,
    'a default re-export': `import call from './def.js'; await call(${CALL});`,
    'an import that is exported again': `import { portalCall } from './local.js'; await portalCall(${CALL});`,
    'an index': `import { portalCall } from './lib'; await portalCall(${CALL});`,
    'a namespace': `import * as portal from './portal.js'; await portal.portalCall(${CALL});`,
    'an alias': `import { aliased } from './portal.js'; await aliased(${CALL});`,
    'an alias here': `import { portalCall } from './portal.js'; async function go() { const send = portalCall; await send(${CALL}); }`,
    'an instance': `import { client } from './portal.js'; await client.call(${CALL});`,
    'an instance made here': `import { Client } from './portal.js'; const mine = new Client('x'); await mine.call(${CALL});`,
    'an object': `import { api } from './portal.js'; await api.call(${CALL});`,
    'a method of an object': `import { api } from './portal.js'; await api.send(${CALL});`,
    'a factory': `import { makeCall } from './portal.js'; const call = makeCall('x'); await call(${CALL});`,
    'a subclass': `import { Client } from './portal.js'; class Sub extends Client { async say() { await this.call(${CALL}); } }`,
    super: `import { Client } from './portal.js'; class Sub extends Client { async say() { await super.call(${CALL}); } }`,
    bind: `import { client } from './portal.js'; const call = client.call.bind(client); await call(${CALL});`,
    'bind with an argument': `import { api } from './portal.js'; const by = (hook, method, params) => api.call(method, params); const call = by.bind(null, 'x'); await call(${CALL});`,
    'a dynamic import': `const { portalCall } = await import('./portal.js'); await portalCall(${CALL});`,
    'a parameter that is handed it': `import { portalCall } from './portal.js'; async function say(call) { await call(${CALL}); } say(portalCall);`,
    'a constructor that is handed it': `import { client } from './portal.js'; class Bot { constructor(api) { this.api = api; } async say() { await this.api.call(${CALL}); } } new Bot(client);`,
    'a parameter with a default': `import { portalCall } from './portal.js'; async function say(call = portalCall) { await call(${CALL}); }`,
    'a table': `import { portalCall } from './portal.js'; const by = { rest: portalCall }; await by.rest(${CALL});`,
    'call of a function': `import { portalCall } from './portal.js'; await portalCall.call(null, ${CALL});`,
    'a retry around it': `import { portalCall } from './portal.js'; async function retry(work) { for (let at = 0; ; at += 1) { try { return await work(); } catch (error) { if (at === 3) throw error; } } } const call = (m, p) => retry(() => portalCall(m, p)); await call(${CALL});`,
  };
  for (const [name, source] of Object.entries(ways)) {
    test(name, () => {
      const found = reading({
        'main.js': `${source}\n`,
        'portal.js': portal,
        'star.js': "export * from './portal.js';",
        'named.js': "export { portalCall } from './portal.js';",
        'renamed.js': "export { portalCall as call } from './portal.js';",
        'def.js': "export { default } from './portal.js';",
        'local.js': "import { portalCall } from './portal.js'; export { portalCall };",
        'lib/index.js': "export { portalCall } from '../portal.js';",
      });
      expect([found.unseen, found.encoding, found.answer]).toEqual([undefined, 'json', 'envelope']);
    });
  }
});
