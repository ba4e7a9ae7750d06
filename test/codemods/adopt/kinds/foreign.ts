import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const CALL = `async call(method, params) { return (await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) })).json(); }`;
/** The one method of its name in the given files. */
const OWN = `class Other { ${CALL} }\nexport const profile = () => new Other().call('profile', {});\n`;
const KIT = `export class Client { ${CALL} }
export const connect = async () => new Client();
export const client = new Client();
export const limit = (one) => one;
export const container = { all: new Map(), resolve(one) { return new one(); } };
export const useApi = () => container.all.get('api');
export const app = () => ({ locals: {}, set(name, one) { this[name] = one; } });
`;
const bot = (call: string, code: string): Program['files'] => ({
  'bot.js': saying(
    `${call}('imbot.message.add', ${HOOKED})`,
    `import { Client, connect, client, limit, container, useApi, app } from 'some-kit';\nimport * as kit from 'some-kit';\n${OWN}${code}`,
  ),
  'package.json': '{ "type": "module" }',
  'node_modules/some-kit/package.json': '{ "name": "some-kit", "type": "module", "main": "index.js" }',
  'node_modules/some-kit/index.js': KIT,
});
const left = (call: string, code = ''): Program => ({
  files: bot(call, code),
  adopted: 0,
  reasons: ['transport-not-found'],
  lacks: ['wrap'],
});
const carried = (call: string, code = ''): Program => ({ files: bot(call, code), adopted: 1, holds: ['wrapCall('] });

/** A method of something that a package gave is none of the given files, be it the one of its name there. */
export const foreign: Kind = {
  'an instance of a package': left('one.call', 'const one = new Client();'),
  'an instance in a field': left('new Bot().api.call', 'class Bot { constructor() { this.api = new Client(); } }'),
  'an instance in a static field': left('Bot.one.call', 'class Bot { static one = new Client(); }'),
  'an instance in a static field that is filled later': left(
    'Bot.one.call',
    'class Bot { static one; }\nBot.one = new Client();',
  ),
  'an instance that a static method puts there': left(
    'Bot.one.call',
    'class Bot { static one = null; static start() { Bot.one = new Client(); } }\nBot.start();',
  ),
  'what a function of a package gives': left('one.call', 'const one = await connect();'),
  'what is put in a variable later': left('one.call', 'let one;\none = await connect();'),
  'what is put in an object later': left('state.one.call', 'const state = {};\nstate.one = await connect();'),
  'in a Map': left("all.get('one').call", "const all = new Map([['one', new Client()]]);"),
  'an export of a package': left('client.call'),
  'by the whole package': left('kit.client.call'),
  'a class that extends one of a package': left('new Mine().call', 'class Mine extends Client {}'),
};

/** What a package hands back that it was given, or that was put into it, may be of the given files. */
export const lentOut: Kind = {
  'an own instance through a package': carried('one.call', 'const one = limit(new Other());'),
  'what a container makes of a class': carried('container.resolve(Other).call'),
  'what was put into a thing of a package': carried(
    'one.locals.api.call',
    'const one = app();\none.locals.api = new Other();',
  ),
  'what a hook gives': carried('useApi().call', "container.all.set('api', new Other());"),
};
