import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}`;
const JOB = `{ method: ${ADD}, params: ${HOOKED}, done }`;
const BUS = "import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();";
const SENDS = 'async ({ method, params, done }) => done(await rest(method, params))';
const EMIT = `new Promise((done) => bus.emit('rest', ${JOB}))`;

const esm = (call: string, head: string, more: Partial<Program> = {}, files: Program['files'] = {}): Program => ({
  files: { 'bot.js': saying(call, head), 'package.json': '{ "type": "module" }', ...files },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});
const DEAF = `new Promise((done) => bus.emit('rest', ${JOB}) || done('nobody'))`;
const left: Partial<Program> = { adopted: 0, reasons: ['transport-not-found'], holds: [], lacks: ['wrapCall'] };
const standin = (name: string, code: string): Program['files'] => ({
  [`node_modules/${name}/package.json`]: `{ "name": "${name}", "type": "module", "main": "index.js" }`,
  [`node_modules/${name}/index.js`]: `${code}\n`,
});
const MITT = standin(
  'mitt',
  'export default () => {\n  const all = {};\n  return { on: (name, work) => { all[name] = work; }, emit: (name, one) => all[name]?.(one) };\n};',
);
const RXJS = standin(
  'rxjs',
  `export class Subject {
  works = [];
  subscribe(work) {
    this.works.push(work.next ?? work);
  }
  next(value) {
    for (const work of this.works) work(value);
  }
  pipe(...operators) {
    return { subscribe: (done = () => {}) => this.subscribe((value) => done(operators.reduce((all, operator) => operator(all), value))) };
  }
}
export const concatMap = (work) => work;`,
);

/** Calls that are emitted, and made by who listens. */
export const emitters: Kind = {
  'an object': esm(EMIT, `${BUS}\n${REST}\nbus.on('rest', ${SENDS});`),
  'one after the other': esm(
    `new Promise((done) => bus.emit('rest', ${ADD}, ${HOOKED}, done))`,
    `${BUS}\n${REST}\nbus.addListener('rest', onRest);\nasync function onRest(method, params, done) {\n  done(await rest(method, params));\n}`,
  ),
  'an event under a constant': esm(
    EMIT.replace("'rest'", 'EVENTS.REST'),
    `${BUS}\n${REST}\nconst EVENTS = { REST: 'rest' };\nbus.on(EVENTS.REST, ${SENDS});`,
  ),
  'a listener in another file': esm(
    EMIT,
    "import { bus } from './bus.js';\nimport './listen.js';",
    {},
    {
      'bus.js': "import { EventEmitter } from 'node:events';\nexport const bus = new EventEmitter();\n",
      'listen.js': `import { bus } from './bus.js';\n${REST}\nbus.on('rest', ${SENDS});\n`,
    },
  ),
  'a class that is one': esm(
    'api.say(chat, text)',
    `import { EventEmitter } from 'node:events';
