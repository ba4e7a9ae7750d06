import { expect, test } from 'vitest';
import { scan } from '../../../codemods/index';
import { workspace } from '../workspace';

/** Bindings, keys of answers and of lists, events that code sends itself: none of them hears anything; handlers do. */
test.each<[string, string]>([
  [
    'event-bind',
    `export async function b1(call, url) { await call('event.bind', { EVENT: 'ONIMBOTMESSAGEADD', HANDLER: url }); }`,
  ],
  [
    'event-bind',
    `export async function b2(call, url) { for (const event of ['ONIMBOTMESSAGEADD', 'ONIMBOTJOINCHAT']) await call('event.bind', { event, handler: url }); }`,
  ],
  [
    'event-bind',
    `export async function b3(call, url) { await call('batch', { cmd: { a: \`event.bind?event=ONIMBOTMESSAGEADD&handler=\${url}\` } }); }`,
  ],
  ['event-bind', `export const b4 = (url) => BX24.callBind('ONIMBOTMESSAGEADD', url);`],
  ['event-bind', `export const b5 = (bot, url) => bot.subscribe('ONIMBOTMESSAGEADD', url);`],
  ['event-bind', `export const b6 = [{ event: 'ONIMBOTMESSAGEADD', handler: 'https://x.y/bot' }];`],
  ['event-bind', `export const b7 = async (client, url) => client.addEventHandler('ONIMBOTMESSAGEADD', url);`],
  [
    'event-bind',
    `export const b8 = (url) => ({ method: 'event.bind', params: { event: 'ONIMBOTMESSAGEADD', handler: url } });`,
  ],
  [
    'event-bind',
    `export const b9 = async (call, url) => call('event.unbind', { event: 'ONIMBOTMESSAGEADD', handler: url });`,
  ],
  ['mention', `export const k1 = (res, first) => res.json({ ONIMBOTMESSAGEADD: first });`],
  [
    'mention',
    `export const k2 = (first) => ({ statusCode: 200, body: JSON.stringify({ bound: { ONIMBOTMESSAGEADD: first } }) });`,
  ],
  ['mention', `export const k3 = { ONIMBOTMESSAGEADD: 'New message', ONIMBOTJOINCHAT: 'Joined' };`],
  ['mention', `export const k4 = () => { const counts = { ONIMBOTMESSAGEADD: 0 }; return counts; };`],
  ['mention', `export const k5 = (first) => Response.json({ ONIMBOTMESSAGEADD: first });`],
  ['mention', `export const k6 = (first) => { return { ONIMBOTMESSAGEADD: first }; };`],
  [
    'mention',
    `export const p1 = (f) => f('http://localhost/x', { method: 'POST', body: new URLSearchParams({ event: 'ONIMBOTMESSAGEADD', 'data[PARAMS][MESSAGE]': 'x' }) });`,
  ],
  [
    'mention',
    `export const p2 = (f, data) => f('http://localhost/x', { body: JSON.stringify({ event: 'ONIMBOTMESSAGEADD', data }) });`,
  ],
  [
    'mention',
    `export const p3 = (request, app) => request(app).post('/bot').send({ event: 'ONIMBOTMESSAGEADD', data: {} });`,
  ],
  ['mention', `export const p4 = () => { const body = {}; body.event = 'ONIMBOTMESSAGEADD'; return body; };`],
  ['mention', `export const p5 = (post, data) => post('/bot', { event: 'ONIMBOTMESSAGEADD', data, auth: {} });`],
  ['mention', `export const p6 = 'event=ONIMBOTMESSAGEADD&data[PARAMS][MESSAGE]=x';`],
  ['mention', `export const p7 = (make) => make('ONIMBOTMESSAGEADD', { MESSAGE: 'x' });`],
  ['mention', `export const l1 = (log) => log.info('got', 'ONIMBOTMESSAGEADD');`],
  ['mention', `export const e1 = () => { throw new Error('ONIMBOTMESSAGEADD failed'); };`],
  ['event-handler', `export const r1 = (router) => router.on('ONIMBOTMESSAGEADD', (e) => e.data.PARAMS.MESSAGE);`],
  ['event-handler', `export const r2 = (bus, onMessage) => bus.on('ONIMBOTMESSAGEADD', onMessage);`],
  ['event-handler', `export const r3 = { ONIMBOTMESSAGEADD: (data) => data.PARAMS.MESSAGE };`],
])('%s: %s', async (what, code) => {
  const { sites } = await scan({ cwd: workspace({ 'src/bot.mjs': `${code}\n` }) });
  expect(sites.length).toBeGreaterThan(0);
  for (const { kind, reasons } of sites) {
    if (what === 'mention') expect(kind).toBe('mention');
    else expect(reasons).toContain(what);
  }
});

test.each([
  "it('x', async () => { await handle({ event: 'ONIMBOTMESSAGEADD', data: { PARAMS: { MESSAGE: 'x' } } }); });",
  "it('y', async () => { const event = makeEvent('ONIMBOTMESSAGEADD'); expect(event.event).toBe('ONIMBOTMESSAGEADD'); });",
  "const fixture = { event: 'ONIMBOTMESSAGEADD', data };",
  "const form = { event: 'ONIMBOTMESSAGEADD', 'data[PARAMS][MESSAGE]': 'hi' };",
  "await deliver('ONIMBOTMESSAGEADD', { text: 'x' });",
])('in a test: %s', async (code) => {
  const { sites } = await scan({ cwd: workspace({ 'src/bot.test.mjs': `${code}\n` }) });
  expect(sites.map(({ kind }) => kind)).toEqual(sites.map(() => 'mention'));
});
