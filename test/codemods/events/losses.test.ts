import { expect, test } from 'vitest';
import { check, events, scan } from '../../../codemods/index';
import { workspace } from '../workspace';

const HEAD = `export async function handle(req, res) {
  const { event, data } = req.body;
  if (event === 'ONIMBOTMESSAGEADD') {
`;
const handler = (code: string, more = '') => `${HEAD}    ${code}\n  }\n  res.end();\n}\n${more}`;

/** A read of an event, and the fields of it that v2 does not give. */
test.each<[string, string, string?]>([
  ['use(data.PARAMS.CHAT_USER_COUNT);', 'PARAMS.CHAT_USER_COUNT'],
  ["use(data.PARAMS['PLATFORM_CONTEXT']);", 'PARAMS.PLATFORM_CONTEXT'],
  ['use(data?.PARAMS?.CHAT_USER_COUNT ?? 0);', 'PARAMS.CHAT_USER_COUNT'],
  ['const { CHAT_USER_COUNT, MESSAGE } = data.PARAMS; use(CHAT_USER_COUNT, MESSAGE);', 'PARAMS.CHAT_USER_COUNT'],
  ['const { PARAMS: { CHAT_USER_COUNT: count } } = data; use(count);', 'PARAMS.CHAT_USER_COUNT'],
  ['const p = data.PARAMS; use(p.TEMPLATE_ID, p.MESSAGE);', 'PARAMS.TEMPLATE_ID'],
  ['const { PARAMS } = data; use(PARAMS.RID);', 'PARAMS.RID'],
  ['const { USER } = data; use(USER.EMAIL, USER.NAME);', 'USER.EMAIL'],
  ['use(data.USER.PERSONAL_PHOTO);', 'USER.PERSONAL_PHOTO'],
  ['for (const file of Object.values(data.PARAMS.FILES ?? {})) use(file.id, file.name);', 'PARAMS.FILES.name'],
  [
    'for (const { id, urlDownload } of Object.values(data.PARAMS.FILES)) use(id, urlDownload);',
    'PARAMS.FILES.urlDownload (files: true asks for it)',
  ],
  ['Object.values(data.PARAMS.FILES).forEach((file) => use(file.size));', 'PARAMS.FILES.size'],
  ['const [file] = Object.values(data.PARAMS.FILES); use(file.type);', 'PARAMS.FILES.type'],
  ['use(data.PARAMS.FILES[5].name);', 'PARAMS.FILES.name'],
  ['const { FILES } = data.PARAMS; use(FILES);', 'PARAMS.FILES'],
  ['use(data.PARAMS.FILES);', 'PARAMS.FILES'],
  ['for (const bot of Object.values(data.BOT)) use(bot.BOT_ID, bot.refresh_token);', 'BOT.refresh_token'],
  [
    'await later(data.PARAMS);',
    'PARAMS.CHAT_USER_COUNT',
    'async function later(params) {\n  use(params.CHAT_USER_COUNT);\n}\n',
  ],
  [
    'await later(data);',
    'PARAMS.CHAT_USER_COUNT',
    'const later = async ({ PARAMS }) => use(PARAMS.CHAT_USER_COUNT);\n',
  ],
  ["use(req.body['data[PARAMS][CHAT_USER_COUNT]']);", 'PARAMS.CHAT_USER_COUNT'],
])('%s loses %s', async (code, lost, more) => {
  const cwd = workspace({ 'bot.mjs': handler(code, more) });
  const named = [expect.objectContaining({ reasons: expect.arrayContaining(['event-field-lost']), params: [lost] })];
  expect((await scan({ cwd })).sites).toEqual(named);
  const { report } = await events({ cwd, write: true, allowDirty: true });
  expect(report.sites).toEqual(named);
  if (report.sites[0]?.change) expect(report.notes?.[0]).toContain(`v2 does not give ${lost}, adapter or not`);
  // The adapter does not make it good.
  const { fresh } = await check({ cwd });
  expect(fresh).toEqual([
    expect.objectContaining({ reasons: expect.arrayContaining(['event-field-lost']), params: [lost] }),
  ]);
});

