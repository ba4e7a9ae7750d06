import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}`;
const JOB = `{ method: ${ADD}, params: ${HOOKED} }`;

const esm = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': code, 'package.json': '{ "type": "module" }' },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});

/** Calls that are put down first and made later. */
export const queues: Kind = {
  'a class with a worker': esm(
    saying(
      `new Promise((done) => queue.add({ ...${JOB}, done }))`,
      `${REST}
class Queue {
  #jobs = [];
  #busy = false;
  add(job) {
    this.#jobs.push(job);
    void this.#work();
  }
  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) job.done(await rest(job.method, job.params));
    this.#busy = false;
  }
}
const queue = new Queue();`,
    ),
  ),
  'a list of the file': esm(
    saying(
      'enqueue(chat, text)',
      `${REST}
const jobs = [];
const enqueue = (chat, text) =>
  new Promise((done) => {
    jobs.push({ method: ${ADD}, params: ${HOOKED}, done });
    setImmediate(flush);
  });
async function flush() {
  while (jobs.length > 0) {
    const { method, params, done } = jobs.shift();
    done((await rest(method, params)).result ?? null);
  }
}`,
    ),
  ),
  'a map by chat': esm(
    saying(
      'put(chat, text)',
      `${REST}
const waiting = new Map();
function put(chat, text) {
  waiting.set(chat, { method: ${ADD}, params: ${HOOKED} });
  return drain();
}
async function drain() {
  const answers = [];
  for (const [chat, job] of waiting) {
    waiting.delete(chat);
    answers.push((await rest(job.method, job.params)).error ?? 'sent');
  }
  return answers;
}`,
    ),
  ),
  'functions that are put down': esm(
    saying(
      `limited(() => rest(${ADD}, ${HOOKED}))`,
      `${REST}
let last = Promise.resolve();
function limited(work) {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
}`,
    ),
  ),
  'a command with a name of its own for the method': esm(
    saying(
      `send({ action: ${ADD}, data: ${HOOKED} })`,
      `${REST}
const send = async ({ action, data }) => (await rest(action, data)).result ?? 'failed';`,
    ),
    { adopted: 1 },
  ),
  'commands of one file, made in another': {
    files: {
      'commands.js': `export const hello = (chat, text) => ({ method: ${ADD}, params: ${HOOKED} });\n`,
      'bot.js': saying(
        'dispatch(hello(chat, text))',
        `import { hello } from './commands.js';
${REST}
const dispatch = async (command) => (await rest(command.method, command.params)).error ?? 'sent';`,
      ),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    holds: ['rest = wrapCall(restV1'],
  },
  'a queue that nobody sees the end of': esm(
    `import { Queue } from 'bullmq';
const queue = new Queue('bitrix');
export const say = (chat, text) => queue.add('call', ${JOB});
`,
    { adopted: 0, reasons: ['transport-not-found'], holds: [], entry: false },
  ),
};
