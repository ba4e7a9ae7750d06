import type { Kind, Program } from '../Kind';
import { HOOKED, JSON_POST, OAUTH, saying } from '../Kind';

/** As much of NestJS as these bots need: tokens, classes, and what stands for them. */
const NEST = {
  'node_modules/@nestjs/common/package.json': '{ "name": "@nestjs/common", "main": "index.js" }',
  'node_modules/@nestjs/common/index.js': `const asked = new WeakMap();
exports.asked = asked;
exports.PACKED = Symbol('packed');
exports.forwardRef = (late) => ({ late });
exports.Injectable = () => () => {};
exports.Module = (meta) => (target) => { target.meta = meta; };
exports.Inject = (token) => (target, key, index) => {
  const owner = index === undefined ? target.constructor : target;
  const all = asked.get(owner) ?? [];
  asked.set(owner, [...all, { token, key, index }]);
};
`,
  'node_modules/@nestjs/core/package.json': '{ "name": "@nestjs/core", "main": "index.js" }',
  'node_modules/@nestjs/core/index.js': `const { asked } = require('@nestjs/common');
const listed = (module) => [...(module.providers ?? module.meta?.providers ?? []), ...(module.module ? listed(module.module) : []), ...(module.meta?.imports ?? []).flatMap(listed)];
exports.NestFactory = {
  async createApplicationContext(module) {
    const made = new Map();
    const bound = new Map(listed(module).map((one) => (typeof one === 'function' ? [one, { useClass: one }] : [one.provide, one])));
    const build = (of) => {
      const all = asked.get(of) ?? [];
      const given = [];
      for (const { token, index } of all) if (index !== undefined) given[index] = get(token);
      const self = new of(...given);
      for (const { token, key, index } of all) if (index === undefined) self[key] = get(token);
      return self;
    };
    const get = (asking) => {
      const token = asking?.late ? asking.late() : asking;
      if (made.has(token)) return made.get(token);
      const one = bound.get(token);
      if (!one) throw new Error('Nothing stands for ' + String(token));
      const value = one.useExisting ? get(one.useExisting) : one.useClass ? build(one.useClass) : one.useFactory ? one.useFactory() : one.useValue;
      made.set(token, value);
      return value;
    };
    return { get };
  },
};
`,
};

const SENT = `(await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) })).json()`;
const STRING = "export const PORT = 'BITRIX_PORT';";
const INTERFACE = 'export interface Port { call(method: string, params: object): Promise<any> }';
const ABSTRACT = 'export abstract class Port { abstract call(method: string, params: object): Promise<any>; }';
const OTHER = 'export class Other implements Port { async call(): Promise<any> { return { result: 0 }; } }';
const FACTORY = '{ provide: PORT, useFactory: () => new Adapter() }';
const CLASS = '{ provide: PORT, useClass: Adapter }';

interface Parts {
  readonly tokens?: string;
  readonly port?: string;
  readonly adapter?: string;
  /** Members of the class that speaks. */
  readonly holds?: string;
  readonly providers?: string;
  readonly app?: string;
  readonly files?: Program['files'];
}

