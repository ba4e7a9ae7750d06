import { describe, expect, test } from 'vitest';
import { events as moveEvents, scan } from '../../../codemods/index';
import { read, type Tree, workspace } from '../workspace';

async function moved(files: Tree) {
  const cwd = workspace(files);
  const { report } = await moveEvents({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  const again = await moveEvents({ cwd });
  expect(again.diffs).toEqual([]);
  const texts = read(cwd);
  return {
    sites: report.sites
      .filter(({ kind }) => kind === 'event')
      .map(({ file, line, change, reasons }) => `${file}:${line} ${[change, ...reasons].filter(Boolean).join(' ')}`),
    notes: report.notes ?? [],
    text: (path: string) => texts[path]?.toString() ?? '',
  };
}

const REGISTER = (more = '') => `export const register = (rest, base) =>
  rest('imbot.register', { CODE: 'echo', EVENT_MESSAGE_ADD: \`\${base}/hooks/message\`, EVENT_BOT_DELETE: base + '/hooks/gone'${more} });
`;

const ADDRESS = `\`\${base}/hooks/\${account}/message\``;

describe('a handler that names no event is found by what it reads, and by its address', () => {
  test('in express: the adapter goes before it', async () => {
    const { sites, text, notes } = await moved({
      'register.js': REGISTER(),
      'server.js': `import express from 'express';
const app = express();
app.post('/hooks/message', (req, res) => {
  const { PARAMS } = req.body.data;
  say(PARAMS.DIALOG_ID);
  res.end();
});
app.post('/hooks/gone', (req, res) => forget(req.body.data.BOT));
`,
    });
    expect(sites).toEqual(['server.js:4 delegated event-unproven', 'server.js:8 delegated event-unproven']);
    expect(text('server.js')).toContain("app.post('/hooks/message', v1Body(), (req, res)");
    expect(text('server.js')).toContain("app.post('/hooks/gone', v1Body(), (req, res)");
    expect(notes.filter((note) => /no handler/.test(note))).toEqual([]);
  });

  test('behind a mounted router, in a file that names nothing of imbot', async () => {
    const { sites, text } = await moved({
      'register.js': REGISTER().replaceAll('/hooks', '/api/hooks'),
      'routes/hooks.js': `import { Router } from 'express';
export const hooks = Router();
hooks.post('/hooks/message', async (req, res) => {
  await say(req.body.data.PARAMS.MESSAGE);
});
`,
    });
    expect(sites).toEqual(['routes/hooks.js:4 delegated event-unproven']);
    expect(text('routes/hooks.js')).toContain('v1Body(), async');
  });

  test('an update takes the adapter that hands updates on', async () => {
    const { text } = await moved({
      'register.js': REGISTER(", EVENT_MESSAGE_UPDATE: base + '/hooks/edited'"),
      'server.js': `import express from 'express';
const app = express();
app.post('/hooks/edited', (req, res) => edited(req.body.data.PARAMS.MESSAGE_ID));
`,
    });
    expect(text('server.js')).toContain('v1Body({ updates: true }), (req, res)');
  });

  test('where no registration tells which events come, it is named and stays', async () => {
    const files = {
      'server.js': `import express from 'express';
const app = express();
app.post('/hooks/message', (req, res) => say(req.body.data.PARAMS.MESSAGE));
`,
    };
    expect((await moved(files)).sites).toEqual(['server.js:3 event-handler event-unproven']);
    const { sites } = await scan({ cwd: workspace(files) });
    expect(sites).toMatchObject([{ kind: 'event', verdict: 'review', method: 'unnamed-event' }]);
  });

  test.each([
    [
      'a fetch handler',
      'export async function POST(request) {\n  const { data } = await request.json();\n  await say(data.PARAMS.MESSAGE);\n}\n',
    ],
    [
      'flat keys',
      "export async function POST(request) {\n  const form = new URLSearchParams(await request.text());\n  await say(form.get('data[PARAMS][MESSAGE]'));\n}\n",
    ],
    ['nested patterns', 'app.post("/x", ({ body: { data: { PARAMS } } }, res) => say(PARAMS.MESSAGE));\n'],
    [
      'Nest',
      "@Controller()\nexport class Hooks {\n  @Post('message')\n  message(@Body() event) {\n    return this.say(event.data.PARAMS.MESSAGE);\n  }\n}\n",
    ],
  ])('%s', async (_name, code) => {
    expect((await moved({ 'a.ts': code })).sites).toEqual([
      expect.stringMatching(/^a\.ts:\d event-handler event-unproven/),
    ]);
  });

  test('an address whose handler is not understood, or not there, is told of', async () => {
    const { notes } = await moved({
      'register.js': REGISTER(),
      'server.js': "app.post('/hooks/message', (req, res) => queue.add('event', req.body));\n",
    });
    expect(notes).toEqual([
      expect.stringMatching(
        /^register\.js:2: ONIMBOTMESSAGEADD comes to \/hooks\/message; what server\.js:1 does with it was not understood/,
      ),
      expect.stringMatching(/^register\.js:2: ONIMBOTDELETE comes to \/hooks\/gone; no handler/),
    ]);
  });

  test.each(['/hooks/message', '/api/v2/hooks/message', '/message'])(
    'an address whose handler stands in another file is said to have one: %s',
    async (route) => {
      const { notes } = await moved({
        'register.js': REGISTER(),
        'server.js': `import { onMessage } from './onMessage.js';\n\napp.post('${route}', guard, onMessage);\n`,
        'onMessage.js': 'export const onMessage = (req, res) => queue.add(req.body);\n',
        'far.js': "app.post('/api/v2/hooks/other', one);\n",
        'other.js': "router.get('/message/hooks', list);\nrouter.get('/gone/:id', one);\n",
      });
      expect(notes).toEqual([
        expect.stringMatching(/what server\.js:3 does with it was not understood/),
        expect.stringMatching(/\/hooks\/gone; no handler/),
      ]);
    },
  );

  test.each([
    ['named in the route', ADDRESS, '/hooks/:account/message'],
    ['behind a router', ADDRESS, '/:account/message'],
    ['with a host that is added', "'https://' + host + '/hooks/message'", '/hooks/message'],
    [
      'all in one text',
      ADDRESS.replace('base', 'host').replace('`', '`https://').replace(/`$/, '?x=1`'),
      '/hooks/:account/message',
    ],
  ])('an address with a part that is put in: %s', async (_name, address, route) => {
    const { sites, notes } = await moved({
      'register.js': `rest('imbot.register', { CODE: 'echo', EVENT_MESSAGE_ADD: ${address} });\n`,
      'server.js': `import express from 'express';\nconst app = express();\napp.use(express.json());\napp.post('${route}', (req, res) => {\n  say(req.body.data.PARAMS.MESSAGE);\n  res.end();\n});\n`,
    });
    expect(notes.filter((note) => note.startsWith('register'))).toEqual([]);
    expect(sites).toEqual(['server.js:5 delegated event-unproven']);
  });

  test.each([
    ['a route of parts that are named alone', '/:a/:b'],
    ['another end', '/hooks/:account/messages'],
    ['one of another place', '/message/hooks/:account'],
  ])('an address with a part that is put in is not at %s', async (_name, route) => {
    const { notes } = await moved({
      'register.js': `rest('imbot.register', { CODE: 'echo', EVENT_MESSAGE_ADD: ${ADDRESS} });\n`,
      'server.js': `app.post('${route}', (req, res) => res.end());\n`,
    });
    expect(notes).toEqual([expect.stringMatching(/no handler of it was seen/)]);
  });
});

describe('what is no unnamed handler', () => {
  test.each([
    [
      'behind the adapter',
      "import { v1Body } from 'imbot-compat/events';\napp.post('/m', v1Body(), (req, res) => say(req.body.data.PARAMS.MESSAGE));\n",
    ],
    [
      'an app behind the adapter',
      "app.use(v1Body());\napp.post('/m', (req, res) => say(req.body.data.PARAMS.MESSAGE));\n",
    ],
    ['a handler of our own', 'export const onMessage = (event) => say(event.data.PARAMS.MESSAGE);\n'],
    [
      'parameters of something else',
      'export const url = (config) => config.data.PARAMS.join();\nconst PARAMS = { data: 1 };\n',
    ],
    ['the body of an answer', "export const read = async () => (await axios.get('/x')).data.PARAMS;\n"],
    [
      'a placement',
      "app.post('/tab', (req, res) => res.send(req.body.PLACEMENT_OPTIONS + req.body.data));\nconst PARAMS = 1;\n",
    ],
  ])('%s', async (_name, code) => {
    expect((await moved({ 'a.js': code })).sites).toEqual([]);
  });

  test('one that names its events is told of once', async () => {
    const code = `app.post('/m', (req, res) => {
  if (req.body.event === 'ONIMBOTMESSAGEADD') say(req.body.data.PARAMS.MESSAGE);
});
`;
    expect((await moved({ 'a.js': code })).sites).toHaveLength(1);
    const table = `const HANDLERS = { ONIMBOTMESSAGEADD: (data) => say(data.PARAMS.MESSAGE) };
app.post('/m', (req, res) => HANDLERS[req.body.event]?.(req.body.data));
`;
    expect((await moved({ 'a.js': table })).sites).toHaveLength(1);
  });
});

describe('names in lower case, tables and classes', () => {
  test.each([
    [
      'a comparison',
      "app.post('/b', (req, res) => {\n  if (req.body.event.toLowerCase() === 'onimbotmessageadd') say(req.body.data.PARAMS.MESSAGE);\n});\n",
      'v1Body()',
    ],
    [
      'a switch',
      "export async function POST(request) {\n  const body = await request.json();\n  switch (body.event.toLowerCase()) {\n    case 'onimbotmessageadd':\n      return say(body.data.PARAMS.MESSAGE);\n  }\n}\n",
      'toV1Body(await request.json())',
    ],
    [
      'a table',
      "const TABLE = { onimbotmessageadd: (data) => say(data.PARAMS.MESSAGE) };\napp.post('/b', (req, res) => TABLE[req.body.event.toLowerCase()]?.(req.body.data));\n",
      'v1Body()',
    ],
    [
      'a field of a class',
      'class Bot {\n  handlers = { ONIMBOTMESSAGEADD: (body) => this.say(body.data.PARAMS.MESSAGE) };\n  handle(req, res) {\n    this.handlers[req.body.event]?.(req.body);\n  }\n}\n',
      'toV1Body(req.body)',
    ],
    [
      'a method of a class',
      'class Bot {\n  ONIMBOTMESSAGEADD(body) {\n    return this.say(body.data.PARAMS.MESSAGE);\n  }\n  handle(req, res) {\n    this[req.body.event]?.(req.body);\n  }\n}\n',
      'toV1Body(req.body)',
    ],
    [
      'a map made in the constructor',
      "class Bot {\n  constructor() {\n    this.on = new Map([['ONIMBOTMESSAGEADD', this.message.bind(this)]]);\n  }\n  async handle(request) {\n    const body = await request.json();\n    await this.on.get(body.event)?.(body.data);\n  }\n}\n",
      'toV1Body(await request.json())',
    ],
  ])('%s', async (_name, code, adapter) => {
    const { sites, text } = await moved({ 'a.js': code });
    expect(sites).toEqual([expect.stringMatching(/^a\.js:\d delegated/)]);
    expect(text('a.js')).toContain(adapter);
  });

  test.each([
    ['compared with something else', "if (type === 'onimbotmessageadd') f();\n"],
    ['a key of something else', 'export const LABELS = { onimbotmessageadd: 1 };\n'],
  ])('%s stays', async (_name, code) => {
    expect((await moved({ 'a.js': code })).sites.filter((site) => /delegated|moved/.test(site))).toEqual([]);
  });
});
