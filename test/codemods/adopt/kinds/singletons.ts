import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const CALL = `async call(method, params) {
    const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
    return response.json();
  }`;

const one = (members: string, use: string, before = '', more: Partial<Program> = {}): Program => ({
  files: {
    'bot.js': saying(`${use}.call(${ADD}, ${HOOKED})`, `${before}class Api {\n  ${members}\n  ${CALL}\n}\n`),
    'package.json': '{ "type": "module" }',
  },
  adopted: 1,
  ...more,
});

/** The one client of a program, made at once or when it is first asked for. */
export const singletons: Kind = {
  'a static field': one('static instance = new Api();', 'Api.instance'),
  'a static field, filled by a method': one(
    'static one;\n  static get() {\n    if (!Api.one) Api.one = new Api();\n    return Api.one;\n  }',
    'Api.get()',
  ),
  'one that is filled through this': one(
    'static get() {\n    if (!this.one) this.one = new Api();\n    return this.one;\n  }',
    'Api.get()',
  ),
  'a private field, filled by a getter': one(
    'static #one;\n  static get instance() {\n    return (Api.#one ??= new Api());\n  }',
    'Api.instance',
  ),
  'a field, filled by a getter': one(
    'static one;\n  static get instance() {\n    Api.one ??= new Api();\n    return Api.one;\n  }',
    'Api.instance',
  ),
  'a static block': one('static one;\n  static {\n    Api.one = new Api();\n  }', 'Api.one'),
  'filled where it is used': one('static one;', '(Api.one ??= new Api())'),
  'a static field of the same name as a method': one('static call = 5;', 'new Api()'),
  'a base that holds it for all': {
    files: {
      'bot.js': saying(
        `Api.get().call(${ADD}, ${HOOKED})`,
        `class Single {\n  static one;\n  static get() {\n    return (this.one ??= new this());\n  }\n}\nclass Api extends Single {\n  ${CALL}\n}\n`,
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
  },
};