/** A bot that speaks through a port; its module says what stands for it. */
function nest(parts: Parts, more: Partial<Program> = {}): Program {
  const {
    tokens = STRING,
    port = INTERFACE,
    adapter = `@Injectable()\nexport class Adapter implements Port { async call(method: string, params: object) { return ${SENT}; } }\n${OTHER}`,
    holds = 'constructor(@Inject(PORT) private readonly port: Port) {}',
    providers = CLASS,
    app = `@Module({ providers: [Speaker, ${providers}] })\nexport class AppModule {}`,
  } = parts;
  const needed = `import { forwardRef, Inject, Injectable, Module, PACKED } from '@nestjs/common';
import { OWN, PORT, PORTS } from './tokens';
import { Port } from './port';
`;
  const code = saying(
    'speaker.say(chat, text)',
    "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app';\nimport { Speaker } from './speaker';\n",
  ).replace(
    'run(log) {',
    'run(log: any) {\n  const speaker: any = (await NestFactory.createApplicationContext(AppModule)).get(Speaker);',
  );
  return {
    files: {
      ...NEST,
      'package.json': '{ "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "target": "es2022" } }',
      'tokens.ts': `${tokens}\n`,
      'port.ts': `${port}\n`,
      'adapter.ts': `${needed}${adapter}\n`,
      'speaker.ts': `${needed}import { Adapter } from './adapter';
@Injectable()
export class Speaker {
  ${holds}
  ${/\bsay\(/.test(holds) ? '' : `say(chat: string, text: string) { return this.port.call('imbot.message.add', ${HOOKED}); }`}
}
`,
      'app.ts': `${needed}import { Adapter, Other } from './adapter';\nimport { Speaker } from './speaker';\n${app}\n`,
      'bot.ts': code,
      ...parts.files,
    },
    adopted: 1,
    entry: 'bot.ts',
    ...more,
  };
}

/** Addresses of methods under the base of a service, commands of a batch by name, and one way for all out of the adapter. */
const OVER_HTTP = `import { HttpService } from '@nestjs/axios';
type Commands = Record<string, { method: string; params: Record<string, unknown> }>;
@Injectable()
export class Api {
  constructor(@Inject(HttpService) private readonly http: HttpService) {}
  async callMethod<T extends object, U = any>(method: string, params: Partial<T> = {}) {
    return this.post<object, U>(\`/rest/\${method}\`, { ...params, auth: globalThis.PORTAL.TOKEN });
  }
  async callBatch(commands: Commands, halt = false) {
    const cmd = Object.entries(commands).reduce((all, [key, { method, params }]) => {
      all[key] = \`\${method}?\${new URLSearchParams(params as any)}\`;
      return all;
    }, {} as Record<string, string>);
    return this.post<object, any>('/rest/batch', { cmd, halt, auth: globalThis.PORTAL.TOKEN });
  }
  private async post<T, U = any>(url: string, body: T) {
    const answer = await this.http.axiosRef.post<U>(url, body);
    return answer.data;
  }
}
@Injectable()
export class Adapter implements Port {
  constructor(@Inject(Api) private readonly api: Api) {}
  async call<T extends object>(method: string, params: Partial<T> = {}) { return this.api.callMethod<T>(method, params); }
  async callBatch(commands: Commands, halt = false) { return this.api.callBatch(commands, halt); }
}`;
const HTTP_SERVICE = {
  'node_modules/@nestjs/axios/package.json': '{ "name": "@nestjs/axios", "main": "index.js" }',
  'node_modules/@nestjs/axios/index.js':
    "exports.HttpService = class { axiosRef = require('axios').create({ baseURL: new URL(globalThis.PORTAL.BASE).origin }); };\n",
};

function overHttp(says: string, wrap: string): Program {
  return nest(
    {
      port: 'export interface Port { call(method: string, params: object): Promise<any>; callBatch(commands: object): Promise<any> }',
      adapter: OVER_HTTP,
      holds: `constructor(@Inject(PORT) private readonly port: Port) {}\n  ${says}`,
      app: `import { HttpService } from '@nestjs/axios';\nimport { Api } from './adapter';\n@Module({ providers: [Speaker, Api, HttpService, ${CLASS}] })\nexport class AppModule {}`,
      files: HTTP_SERVICE,
    },
    { holds: [`Api.prototype${wrap} = wrapCall(`] },
  );
}

const wrapped = { holds: ['Adapter.prototype.call = wrapCall('] };
const left = { adopted: 0, reasons: ['transport-not-found'] };

