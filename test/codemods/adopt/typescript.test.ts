import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { read, type Tree, workspace } from '../workspace';
import { compiledAt } from './compiledAt';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const POST = "method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params)";
const SEND = `const response = await fetch(\`https://acme.bitrix24.com/rest/1/x/\${method}\`, { ${POST} });`;
const BODY = `${SEND}\n  const body = (await response.json()) as { result: any };\n  return body.result;`;
const USE = "'imbot.message.add', { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' }";

/** Functions with types of every kind, and a call whose type depends on them. */
const PROGRAMS: Record<string, string> = {
  'a type on the constant': `type Call = <T = unknown>(method: string, params?: object) => Promise<T>;
const call: Call = async (method, params = {}) => {
  ${BODY}
};
export const id: Promise<number> = call<number>(${USE});
`,
  'a generic declaration': `export async function call<T>(method: string, params: object = {}): Promise<T> {
  ${BODY}
}
export const id: Promise<number> = call<number>(${USE});
`,
  'a generic declaration that is used above': `export const id: Promise<number> = call<number>(${USE});
export async function call<T, E extends string = never>(method: string, params: object = {}, ...more: E[]): Promise<T> {
  console.debug(more.length);
  ${BODY}
}
`,
  overloads: `export function call(method: 'imbot.message.add', params: object): Promise<number>;
export function call(method: string, params: object): Promise<unknown>;
export async function call(method: string, params: object): Promise<unknown> {
  ${BODY}
}
export const id: Promise<number> = call(${USE});
`,
  'overloads that are used above': `export const id: Promise<number> = call(${USE});
function call(method: 'imbot.message.add', params: object): Promise<number>;
function call(method: string, params: object): Promise<unknown>;
async function call(method: string, params: object): Promise<unknown> {
  ${BODY}
}
`,
  'a head that is taken apart, used above': `export const id = call({ method: 'imbot.message.add', params: { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' } });
export const checked: Promise<number> = id;
async function call({ method, params }: { method: string; params: object }): Promise<number> {
  ${BODY}
}
`,
  'members that are hidden': `export class Bot {
  constructor(private readonly hook: string) {}
  protected async call<T>(method: string, params: object): Promise<T> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: T }).result;
  }
  private async other<T>(method: string, params: object): Promise<T> {
    return (await (await fetch(\`\${this.hook}\${method}\`, { ${POST} })).json()).result;
  }
  say = (): Promise<number> => this.call<number>(${USE});
  ask = (): Promise<number> => this.other<number>(${USE});
}
`,
  'a static method': `export class Bot {
  static async call<T>(method: string, params: object): Promise<T> {
    ${BODY}
  }
}
export const id: Promise<number> = Bot.call<number>(${USE});
`,
  'a class without a name': `export default class {
  async call<T>(method: string, params: object): Promise<T> {
    ${BODY}
  }
  say(): Promise<number> {
    return this.call<number>(${USE});
  }
}
`,
  'a class that a function makes': `export const withCalls = <B extends new (...given: any[]) => object>(Base: B) =>
  class extends Base {
    async call(method: string, params: object): Promise<number> {
      ${BODY}
    }
    say(): Promise<number> {
      return this.call(${USE});
    }
  };
`,
  'a field with a type': `interface Transport {
  call<T>(method: string, params: object): Promise<T>;
}
export class Api implements Transport {
  call: Transport['call'] = async (method, params) => {
    ${BODY}
  };
  private readonly send = async <T,>(method: string, params: Record<string, unknown> = {}): Promise<T> => {
    ${BODY}
  };
  say = (): Promise<number> => this.call<number>(${USE});
  ask = (): Promise<number> => this.send<number>(${USE});
}
`,
  'an object that uses this': `export const bitrix = {
  hook: 'https://acme.bitrix24.com/rest/1/x/',
  async call<T>(method: string, params: object): Promise<T> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: T }).result;
  },
  say(): Promise<number> {
    return this.call<number>(${USE});
  },
};
`,
  'an object that does not': `export const bitrix = {
  async call<T>(method: string, params: object): Promise<T> {
    ${BODY}
  },
};
export const id: Promise<number> = bitrix.call<number>(${USE});
`,
  'a type for this': `interface Functions {
  helpers: { httpRequest(options: object): Promise<any> };
}
export async function call(this: Functions, method: string, body: object = {}): Promise<number> {
  return (await this.helpers.httpRequest({ method: 'POST', url: \`https://acme.bitrix24.com/rest/1/x/\${method}\`, body, json: true })).result;
}
export function say(this: Functions): Promise<number> {
  return call.call(this, ${USE});
}
`,
  'a default export': `export default async function call<T>(method: string, params: object): Promise<T> {
  ${BODY}
}
export const id: Promise<number> = call<number>(${USE});
`,
  'a callback': `type Done = (error: Error | null, result?: number) => void;
export function call(method: string, params: object, done: Done): void {
  fetch(\`https://acme.bitrix24.com/rest/1/x/\${method}\`, { ${POST} })
    .then((response) => response.json())
    .then((body: { result: number }) => done(null, body.result), (error: Error) => done(error));
}
call(${USE}, (error, result) => console.debug(error, result?.toFixed()));
`,
  'something that is put on it': `export async function call(method: string, params: object): Promise<number> {
  ${BODY}
}
call.retries = 3;
export const id: Promise<number> = call(${USE});
export const retries: number = call.retries;
`,
  'an instance of axios': `import axios from 'axios';
const api = axios.create({ baseURL: 'https://acme.bitrix24.com/rest/1/x/' });
export const id = api.post<{ result: number }>('imbot.message.add', { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' }).then(({ data }) => data.result);
export const checked: Promise<number> = id;
`,
  'fetch itself': `export const id: Promise<number> = fetch('https://acme.bitrix24.com/rest/1/x/imbot.message.add', { method: 'POST', body: JSON.stringify({ BOT_ID: 1 }) })
  .then((response) => response.json())
  .then((body: { result: number }) => body.result);
`,
  'names of its own': `interface Methods {
  'imbot.message.add': number;
  'imbot.chat.leave': boolean;
}
export const call = async <M extends keyof Methods>(method: M, params: object): Promise<Methods[M]> => {
  ${BODY}
};
export const id: Promise<number> = call(${USE});
`,
  'an argument for the portal, and ids': `interface Auth {
  domain: string;
  access_token: string;
  keys: { bot: string };
}
export async function call<T>(auth: Auth, method: string, fields: Record<string, unknown>): Promise<T> {
  const response = await fetch(\`https://\${auth.domain}/rest/\${method}\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...fields, auth: auth.access_token, CLIENT_ID: auth.keys.bot, BOT_ID: Number(process.env.BOT) }) });
  return ((await response.json()) as { result: T }).result;
}
export const say = (auth: Auth): Promise<number> => call<number>(auth, ${USE});
`,
};

test('what type-checked before type-checks after, in the strictest way', async () => {
  const files: Tree = Object.fromEntries(
    Object.entries(PROGRAMS).map(([name, code]) => [`${name.replace(/\W+/g, '-')}.ts`, code]),
  );
  const cwd = workspace({ ...files, 'package.json': '{ "type": "module" }' });
  symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
  expect(compiledAt(cwd)).toEqual([]);
  const { report } = await adopt({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  const left = report.sites.filter(({ kind, change }) => kind !== 'mention' && change !== 'adopted');
  expect(left.map(({ file, reasons }) => `${file} ${reasons.join()}`)).toEqual([]);
  const texts = Object.entries(read(cwd)).filter(([path]) => path in files);
  for (const [path, text] of texts) expect(text.toString(), path).toContain('imbot-compat/wrap');
  expect(compiledAt(cwd)).toEqual([]);
}, 60_000);
