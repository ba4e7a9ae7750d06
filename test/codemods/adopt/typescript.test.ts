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

const METHODS = `interface Methods {
  'imbot.message.add': { BOT_ID: number; DIALOG_ID: string; MESSAGE: string };
  'imbot.bot.list': Record<string, never>;
}
interface Results {
  'imbot.message.add': number;
  'imbot.bot.list': Record<string, { ID: string }>;
}
`;
/** A method that uses `this`, in an object that has a type. */
const object = (
  before: string,
  type: string,
) => `export type Call = (method: string, params: object) => Promise<number>;
${before}
export const bitrix: ${type} = {
  hook: 'https://acme.bitrix24.com/rest/1/x/',
  async call(method: string, params: object): Promise<number> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: number }).result;
  },
};
export const id: Promise<number> = bitrix.call(${USE});
`;

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
  'generic names': `${METHODS}export async function call<M extends keyof Methods>(method: M, params: Methods[M]): Promise<Results[M]> {
  ${BODY}
}
export const id: Promise<number> = call(${USE});
`,
  'generic names, used above': `${METHODS}export const id: Promise<number> = call(${USE});
export async function call<M extends keyof Methods>(method: M, params: Methods[M]): Promise<Results[M]> {
  ${BODY}
}
`,
  'generic names of a class': `${METHODS}export class Client<S extends Record<keyof S, object>> {
  async call<M extends keyof S & string>(method: M, params: S[M]): Promise<any> {
    ${BODY}
  }
}
export const id: Promise<number> = new Client<Methods>().call(${USE});
`,
  'generic names and the rest of a tuple': `${METHODS}export async function call<M extends keyof Methods>(method: M, ...[params]: M extends 'imbot.bot.list' ? [] : [Methods[M]]): Promise<Results[M]> {
  ${BODY}
}
export const id: Promise<number> = call(${USE});
`,
  'generic names in an object': `${METHODS}export async function call<M extends keyof Methods>({ method, params }: { method: M; params: Methods[M] }): Promise<Results[M]> {
  ${BODY}
}
export const id: Promise<number> = call({ method: 'imbot.message.add', params: { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' } });
`,
  'generic names that satisfy': `${METHODS}interface Api {
  call<M extends keyof Methods>(method: M, params: Methods[M]): Promise<Results[M]>;
}
export const bitrix = {
  async call(method, params) {
    ${BODY}
  },
} satisfies Api;
export const id: Promise<number> = bitrix.call(${USE});
`,
  'an arrow with generic names that satisfies': `${METHODS}type Call = <M extends keyof Methods>(method: M, params: Methods[M]) => Promise<Results[M]>;
export const bitrix = {
  call: (async (method, params) => {
    ${BODY}
  }) satisfies Call,
};
export const id: Promise<number> = bitrix.call(${USE});
`,
  'an enum of names': `export enum Name {
  Add = 'imbot.message.add',
}
export async function call(method: Name, params: object): Promise<number> {
  ${BODY}
}
export const id: Promise<number> = call(Name.Add, { BOT_ID: 1, DIALOG_ID: '2', MESSAGE: 'x' });
`,
  'a result by the name': `type Result<M extends string> = M extends 'imbot.message.add' ? number : unknown;
export async function call<const M extends string>(method: M, params: object): Promise<Result<M>> {
  ${BODY}
}
export const id: Promise<number> = call(${USE});
`,
  'a namespace of the same name': `export async function call(method: string, params: object): Promise<number> {
  ${BODY}
}
export namespace call {
  export const retries = 3;
}
export const id: Promise<number> = call(${USE});
export const retries: number = call.retries;
`,
  'an object of a type of its own': object(
    'interface Api { hook: string; call(method: string, params: object): Promise<number> }',
    'Api',
  ),
  'a member that is only read': object('interface Api { hook: string; readonly call: Call }', 'Api'),
  'a member that is only read, of a base': object(
    'interface Base { readonly call: Call }\ninterface Api extends Base { hook: string }',
    'Api',
  ),
  'a type that is only read': object('type Api = Readonly<{ hook: string; call: Call }>;', 'Api'),
  'a type that is only read, where it stands': object('', '{ readonly hook: string; readonly call: Call }'),
  'Readonly of a type': object('interface Api { hook: string; call: Call }', 'Readonly<Api>'),
  'a generic type': object('interface Api<C> { hook: string; readonly call: C }', 'Api<Call>'),
  'what is made with a type that is only read': `interface Api {
  readonly hook: string;
  readonly call: (method: string, params: object) => Promise<number>;
}
export function make(hook: string): Api {
  const self: Api = {
    hook,
    async call(method: string, params: object): Promise<number> {
      const response = await fetch(this.hook + method, { ${POST} });
      return ((await response.json()) as { result: number }).result;
    },
  };
  return self;
}
export const id: Promise<number> = make('https://acme.bitrix24.com/rest/1/x/').call(${USE});
`,
  'a member that may be missing': `interface Api {
  hook: string;
  call?(method: string, params: object): Promise<number>;
}
export const bitrix: Api = {
  hook: 'https://acme.bitrix24.com/rest/1/x/',
  async call(method: string, params: object): Promise<number> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: number }).result;
  },
};
export const id = bitrix.call?.(${USE});
`,
  'as const': `export const bitrix = {
  hook: 'https://acme.bitrix24.com/rest/1/x/',
  async call(method: string, params: object): Promise<number> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: number }).result;
  },
} as const;
export const id: Promise<number> = bitrix.call(${USE});
`,
  'a frozen object': `export const bitrix = Object.freeze({
  hook: 'https://acme.bitrix24.com/rest/1/x/',
  async call(method: string, params: object): Promise<number> {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: number }).result;
  },
});
export const id: Promise<number> = bitrix.call(${USE});
`,
  'a field that is only read': `export class Bot {
  constructor(private readonly hook: string) {
    Object.freeze(this);
  }
  readonly call = async (method: string, params: object): Promise<number> => {
    const response = await fetch(this.hook + method, { ${POST} });
    return ((await response.json()) as { result: number }).result;
  };
  static readonly ask = async (method: string, params: object): Promise<number> => {
    ${BODY}
  };
  say = (): Promise<number> => this.call(${USE});
  tell = (): Promise<number> => Bot.ask(${USE});
}
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
