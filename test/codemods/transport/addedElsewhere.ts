import { beside, from, ofClass } from './filledElsewhere';

type Files = Readonly<Record<string, string>>;

const MORE = "(given) => ({ ...given, MESSAGE: 'y' })";
const KEEP = 'const keep = (given) => given;\n';
const sends = (top: string, through: string, setUp = '') =>
  beside(top, '{ ...sent, auth: globalThis.PORTAL.TOKEN }', setUp, `let sent = params; ${through}`);
const overList = (setUp: string, through = LOOP) =>
  sends(`${KEEP}export const hooks = [keep];`, through, from(setUp, 'hooks'));
const LOOP = 'for (const hook of hooks) sent = await hook(sent);';
const OF_THIS = LOOP.replace('of hooks', 'of this.hooks');
const OF_ALL = LOOP.replace('of hooks', 'of Object.values(hooks)');
const inClass = (members: string, setUp: string) =>
  ofClass(members, '{ ...sent, auth: globalThis.PORTAL.TOKEN }', setUp, `let sent = params; ${OF_THIS}`);
const overMap = (make: string, through: string, setUp: string) =>
  sends(`${KEEP}export const hooks = ${make};`, through, from(setUp, 'hooks'));
const MAP = "new Map([['a', keep]])";
const SETS = `hooks.set('b', ${MORE});`;

/** Functions that change a call are put beside those that are there already. */
export const ADDED: Readonly<Record<string, Files>> = {
  push: overList(`hooks.push(${MORE});`),
  unshift: overList(`hooks.unshift(${MORE});`),
  splice: overList(`hooks.splice(0, 1, ${MORE});`),
  'by its index': overList(`hooks[1] = ${MORE};`),
  'at its end': overList(`hooks[hooks.length] = ${MORE};`),
  'gone through by reduce': overList(`hooks.push(${MORE});`, 'sent = hooks.reduce((made, hook) => hook(made), sent);'),
  'under another name': overList(`const all = hooks;\nall.push(${MORE});`),
  'by a function that is handed the list': overList(`const add = (list, one) => list.push(one);\nadd(hooks, ${MORE});`),
  'by a function beside the list': sends(
    `${KEEP}const hooks = [keep];\nexport const use = (hook) => { hooks.push(hook); };`,
    LOOP,
    from(`use(${MORE});`, 'use'),
  ),
  'in an object': sends(
    `${KEEP}export const settings = { hooks: [keep] };`,
    LOOP.replace('of hooks', 'of settings.hooks'),
    from(`settings.hooks.push(${MORE});`, 'settings'),
  ),
  'another list': sends(
    `${KEEP}export const settings = { hooks: [keep] };`,
    LOOP.replace('of hooks', 'of settings.hooks'),
    from(`settings.hooks = [${MORE}];`, 'settings'),
  ),
  'objects with a function': sends(
    'export const plugins = [{ before: (given) => given }];',
    'for (const plugin of plugins) sent = plugin.before(sent);',
    from(`plugins.push({ before: ${MORE} });`, 'plugins'),
  ),
  'a list of a file of its own': {
    ...sends(
      "import { hooks } from './hooks.mjs';",
      LOOP,
      `import { hooks } from './hooks.mjs';\nhooks.push(${MORE});\n`,
    ),
    'hooks.mjs': `${KEEP}export const hooks = [keep];\n`,
  },
  'by a method of a class': inClass(
    'hooks = [(given) => given]; use(hook) { this.hooks.push(hook); }',
    `api.use(${MORE});`,
  ),
  'into a field of a class': inClass('hooks = [(given) => given];', `api.hooks.push(${MORE});`),
  'into what a constructor makes': inClass(
    'constructor() { this.hooks = [(given) => given]; }',
    `api.hooks.push(${MORE});`,
  ),
  'a Set': overMap('new Set([keep])', LOOP, `hooks.add(${MORE});`),
  'the values of a Map': overMap(MAP, LOOP.replace('of hooks', 'of hooks.values()'), SETS),
  'the entries of a Map': overMap(MAP, 'for (const [, hook] of hooks) sent = hook(sent);', SETS),
  'a Map by forEach': overMap(MAP, 'hooks.forEach((hook) => { sent = hook(sent); });', SETS),
  'one of a Map': overMap(MAP, "sent = hooks.get('a')(sent);", `hooks.set('a', ${MORE});`),
  'one of an empty Map': overMap('new Map()', "sent = hooks.get('b')?.(sent) ?? sent;", SETS),
  'a table by its values': overMap('{ keep }', OF_ALL, `hooks.more = ${MORE};`),
  'a table by its names': overMap(
    '{ keep }',
    'for (const name in hooks) sent = hooks[name](sent);',
    `hooks.more = ${MORE};`,
  ),
  'a table by Object.assign': overMap('{ keep }', OF_ALL, `Object.assign(hooks, { more: ${MORE} });`),
  'a table by the name of the method': overMap(
    '{}',
    'const hook = hooks[method]; if (hook) sent = hook(sent);',
    `hooks['imbot.message.add'] = ${MORE};`,
  ),
  'a table of some methods': overMap(
    "{ 'imbot.bot.list': keep }",
    'const hook = hooks[method]; if (hook) sent = hook(sent);',
    `hooks['imbot.message.add'] = ${MORE};`,
  ),
  'one of a table': overMap('{ before: keep }', 'sent = hooks.before(sent);', `hooks.before = ${MORE};`),
  'one of an empty table': overMap('{}', 'sent = hooks.before?.(sent) ?? sent;', `hooks.before = ${MORE};`),
};

/** Nothing that changes a call is put in. */
export const ALIKE: Readonly<Record<string, Files>> = {
  nothing: overList('console.log(hooks.length);'),
  'into another list': sends(
    `${KEEP}const hooks = [keep];\nexport const others = [keep];`,
    LOOP,
    from(`others.push(${MORE});`, 'others'),
  ),
  'into another list of that name': sends(
    `${KEEP}const hooks = [keep];`,
    LOOP,
    `const hooks = [];\nhooks.push(${MORE});\n`,
  ),
  'what hears of nothing that is sent': sends(
    'export const heard = [() => 1];',
    'for (const tell of heard) tell();',
    from('heard.push(() => 2);', 'heard'),
  ),
  jobs: sends(
    'const jobs = [() => 1];\nexport const later = (job) => { jobs.push(job); };',
    'for (const job of jobs.splice(0)) job();',
    from('later(() => 2);', 'later'),
  ),
  texts: sends(
    "export const names = ['a'];",
    'for (const name of names) name.trim();',
    from("names.push('b');", 'names'),
  ),
  'nothing, of a Set': overMap('new Set([keep])', LOOP, 'console.log(hooks.size);'),
  'nothing, of a Map': overMap(MAP, LOOP.replace('of hooks', 'of hooks.values()'), 'console.log(hooks.size);'),
  'nothing, of a table': overMap('{ keep }', OF_ALL, 'console.log(Object.keys(hooks));'),
  'what was sent when': sends(
    'export const seen = new Map();',
    'seen.set(Date.now(), 1);',
    from("seen.set('x', 1);", 'seen'),
  ),
};
