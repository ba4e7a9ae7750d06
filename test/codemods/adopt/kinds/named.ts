import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}`;
const ACTION = `{ type: ${ADD}, payload: ${HOOKED} }`;

const esm = (call: string, head: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': saying(call, `${REST}\n${head}`), 'package.json': '{ "type": "module" }' },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});
const left = (...reasons: string[]): Partial<Program> => ({ adopted: 0, reasons, holds: [], lacks: ['wrapCall'] });

/** Names that stand in a table, and are taken from there by a key. */
export const tablesOfNames: Kind = {
  'a Map': esm(`rest(names.get('send'), ${HOOKED})`, `const names = new Map([['send', ${ADD}]]);`),
  'a Map of two': esm(
    `rest(names.get(chat === 'x' ? 'drop' : 'send'), ${HOOKED})`,
    `const names = new Map([['send', ${ADD}], ['drop', 'imbot.message.delete']]);`,
    { adopted: 2, holds: [] },
  ),
  'functions for a list of names': esm(
    `api.add(${HOOKED})`,
    `const api = Object.fromEntries([${ADD}].map((name) => [name.split('.').pop(), (params) => rest(name, params)]));`,
  ),
  'steps that build their parameters': esm(
    'go(chat, text)',
    `const steps = [{ method: ${ADD}, build: (chat, text) => (${HOOKED}) }];
const go = async (chat, text) => {
  const answers = [];
  for (const { method, build } of steps) answers.push(await rest(method, build(chat, text)));
  return answers;
};`,
  ),
  'a step by its name': esm(
    "go('hello', chat, text)",
    `const steps = { hello: { method: ${ADD}, build: (chat, text) => (${HOOKED}) } };
const go = (name, chat, text) => rest(steps[name].method, steps[name].build(chat, text));`,
  ),
  'a Map that goes to a package too': esm(
    `rest(names.get('send'), ${HOOKED})`,
    `import kit from 'some-kit';\nconst names = new Map([['send', ${ADD}]]);\nexport const other = (params) => kit.send(names.get('send'), params);`,
    { ...left('transport-not-understood'), entry: false },
  ),
  'functions for the entries of a table': esm(
    `api.send(${HOOKED})`,
    `const names = { send: ${ADD} };
const api = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, (params) => rest(name, params)]));`,
  ),
  'a loop over entries': esm(
    `api.send(${HOOKED})`,
    `const api = {};\nfor (const [key, name] of Object.entries({ send: ${ADD} })) api[key] = (params) => rest(name, params);`,
  ),
  'a loop that fills a prototype': esm(
    `new Api().send(${HOOKED})`,
    `class Api {}
for (const [key, name] of [['send', ${ADD}]])
  Api.prototype[key] = function (params) {
    return rest(name, params);
  };`,
  ),
  'each name of a list': esm(
    `api[${ADD}](${HOOKED})`,
    `const api = {};\n[${ADD}].forEach((name) => { api[name] = (params) => rest(name, params); });`,
  ),
  'a loop that fills it by a package': esm(
    `api.send(${HOOKED})`,
    `import kit from 'some-kit';\nconst api = {};\nfor (const [key, name] of Object.entries({ send: ${ADD} })) api[key] = kit.make(name, rest);`,
    { ...left('constant-unused'), entry: false },
  ),
  'names that are only allowed': esm(
    `guarded('imbot.message.' + 'add', ${HOOKED})`,
    `const allowed = [${ADD}];
const guarded = async (method, params) => {
  if (!allowed.includes(method)) throw new Error('forbidden');
  return rest(method, params);
};`,
    { adopted: 1, reasons: ['constant-unused'] },
  ),
};

/** Commands that name the method under a key of their own: actions. */
export const actions: Kind = {
  'an action': esm(`dispatch(${ACTION})`, 'const dispatch = (action) => rest(action.type, action.payload);'),
  'what makes one': esm(
    'dispatch(send(chat, text))',
    `const send = (chat, text) => (${ACTION});\nconst dispatch = ({ type, payload }) => rest(type, payload);`,
  ),
  'a switch': esm(
    `dispatch(${ACTION})`,
    `const dispatch = ({ type, payload }) => {
  switch (type) {
    case 'log':
      return null;
    default:
      return rest(type, payload);
  }
};`,
  ),
  'a middleware': esm(
    `store.dispatch(${ACTION})`,
    `const middleware = (next) => (action) => (action.type.startsWith('imbot.') ? rest(action.type, action.payload) : next(action));
const store = { dispatch: middleware((action) => action) };`,
  ),
  'an operation': esm(`run1({ op: ${ADD}, args: ${HOOKED} })`, 'const run1 = ({ op, args }) => rest(op, args);'),
  'an action that is only kept': esm(
    'keep(chat, text)',
    `const kept = [];\nconst keep = (chat, text) => { kept.push(${ACTION}); return kept.length; };`,
    left('transport-not-found'),
  ),
};

/** What is put together first, and sent behind it. */
export const behind: Kind = {
  'then, of a command': esm(
    'build(chat, text).then(({ method, params }) => rest(method, params))',
    `const build = async (chat, text) => ({ method: ${ADD}, params: ${HOOKED} });`,
  ),
  'then, in another function': esm(
    'say(chat, text)',
    `const build = async (chat, text) => ({ method: ${ADD}, params: ${HOOKED} });
function say(chat, text) {
  return build(chat, text)
    .then((job) => rest(job.method, job.params))
    .catch(() => null);
}`,
  ),
  'functions that are put together from the right': esm(
    `traced(${ADD}, ${HOOKED})`,
    `const compose = (...works) => (first) => works.reduceRight((value, work) => work(value), first);
const traced = compose((send) => (method, params) => send(method, params), (send) => (method, params) => send(method, params))(rest);`,
  ),
  'an object with a then of its own': esm(
    'job(chat, text).then(({ method, params }) => rest(method, params)) ?? null',
    `const job = (chat, text) => ({ method: ${ADD}, params: ${HOOKED}, then() {} });`,
    left('transport-not-found'),
  ),
};