${REST}
class Api extends EventEmitter {
  constructor() {
    super();
    this.on('rest', this.onRest.bind(this));
  }
  async onRest(job) {
    job.done(await rest(job.method, job.params));
  }
  say(chat, text) {
    return new Promise((done) => this.emit('rest', ${JOB}));
  }
}
const api = new Api();`,
  ),
  mitt: esm(EMIT, `import mitt from 'mitt';\nconst bus = mitt();\n${REST}\nbus.on('rest', ${SENDS});`, {}, MITT),
  'a listener before it that changes the text': esm(
    EMIT,
    `${BUS}\n${REST}\nbus.prependListener('rest', (job) => { job.params.MESSAGE += '!'; });\nbus.on('rest', ${SENDS});`,
  ),
  'a subject, subscribed': esm(
    `new Promise((done) => jobs.next(${JOB}))`,
    `import { Subject } from 'rxjs';\n${REST}\nconst jobs = new Subject();\njobs.subscribe(${SENDS});`,
    {},
    RXJS,
  ),
  'a subject, piped': esm(
    `new Promise((done) => jobs.next(${JOB}))`,
    `import { concatMap, Subject } from 'rxjs';\n${REST}\nconst jobs = new Subject();\njobs.pipe(concatMap(${SENDS})).subscribe();`,
    {},
    RXJS,
  ),
  'what runs in a store': esm(
    `store.run({ rest }, () => store.getStore().rest(${ADD}, ${HOOKED}))`,
    `import { AsyncLocalStorage } from 'node:async_hooks';\n${REST}\nconst store = new AsyncLocalStorage();`,
  ),
  'a worker of the same name': esm(
    `queue.add('rest', { method: ${ADD}, params: ${HOOKED} })`,
    `import { Queue, Worker } from 'bullmq';\n${REST}\nconst queue = new Queue('portal');\nnew Worker('portal', async ({ data }) => rest(data.method, data.params));`,
    {},
    standin(
      'bullmq',
      'const works = {};\nexport class Worker {\n  constructor(name, work) {\n    works[name] = work;\n  }\n}\nexport class Queue {\n  constructor(name) {\n    this.name = name;\n  }\n  add(name, data) {\n    return works[this.name]({ name, data: JSON.parse(JSON.stringify(data)) });\n  }\n}',
    ),
  ),
  'a factory that is called once': esm(
    EMIT,
    `${REST}\nimport { EventEmitter } from 'node:events';\nfunction createBus() {\n  const made = new EventEmitter();\n  made.on('rest', ${SENDS});\n  return made;\n}\nconst bus = createBus();`,
  ),
  'one in a closure of a factory that is called twice': esm(
    'say(chat, text)',
    `${REST}\nimport { EventEmitter } from 'node:events';\nconst create = () => {\n  const bus = new EventEmitter();\n  bus.on('rest', ${SENDS});\n  return (chat, text) => ${EMIT};\n};\nexport const other = create();\nconst say = create();`,
  ),
  'one in a field': esm(
    'new Api().say(chat, text)',
    `${REST}\nimport { EventEmitter } from 'node:events';\nclass Api {\n  bus = new EventEmitter();\n  constructor() {\n    this.bus.on('rest', ${SENDS});\n  }\n  say(chat, text) {\n    return ${EMIT.replace('bus.', 'this.bus.')};\n  }\n}\nexport const other = new Api();`,
  ),
  'an instance that is made once': esm(
    EMIT,
    `${REST}\nimport { EventEmitter } from 'node:events';\nclass Bus extends EventEmitter {}\nconst all = { bus: new Bus() };\nall.bus.on('rest', ${SENDS});\nconst { bus } = all;`,
  ),
  'two of one factory': esm(
    DEAF,
    `${REST}\nimport { EventEmitter } from 'node:events';\nconst make = () => new EventEmitter();\nconst bus = make();\nconst other = make();\nother.on('rest', ${SENDS});`,
    left,
  ),
  'two of one class': esm(
    DEAF,
    `${REST}\nimport { EventEmitter } from 'node:events';\nclass Bus extends EventEmitter {}\nconst bus = new Bus();\nconst other = new Bus();\nother.on('rest', ${SENDS});`,
    left,
  ),
  'two fields of one class': esm(
    DEAF,
    `${REST}\nimport { EventEmitter } from 'node:events';\nclass Bot {\n  bus = new EventEmitter();\n}\nconst [one, other] = [new Bot(), new Bot()];\nother.bus.on('rest', ${SENDS});\nconst { bus } = one;`,
    left,
  ),
  'two of one loop': esm(
    DEAF.replace('bus.', 'all.one.'),
    `${REST}\nimport { EventEmitter } from 'node:events';\nconst all = {};\nfor (const name of ['one', 'other']) all[name] = new EventEmitter();\nall.other.on('rest', ${SENDS});`,
    left,
  ),
  'two subjects of one factory': esm(
    `new Promise((done) => jobs.next(${JOB}) || done('nobody'))`,
    `import { Subject } from 'rxjs';\n${REST}\nconst make = () => new Subject();\nconst jobs = make();\nconst mails = make();\nmails.subscribe(${SENDS});`,
    left,
    RXJS,
  ),
  'a listener in a file that nobody loads': esm(DEAF, "import { bus } from './bus.js';", left, {
    'bus.js': "import { EventEmitter } from 'node:events';\nexport const bus = new EventEmitter();\n",
    'listen.js': `import { bus } from './bus.js';\n${REST}\nbus.on('rest', ${SENDS});\n`,
  }),
  'another event': esm(
    `new Promise((done) => bus.emit('other', ${JOB}) || done('nobody'))`,
    `${BUS}\n${REST}\nbus.on('rest', ${SENDS});`,
    left,
  ),
  'another emitter': esm(
    `new Promise((done) => bus.emit('rest', ${JOB}) || done('nobody'))`,
    `${BUS}\n${REST}\nconst other = new EventEmitter();\nother.on('rest', ${SENDS});`,
    left,
  ),
  'another class': esm(
    `new Promise((done) => new Left().emit('rest', ${JOB}) || done('nobody'))`,
    `import { EventEmitter } from 'node:events';\n${REST}\nclass Left extends EventEmitter {}\nclass Right extends EventEmitter {}\nnew Right().on('rest', ${SENDS});`,
    left,
  ),
  'a worker of another name': {
    files: {
      'bot.js': `import { Queue, Worker } from 'bullmq';\n${REST}\nconst queue = new Queue('portal');\nnew Worker('mail', async ({ data }) => rest(data.method, data.params));\nexport const say = (chat, text) => queue.add('rest', { method: ${ADD}, params: ${HOOKED} });\n`,
      'package.json': '{ "type": "module" }',
    },
    adopted: 0,
    reasons: ['transport-not-found'],
    lacks: ['wrapCall'],
    entry: false,
  },
};