/** Ports of NestJS: a token, and the one class that a module binds to it. */
export const ports: Kind = {
  'a text as the token': nest({}, wrapped),
  'a text that is written out': nest({
    holds: "constructor(@Inject('BITRIX_PORT') private readonly port: Port) {}",
    providers: "{ provide: 'BITRIX_PORT', useClass: Adapter }",
  }),
  'a table of tokens': nest({
    tokens: "export const PORTS = { BITRIX: 'BITRIX_PORT', CRM: { LEADS: 'LEADS_PORT' } } as const;",
    holds: 'constructor(@Inject(PORTS.BITRIX) private readonly port: Port) {}',
    providers: '{ provide: PORTS.BITRIX, useClass: Adapter }, { provide: PORTS.CRM.LEADS, useValue: 1 }',
  }),
  'a symbol': nest({ tokens: "export const PORT = Symbol('port');" }, wrapped),
  'a symbol of all': nest({
    holds: "constructor(@Inject(Symbol.for('port')) private readonly port: Port) {}",
    providers: "{ provide: Symbol.for('port'), useClass: Adapter }",
  }),
  'an enum': nest({
    tokens: "export enum PORTS { Bitrix = 'bitrix', Crm = 'crm' }",
    holds: 'constructor(@Inject(PORTS.Bitrix) private readonly port: Port) {}',
    providers: '{ provide: PORTS.Bitrix, useClass: Adapter }, { provide: PORTS.Crm, useClass: Other }',
  }),
  'an abstract class': nest({
    port: ABSTRACT,
    holds: 'constructor(@Inject(Port) private readonly port: Port) {}',
    providers: '{ provide: Port, useClass: Adapter }',
  }),
  'an abstract class by its type': nest(
    {
      port: ABSTRACT,
      holds: 'constructor(private readonly port: Port) {}',
      providers: '{ provide: Port, useClass: Adapter }',
    },
    { entry: false },
  ),
  'the name of a class': nest({
    holds: 'constructor(@Inject(Adapter.name) private readonly port: Port) {}',
    providers: '{ provide: Adapter.name, useClass: Adapter }',
  }),
  'a class that is provided': nest({ providers: 'Adapter, { provide: PORT, useExisting: Adapter }' }, wrapped),
  'another token that stands for the class': nest({
    tokens: `${STRING}\nexport const OWN = Symbol('own');`,
    providers: '{ provide: OWN, useClass: Adapter }, { provide: PORT, useExisting: OWN }',
  }),
  'a class, typed by the port': nest({
    holds: 'constructor(@Inject(Adapter) private readonly port: Port) {}',
    providers: 'Adapter',
  }),
  'a class that is loaded later': nest({
    holds: 'constructor(@Inject(forwardRef(() => Adapter)) private readonly port: Port) {}',
    providers: 'Adapter',
  }),
  'a field': nest({ holds: '@Inject(PORT) private readonly port!: Port;' }, wrapped),
  'providers of another file': nest({
    app: "import { own } from './own';\n@Module({ providers: [...own, Speaker] })\nexport class AppModule {}",
    files: {
      'own.ts': `import { PORT } from './tokens';\nimport { Adapter } from './adapter';\nexport const own = [{ provide: PORT, useClass: Adapter }];\n`,
    },
  }),
  'a port behind a port': nest({
    adapter: `@Injectable()\nexport class Api { async post(method: string, params: object) { return ${SENT}; } }
@Injectable()\nexport class Adapter implements Port { constructor(@Inject(Api) private readonly api: Api) {}\n  call(method: string, params: object) { return this.api.post(method, params); } }\n${OTHER}`,
    app: `import { Api } from './adapter';\n@Module({ providers: [Speaker, Api, ${CLASS}] })\nexport class AppModule {}`,
  }),
  'the same class in two modules': nest({
    app: `@Module({ providers: [${CLASS}] })\nexport class Inner {}\n@Module({ imports: [Inner], providers: [Speaker, ${CLASS}] })\nexport class AppModule {}`,
  }),
  'a test that puts another in': nest({
    files: {
      'app.test.ts':
        "import { PORT } from './tokens';\nexport const replaced = (module: any) => module.overrideProvider(PORT).useValue({ call: async () => ({}) });\n",
    },
  }),
  'a service under a base': overHttp(
    `say(chat: string, text: string) { return this.port.call('imbot.message.add', ${OAUTH}); }`,
    '.callMethod',
  ),
  'a batch of named commands': overHttp(
    `say(chat: string, text: string) {\n    const commands: any = {};\n    commands['say'] = { method: 'imbot.message.add', params: ${OAUTH} };\n    return this.port.callBatch(commands);\n  }`,
    "['post']",
  ),
  'beside a token of a package': nest({ providers: `{ provide: PACKED, useFactory: () => 1 }, ${CLASS}` }),

  'two classes': nest({ providers: `${CLASS}, { provide: PORT, useClass: Other }` }, left),
  'two classes of two modules': nest(
    {
      app: `@Module({ providers: [{ provide: PORT, useClass: Other }] })\nexport class Inner {}\n@Module({ imports: [Inner], providers: [Speaker, ${CLASS}] })\nexport class AppModule {}`,
    },
    { ...left, entry: false },
  ),
  'a factory': nest({ providers: FACTORY }, left),
  'a factory beside the class': nest({ providers: `${FACTORY}, ${CLASS}` }, left),
  'a value': nest({ providers: '{ provide: PORT, useValue: new Other() }' }, left),
  'another token': nest(
    {
      tokens: `${STRING}\nexport const OWN = Symbol('port');`,
      holds: 'constructor(@Inject(OWN) private readonly port: Port) {}',
      providers: `${CLASS}, { provide: OWN, useFactory: () => new Other() }`,
    },
    left,
  ),
  'another symbol of the same name': nest(
    {
      tokens: "export const PORT = Symbol('port');\nexport const OWN = Symbol('port');",
      holds: 'constructor(@Inject(OWN) private readonly port: Port) {}',
      providers: `${CLASS}, { provide: OWN, useFactory: () => new Other() }`,
    },
    left,
  ),
  'a token of a package, which may bind it too': nest(
    {
      holds: 'constructor(@Inject(PACKED) private readonly port: Port) {}',
      providers: '{ provide: PACKED, useClass: Adapter }',
    },
    left,
  ),
  'a module that provides what it is told': nest(
    {
      app: `export class Inner { static with(of: any) { return { module: Inner, providers: [{ provide: PORT, useClass: of }] }; } }
@Module({ imports: [Inner.with(Other) as any], providers: [Speaker, ${CLASS}] })\nexport class AppModule {}`,
    },
    { ...left, entry: false },
  ),
  'a token that does not show': nest(
    {
      app: `const bind = (token: any, of: any) => ({ provide: token, useClass: of });\n@Module({ providers: [Speaker, ${CLASS}, bind(PORT, Other)] })\nexport class AppModule {}`,
    },
    left,
  ),
  'a provider that is changed later': nest(
    {
      app: `const own: any = ${CLASS};\nown.useClass = Other;\n@Module({ providers: [Speaker, own] })\nexport class AppModule {}`,
    },
    left,
  ),
  'a provider that is spread': nest(
    {
      app: `const more: any = { useClass: Other };\n@Module({ providers: [Speaker, { provide: PORT, useClass: Adapter, ...more }] })\nexport class AppModule {}`,
    },
    left,
  ),
  'a class that is chosen': nest(
    { providers: '{ provide: PORT, useClass: process.env.B24_HOOK ? Adapter : Other }' },
    left,
  ),
  'a program that puts another in': nest(
    {
      files: {
        'preview.ts':
          "import { PORT } from './tokens';\nexport const preview = (module: any) => module.overrideProvider(PORT).useValue({ call: async () => ({}) });\n",
      },
    },
    left,
  ),
  'another Inject': nest(
    {
      holds: 'port: any;\n  constructor(@Own(PORT) port: Port) { this.port = port ?? new (Object(Other))(); }',
      files: {},
    },
    { ...left, entry: false },
  ),
};