/** Fields that v2 gives, whatever the adapter has to do for it. */
test.each([
  'use(data.PARAMS.MESSAGE, data.PARAMS.DIALOG_ID, data.PARAMS.FROM_USER_ID);',
  'use(data.PARAMS.MESSAGE.trim().length);',
  'use(data.PARAMS.PARAMS.REPLY_ID, data.PARAMS.PARAMS?.COMPONENT_ID);',
  'const { PARAMS: { MESSAGE, PARAMS: extra = {} } } = data; use(MESSAGE, extra.COMPONENT_ID);',
  'for (const id of Object.keys(data.PARAMS.FILES ?? {})) use(id);',
  'for (const file of Object.values(data.PARAMS.FILES ?? {})) use(file.id);',
  'if (data.PARAMS.FILES) use(Object.keys(data.PARAMS.FILES).length);',
  'const { FILES } = data.PARAMS; if (!FILES) return; use(Object.keys(FILES));',
  'use(data.USER.NAME, data.USER.IS_BOT === "Y", data.USER.WORK_POSITION);',
  'for (const bot of Object.values(data.BOT)) use(bot.BOT_ID, bot.access_token, bot.AUTH.domain);',
  'Object.values(data.BOT).map((bot) => use(bot.client_endpoint));',
  'use(req.body.auth.application_token, req.body.ts);',
  'use(config.PARAMS_COUNT, other.USERS.EMAIL);',
])('%s loses nothing', async (code) => {
  const cwd = workspace({ 'bot.mjs': handler(code) });
  const scanned = await scan({ cwd });
  const { report: moved } = await events({ cwd, write: true, allowDirty: true });
  for (const report of [scanned, moved])
    expect(report.sites.filter(({ reasons }) => reasons.includes('event-field-lost'))).toEqual([]);
  expect((await check({ cwd })).fresh).toEqual([]);
});

test('of two events the one that has the field loses it', async () => {
  const code = `export function handle(body) {
  switch (body.event) {
    case 'ONIMBOTMESSAGEADD':
      return use(body.data.PARAMS.MESSAGE);
    case 'ONIMBOTMESSAGEDELETE':
      return use(body.data.PARAMS.MESSAGE, body.data.auth);
  }
}
`;
  const report = await scan({ cwd: workspace({ 'bot.mjs': code }) });
  expect(report.sites.map(({ params }) => params)).toEqual([['PARAMS.MESSAGE'], ['PARAMS.MESSAGE']]);
});

test('handlers under our own adapter are told of as well, each by itself', async () => {
  const code = `import { createEventHandler } from 'imbot-compat/events';
export default createEventHandler({
  on: {
    ONIMBOTMESSAGEADD: (event) => use(event.data.PARAMS.CHAT_USER_COUNT),
    async ONIMBOTJOINCHAT(event) { use(event.data.PARAMS.DIALOG_ID); },
  },
});
`;
  const report = await scan({ cwd: workspace({ 'bot.mjs': code }) });
  expect(report.sites.map(({ method, kind, params }) => [method, kind, params])).toEqual([
    ['ONIMBOTMESSAGEADD', 'event', ['PARAMS.CHAT_USER_COUNT']],
    ['ONIMBOTJOINCHAT', 'mention', undefined],
  ]);
});

const COUNT = 'PARAMS.CHAT_USER_COUNT';
const SEND = 'app.post("/bot", (req, res) => { res.end(); table[req.body.event]?.(req.body); });';

