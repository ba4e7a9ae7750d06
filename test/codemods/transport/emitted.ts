import { beside, from } from './filledElsewhere';

type Files = Readonly<Record<string, string>>;

const AUTH = 'auth: globalThis.PORTAL.TOKEN';
const BUS = "import { EventEmitter } from 'node:events';\nexport const bus = new EventEmitter();";
const emits = (setup: string, through = "bus.emit('before', method, params);", body = `{ ...params, ${AUTH} }`) =>
  beside(BUS, body, from(setup, 'bus'), through);
const EVENT = "const ev = { method, params }; bus.emit('before', ev);";
const OF_EVENT = `{ ...ev.params, ${AUTH} }`;
const PUTS = "bus.on('before', (method, params) => { params.URL_PREVIEW = 'N'; });";
const QUIET = "bus.on('before', (method, params) => { console.log(method, params); });";

const ofClass = (listener: string): Files => ({
  ...beside('', '', from(`api.on('before', ${listener});`, 'api')),
  'api.mjs': `import { EventEmitter } from 'node:events';\nclass Api extends EventEmitter { async call(method, params) { this.emit('before', method, params); return (await fetch(globalThis.PORTAL.BASE + method, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...params, ${AUTH} }) })).json(); } }\nexport const api = new Api();\n`,
  'bot.mjs': (beside('', '')['bot.mjs'] ?? '').replace('{ call }', '{ api }').replace('call(', 'api.call('),
});

/** A listener puts something into what is sent. */
export const HEARD: Readonly<Record<string, Files>> = {
  parameters: emits(PUTS),
  'by once': emits(PUTS.replace('.on(', '.once(')),
  'by addListener': emits(PUTS.replace('.on(', '.addListener(')),
  'an event': emits("bus.on('before', (ev) => { ev.params.URL_PREVIEW = 'N'; });", EVENT, OF_EVENT),
  'an event, taken apart': emits("bus.on('before', ({ params }) => { params.URL_PREVIEW = 'N'; });", EVENT, OF_EVENT),
  'an event, by a name': emits(
    "bus.on('before', (ev) => { const own = ev.params; own.URL_PREVIEW = 'N'; });",
    EVENT,
    OF_EVENT,
  ),
  'by Object.assign': emits("bus.on('before', (method, params) => { Object.assign(params, { URL_PREVIEW: 'N' }); });"),
  'by a function of its own': emits(
    "const listen = (method, params) => { params.URL_PREVIEW = 'N'; };\nbus.on('before', listen);",
  ),
  'by what it calls': emits(
    "function fill(given) { given.URL_PREVIEW = 'N'; }\nbus.on('before', (method, params) => fill(params));",
  ),
  'in a file that is handed the bus': {
    ...emits("import { attach } from './plugin.mjs';\nattach(bus);"),
    'plugin.mjs': `export const attach = (bus) => { ${PUTS} };\n`,
  },
  'of a class': ofClass("(method, params) => { params.URL_PREVIEW = 'N'; }"),
};

/** What is heard stays as it is. */
export const HEARD_ALIKE: Readonly<Record<string, Files>> = {
  'nobody listens': emits('void bus;'),
  'a log': emits(QUIET),
  'another event': emits(PUTS.replace('before', 'after')),
  'what it counts': emits("const seen = { count: 0 };\nbus.on('before', () => { seen.count += 1; });"),
  'the name alone': emits("bus.on('before', (method) => { console.log(method); });", "bus.emit('before', method);"),
  'of a class, a log': ofClass('(method, params) => { console.log(method, params); }'),
};
