import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const SEND = `fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) }).then((response) => response.json())`;
const REST = `async function rest(method, params) {\n  return ${SEND};\n}`;

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted: 1,
  ...more,
});

/** The name is given when a function is made, and the parameters when it is called. */
export const curried: Kind = {
  'one argument, in a table': esm(
    saying(
      `api.say(${HOOKED})`,
      `${REST}\nconst make = (method) => (params) => rest(method, params);\nconst api = { say: make(${ADD}) };`,
    ),
  ),
  'one argument, by its name': esm(
    saying(
      `say(${HOOKED})`,
      `${REST}\nconst make = (method) => (params) => rest(method, params);\nconst say = make(${ADD});`,
    ),
  ),
  'one that adds to it': esm(
    saying(
      `say(${HOOKED})`,
      `${REST}\nconst make = (method) => (params = {}) => rest(method, { ...params, SYSTEM: 'N' });\nconst say = make(${ADD});`,
    ),
  ),
  'two arguments, of which parameters are made': esm(
    saying(
      'say(chat, text)',
      `${REST}\nconst make = (method) => (chat, text) => rest(method, ${HOOKED});\nconst say = make(${ADD});`,
    ),
  ),
  'one argument that is taken apart': esm(
    saying(
      'say({ chat, text })',
      `${REST}\nconst make = (method) => async ({ chat, text }) => rest(method, ${HOOKED});\nconst say = make(${ADD});`,
    ),
  ),
  bound: esm(saying(`say(${HOOKED})`, `${REST}\nconst say = rest.bind(null, ${ADD});`)),
  'a method of a class makes it': esm(
    saying(
      `api.say(${HOOKED})`,
      `${REST}\nclass Api {\n  method(name) {\n    return (params) => rest(name, params);\n  }\n  say = this.method(${ADD});\n}\nconst api = new Api();`,
    ),
  ),
  'a route of a table that is chosen at run time': esm(
    saying(
      `rest(ROUTES[text === '' ? 'remove' : 'say'].method, ${HOOKED})`,
      `${REST}\nconst ROUTES = { say: { method: ${ADD} }, remove: { method: 'imbot.message.delete' } };`,
    ),
    { adopted: 2 },
  ),
  // What looks like it.
  'made, and what it makes sends nothing': esm(
    saying(
      'say(chat, text)',
      `${REST}\nconst make = (method) => (chat, text) => [method, chat, text].join(' ');\nconst say = make(${ADD});\nexport const other = () => rest('im.user.get', {});`,
    ),
    { adopted: 0, reasons: ['transport-not-understood'], lacks: ['wrap'] },
  ),
  'made, and sent as something else': esm(
    `const make = (method) => (chat, text) => fetch('https://audit.example.com/log', { ${JSON_POST}({ method, chat, text }) }).then((response) => response.text());
const say = make(${ADD});
export const run = (chat, text) => say(chat, text);
`,
    { adopted: 0, reasons: ['transport-not-understood'], entry: false, lacks: ['wrap'] },
  ),
};

const old = (body: string, more: Partial<Program> = {}): Program => ({
  files: {
    'bot.js': saying('bot.say(chat, text)', `${body}\nvar bot = new Bot();`).replace(
      'export async function run',
      'exports.run = async function run',
    ),
    'package.json': '{}',
  },
  adopted: 1,
  ...more,
});

/** A function that is called with new, and puts its methods on what is made. */
export const constructors: Kind = {
  'through another name of this': old(
    `function Bot() {\n  var self = this;\n  self.rest = function (method, params) { return ${SEND}; };\n  self.say = function (chat, text) { return self.rest(${ADD}, ${HOOKED}); };\n}`,
  ),
  'the other way round': old(
    `function Bot() {\n  var self = this;\n  self.say = function (chat, text) { return self.rest(${ADD}, ${HOOKED}); };\n  self.rest = function (method, params) { return ${SEND}; };\n}`,
  ),
  'through this': old(
    `function Bot() {\n  this.rest = function (method, params) { return ${SEND}; };\n  this.say = function (chat, text) { return this.rest(${ADD}, ${HOOKED}); };\n}`,
  ),
  'in arrow functions': old(
    `function Bot() {\n  this.rest = (method, params) => ${SEND};\n  this.say = (chat, text) => this.rest(${ADD}, ${HOOKED});\n}`,
  ),
  'in a callback': old(
    `function Bot() {\n  var that = this;\n  this.rest = function (method, params) { return ${SEND}; };\n  this.say = function (chat, text) { return Promise.resolve().then(function () { return that.rest(${ADD}, ${HOOKED}); }); };\n}`,
  ),
  'a function without a name': old(
    `var Bot = function () {\n  this.rest = function (method, params) { return ${SEND}; };\n  this.say = function (chat, text) { return this.rest(${ADD}, ${HOOKED}); };\n};`,
  ),
  // What looks like it.
  'another of the same name in another function': old(
    `function Audit() {\n  this.rest = function (method, params) { return ${SEND}; };\n}\nfunction Bot() {\n  this.rest = function (method) { return Promise.resolve(method); };\n  this.say = function (chat, text) { return this.rest(${ADD}, ${HOOKED}); };\n}\nexports.Audit = Audit;`,
    { adopted: 0, reasons: ['transport-not-understood'], lacks: ['wrap'] },
  ),
};
