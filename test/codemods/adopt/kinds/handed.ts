import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}`;
const JOB = `{ method: ${ADD}, params: ${HOOKED} }`;

/** Small ones that do what the packages of that name do. */
const STANDINS: Readonly<Record<string, string>> = {
  async: `const over = async (list, work) => {
  const made = [];
  for (const one of list) made.push(await work(one));
  return made;
};
export const mapLimit = (list, _most, work) => over(list, work);
export const eachSeries = async (list, work) => void (await over(list, work));
export function queue(work) {
  return {
    push(task, done) {
      if (!done) return work(task);
      work(task, done);
    },
  };
}
export const cargo = (work) => ({ push: (task) => work([task]) });
export default { queue, cargo, mapLimit, eachSeries };`,
  'better-queue': `export default class Queue {
  constructor(work) {
    this.work = work;
  }
  push(task, done) {
    this.work(task, done);
  }
}`,
  'p-throttle': 'export default () => (work) => async (...given) => work(...given);',
  'p-map': 'export default (list, work) => Promise.all(list.map((one) => work(one)));',
  'throttle-debounce': 'export const throttle = (_wait, work) => work;\nexport const debounce = throttle;',
  'koa-compose': `export default (list) => async (context) => {
  const at = (index) => list[index]?.(context, () => at(index + 1));
  return at(0);
};`,
  ramda: 'export const pipe = (...works) => (first) => works.reduce((value, work) => work(value), first);',
  rxjs: `class Observable {
  constructor(list) {
    this.list = list;
  }
  pipe(...operators) {
    return operators.reduce((all, operator) => operator(all), this);
  }
}
const listOf = async (given) => (given instanceof Observable ? given.list : typeof given.then === 'function' ? [await given] : given);
export const from = (given) => new Observable(listOf(given));
export const of = (...given) => new Observable(Promise.resolve(given));
export const concatMap = (work) => (all) =>
  new Observable(
    (async () => {
      const made = [];
      for (const one of await all.list) made.push(...(await listOf(work(one) instanceof Observable ? work(one) : [await work(one)])));
      return made;
    })(),
  );
export const lastValueFrom = async (all) => (await all.list).at(-1);`,
  'some-kit': `export const queue = (work) => ({ push: (task) => work(task) });
export const slow = (work) => (...given) => work(...given);`,
};

const program = (call: string, head: string, packages: readonly string[], more: Partial<Program> = {}): Program => ({
  files: {
    'bot.js': saying(call, head),
    'package.json': '{ "type": "module" }',
    ...Object.fromEntries(
      packages.flatMap((name) => [
        [`node_modules/${name}/package.json`, `{ "name": "${name}", "type": "module", "main": "index.js" }`],
        [`node_modules/${name}/index.js`, `${STANDINS[name]}\n`],
      ]),
    ),
  },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});
const left = (reason: string): Partial<Program> => ({ adopted: 0, reasons: [reason], holds: [], lacks: ['wrapCall'] });

/** Calls that go by a queue of a package, to the function that it was made with. */
export const queuesOfPackages: Kind = {
  'async.queue, a promise': program(
    `q.push(${JOB})`,
    `import async from 'async';\n${REST}\nconst q = async.queue(async ({ method, params }) => rest(method, params), 1);`,
    ['async'],
  ),
  'async.queue, a callback': program(
    `new Promise((done) => q.push(${JOB}, (_error, answer) => done(answer)))`,
    `import { queue } from 'async';\n${REST}\nconst q = queue((task, callback) => { rest(task.method, task.params).then((answer) => callback(null, answer), callback); }, 2);`,
    ['async'],
  ),
  'async.cargo': program(
    `q.push(${JOB})`,
    `import { cargo } from 'async';\n${REST}\nconst q = cargo(async (tasks) => { for (const one of tasks) await rest(one.method, one.params); }, 10);`,
    ['async'],
  ),
  'fastq, a promise': program(
    `q.push(${JOB})`,
    `import fastq from 'fastq';\n${REST}\nconst q = fastq.promise(worker, 1);\nasync function worker({ method, params }) {\n  return rest(method, params);\n}`,
    [],
  ),
  'fastq, a callback': program(
    `new Promise((done) => q.push(${JOB}, (_error, answer) => done(answer)))`,
    `import fastq from 'fastq';\n${REST}\nconst q = fastq((job, done) => rest(job.method, job.params).then((answer) => done(null, answer), done), 1);`,
    [],
  ),
  'better-queue': program(
    `new Promise((done) => q.push(${JOB}, (_error, answer) => done(answer)))`,
    `import Queue from 'better-queue';\n${REST}\nconst q = new Queue((job, done) => { rest(job.method, job.params).then((answer) => done(null, answer), done); });`,
    ['better-queue'],
  ),
  'a queue of a package that nobody knows': program(
    `q.push(${JOB})`,
    `import { queue } from 'some-kit';\n${REST}\nconst q = queue(async ({ method, params }) => rest(method, params));`,
    ['some-kit'],
    left('transport-not-found'),
  ),
  'a worker that sends to a server of its own': program(
    `q.push(${JOB})`,
    `import fastq from 'fastq';