/** What holds a handler for each event, whoever calls it: each event loses what its own handler reads. */
test.each([
  [
    'a table',
    `const table = { ONIMBOTMESSAGEADD: ({ data }) => use(data.${COUNT}), ONIMBOTJOINCHAT: (event) => use(event.data.USER.EMAIL), ONIMBOTDELETE() { use(1); } };\n${SEND}`,
  ],
  [
    'a table with names in brackets',
    `const table = { ['ONIMBOTMESSAGEADD']: ({ data }) => use(data.${COUNT}), ['ONIMBOTJOINCHAT']({ data }) { use(data.USER.EMAIL); }, ['ONIMBOTDELETE']: function () { use(1); } };\n${SEND}`,
  ],
  [
    'a table of functions',
    `const add = ({ data }) => use(data.${COUNT});\nfunction join({ data }) { use(data.USER.EMAIL); }\nfunction gone() { use(1); }\nconst table = { ONIMBOTMESSAGEADD: add, ONIMBOTJOINCHAT: join, ONIMBOTDELETE: gone };\n${SEND}`,
  ],
  [
    'a table that somebody else calls',
    `export default { ONIMBOTMESSAGEADD: ({ data }) => use(data.${COUNT}), ONIMBOTJOINCHAT: async ({ data: { USER } }) => use(USER.EMAIL), ONIMBOTDELETE: () => use(1) };`,
  ],
  [
    'a class',
    `export class Bot {\n  async ONIMBOTMESSAGEADD({ data }) { use(data.${COUNT}); }\n  ONIMBOTJOINCHAT = (event) => use(event.data.USER.EMAIL);\n  ONIMBOTDELETE() { use(1); }\n  handle(req) { return this[req.body.event]?.(req.body); }\n}`,
  ],
  [
    'a map',
    `export const table = new Map([['ONIMBOTMESSAGEADD', ({ data }) => use(data.${COUNT})], ['ONIMBOTJOINCHAT', ({ data }) => use(data.USER.EMAIL)], ['ONIMBOTDELETE', () => use(1)]]);`,
  ],
  [
    'listeners',
    `export const run = (bus) => {\n  bus.on('ONIMBOTMESSAGEADD', ({ data }) => use(data.${COUNT}));\n  bus.on('ONIMBOTJOINCHAT', (event) => use(event.data.USER.EMAIL));\n  bus.on('ONIMBOTDELETE', () => use(1));\n};`,
  ],
])('%s', async (_name, code) => {
  const wanted = [
    ['ONIMBOTMESSAGEADD', [COUNT]],
    ['ONIMBOTJOINCHAT', ['USER.EMAIL']],
    ['ONIMBOTDELETE', undefined],
  ];
  const cwd = workspace({ 'bot.mjs': code });
  const told = ({
    sites,
  }: {
    sites: readonly { method: string; params?: readonly string[]; reasons: readonly string[] }[];
  }) =>
    sites.map(({ method, params, reasons }) => {
      expect(reasons.includes('event-field-lost')).toBe(params !== undefined);
      return [method, params];
    });
  expect(told(await scan({ cwd }))).toEqual(wanted);
  expect(told((await events({ cwd })).report)).toEqual(wanted);
});

test('what is read before a table is asked is lost for all of its events', async () => {
  const code = `const table = { ONIMBOTMESSAGEADD: () => use(1), ONIMBOTJOINCHAT: ({ data }) => use(data.USER.EMAIL) };
app.post('/bot', (req, res) => {
  res.end();
  use(req.body.data.${COUNT});
  table[req.body.event]?.(req.body);
});
`;
  const report = await scan({ cwd: workspace({ 'bot.mjs': code }) });
  expect(report.sites.map(({ params }) => params)).toEqual([[COUNT], [COUNT, 'USER.EMAIL']]);
});

test('a field that one of the events of shared code loses is named with that event', async () => {
  const shared = (code: string) => `export function handle(body) {
  const { event, data } = body;
  if (event === 'ONIMBOTMESSAGEADD' || event === 'ONIMBOTMESSAGEDELETE') { ${code} }
}
function later(data) { use(data.PARAMS.MESSAGE); }
`;
  const params = async (code: string) => {
    const report = await scan({ cwd: workspace({ 'bot.mjs': shared(code) }) });
    return report.sites.flatMap((site) => site.params ?? []);
  };
  const named = 'PARAMS.MESSAGE (ONIMBOTMESSAGEDELETE)';
  expect(await params('use(data.PARAMS.MESSAGE, data.PARAMS.DIALOG_ID);')).toEqual([named, named]);
  // Where it is told apart, and where a function may run for one of them alone, nothing is claimed.
  expect(await params("if (event === 'ONIMBOTMESSAGEADD') use(data.PARAMS.MESSAGE);")).toEqual([]);
  expect(await params("if (event === 'ONIMBOTMESSAGEADD') later(data);")).toEqual([]);
});

/** A link to a file comes where an adapter of the file is told to ask for it; name and size do not. */
test.each([
  ['createEventHandler({ imbot, files: true, on })', []],
  ['pollEvents(imbot, { botId: 39, files: true, on })', []],
  ['createEventHandler({ imbot, files: false, on })', ['PARAMS.FILES.urlDownload (files: true asks for it)']],
  ['somethingElse({ files: true, on })', ['PARAMS.FILES.urlDownload (files: true asks for it)']],
])('%s: of a link and a name it loses the name and %j', async (adapter, lost) => {
  const read = 'for (const file of Object.values(data.PARAMS.FILES)) use(file.urlDownload, file.name);';
  const cwd = workspace({ 'bot.mjs': handler(read, `export const made = ${adapter};\n`) });
  const { sites } = await scan({ cwd });
  expect(sites).toEqual([expect.objectContaining({ params: ['PARAMS.FILES.name', ...lost] })]);
});