const q = fastq.promise(async ({ method, params }) => {
  await fetch(globalThis.PORTAL.HOOK + 'profile', { ${JSON_POST}({ method, params }) });
  return 'put';
}, 1);`,
    [],
    left('transport-not-understood'),
  ),
};

/** Functions that a package makes of the one that sends. */
export const madeByPackages: Kind = {
  'lodash.throttle': program(
    `slow(${ADD}, ${HOOKED})`,
    `import _ from 'lodash';\n${REST}\nconst slow = _.throttle(rest, 0);`,
    [],
  ),
  'lodash/debounce': program(
    `slow(${ADD}, ${HOOKED})`,
    `import debounce from 'lodash/debounce.js';\n${REST}\nconst slow = debounce(rest, 1, { leading: true });`,
    [],
  ),
  'lodash.memoize of what makes one': program(
    `get('portal')(${ADD}, ${HOOKED})`,
    `import _ from 'lodash';\n${REST}\nconst get = _.memoize(() => rest);`,
    [],
  ),
  'lodash.partial': program(
    `say(${HOOKED})`,
    `import _ from 'lodash';\n${REST}\nconst say = _.partial(rest, ${ADD});`,
    [],
  ),
  'lodash.flow': program(
    `call(${JOB})`,
    `import _ from 'lodash';\n${REST}\nconst call = _.flow((job) => job, ({ method, params }) => rest(method, params));`,
    [],
  ),
  'lodash.map': program(
    `Promise.all(_.map([${JOB}], ({ method, params }) => rest(method, params)))`,
    `import _ from 'lodash';\n${REST}`,
    [],
  ),
  'throttle-debounce': program(
    `slow(${ADD}, ${HOOKED})`,
    `import { throttle } from 'throttle-debounce';\n${REST}\nconst slow = throttle(0, rest);`,
    ['throttle-debounce'],
  ),
  'p-throttle': program(
    `slow(${ADD}, ${HOOKED})`,
    `import pThrottle from 'p-throttle';\n${REST}\nconst slow = pThrottle({ limit: 2, interval: 5 })((method, params) => rest(method, params));`,
    ['p-throttle'],
  ),
  'p-map': program(
    `pMap([${JOB}], ({ method, params }) => rest(method, params), { concurrency: 2 })`,
    `import pMap from 'p-map';\n${REST}`,
    ['p-map'],
  ),
  'async.mapLimit': program(
    `mapLimit([${JOB}], 2, async ({ method, params }) => rest(method, params))`,
    `import { mapLimit } from 'async';\n${REST}`,
    ['async'],
  ),
  'ramda.pipe': program(
    `call(${JOB})`,
    `import { pipe } from 'ramda';\n${REST}\nconst call = pipe((job) => job, (job) => rest(job.method, job.params));`,
    ['ramda'],
  ),
  'koa-compose': program(
    `work(${JOB})`,
    `import compose from 'koa-compose';\n${REST}\nconst work = compose([async (_context, next) => next(), async (context) => rest(context.method, context.params)]);`,
    ['koa-compose'],
  ),
  callbackify: program(
    `new Promise((done) => old(${ADD}, ${HOOKED}, (_error, answer) => done(answer)))`,
    `import { callbackify } from 'node:util';\n${REST}\nconst old = callbackify(rest);`,
    [],
  ),
  'rxjs, a list': program(
    `lastValueFrom(from([${JOB}]).pipe(concatMap((job) => rest(job.method, job.params))))`,
    `import { concatMap, from, lastValueFrom } from 'rxjs';\n${REST}`,
    ['rxjs'],
  ),
  'rxjs, one of one': program(
    `lastValueFrom(of(${JOB}).pipe(concatMap(({ method, params }) => rest(method, params))))`,
    `import { concatMap, lastValueFrom, of } from 'rxjs';\n${REST}`,
    ['rxjs'],
  ),
  'arguments of a timer': program(
    `new Promise((done) => setTimeout(work, 0, ${ADD}, ${HOOKED}, done))`,
    `${REST}\nconst work = async (method, params, done) => done(await rest(method, params));`,
    [],
  ),
  'arguments of nextTick': program(
    `new Promise((done) => process.nextTick(work, ${ADD}, ${HOOKED}, done))`,
    `${REST}\nconst work = async (method, params, done) => done(await rest(method, params));`,
    [],
  ),
  'a function of a package that nobody knows': program(
    `slow(${ADD}, ${HOOKED})`,
    `import { slow as slowed } from 'some-kit';\n${REST}\nconst slow = slowed(rest);`,
    ['some-kit'],
    left('transport-not-found'),
  ),
  'a place that is given later': program(
    `say(${ADD})`,
    `import _ from 'lodash';\n${REST}\nconst say = _.partial(rest, _, { BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: 'chat5', MESSAGE: 'One' });`,
    [],
    left('transport-not-found'),
  ),
};

/** Above a function that is not run each time no wrap may stand: it asks questions of its own by it. */
export const skipped: Kind = {
  'a function over a debounced one': program(
    `call(${ADD}, ${HOOKED})`,
    `import _ from 'lodash';
import { slow } from 'some-kit';
const send = _.debounce(
  slow(async (method, params) => (await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) })).json()),
  0,
  { leading: true, trailing: false },
);
const call = (method, params) => send(method, params);`,
    ['some-kit'],
    left('transport-not-understood'),
  ),
  'a function over a debounced one that is seen': program(
    `call(${ADD}, ${HOOKED})`,
    `import _ from 'lodash';
const send = _.debounce(
  async (method, params) => (await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) })).json(),
  0,
  { leading: true, trailing: false },
);
const call = (method, params) => send(method, params);`,
    [],
    { holds: [/debounce\(\s*wrapCall\(/], lacks: ['call = wrapCall('] },
  ),
};
