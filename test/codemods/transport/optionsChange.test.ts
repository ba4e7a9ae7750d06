import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';

const SAY =
  "export const say = () => call('imbot.message.add', { BOT_ID: 1, CLIENT_ID: 'a', DIALOG_ID: '5', MESSAGE: 'x' });\n";
const byGot = (more: string) =>
  `import got from 'got';\nconst client = got.extend({ prefixUrl: process.env.HOOK, responseType: 'json', ${more} });\nconst call = async (method, params) => (await client.post(method, { json: params })).body;\n${SAY}`;
const byKy = (more: string) =>
  `import ky from 'ky';\nconst client = ky.create({ prefixUrl: process.env.HOOK, ${more} });\nconst call = (method, params) => client.post(method, { json: params }).json();\n${SAY}`;
const byOfetch = (more: string) =>
  `import { ofetch } from 'ofetch';\nconst call = (method, params) => ofetch(process.env.HOOK + method, { method: 'POST', body: params, ${more} });\n${SAY}`;
const byAxios = (verb: string, more: string) =>
  `import axios from 'axios';\nconst client = axios.create({ baseURL: process.env.HOOK, ${more} });\nconst call = async (method, params) => (await client.${verb}).data;\n${SAY}`;
const bySuperagent = (more: string) =>
  `import superagent from 'superagent';\nimport throttle from 'superagent-throttle';\nconst call = async (method, params) => (await superagent.post(process.env.HOOK + method)${more}.send(params)).body;\n${SAY}`;

const CHANGED: Readonly<Record<string, string>> = {
  'handlers of got': byGot(
    'handlers: [(options, next) => { options.json = mine(options.json); return next(options); }]',
  ),
  'how got writes JSON': byGot('stringifyJson: (given) => JSON.stringify(mine(given))'),
  'how got reads JSON': byGot('parseJson: (text) => JSON.parse(text).result'),
  'how ky writes JSON': byKy('stringifyJson: (given) => JSON.stringify(mine(given))'),
  'how ky reads JSON': byKy('parseJson: (text) => JSON.parse(text).result'),
  'what ofetch does before': byOfetch('onRequest({ options }) { options.body = mine(options.body); }'),
  'how ofetch reads what came': byOfetch('parseResponse: (text) => JSON.parse(text).result'),
  'how axios writes a query': byAxios(
    'get(method, { params })',
    'paramsSerializer: { serialize: (given) => new URLSearchParams(mine(given)).toString() }',
  ),
  'a plugin of superagent': bySuperagent('.use((request) => { request.send = mine; })'),
};

const ALIKE: Readonly<Record<string, string>> = {
  'times of got': byGot('timeout: { request: 5000 }, retry: { limit: 0 }'),
  'JSON as got writes it by itself': byGot('stringifyJson: JSON.stringify, parseJson: JSON.parse'),
  'times of ky': byKy('timeout: 5000, retry: 0'),
  'headers by ofetch': byOfetch("onRequest({ options }) { options.headers.set('x-own', 'a'); }"),
  'how axios would write a query that is none': byAxios(
    'post(method, params)',
    'paramsSerializer: { serialize: (given) => mine(given) }',
  ),
  'a plugin of superagent that a package gives': bySuperagent('.use(throttle)'),
};

async function changeOf(text: string) {
  const { report } = await adopt({ cwd: workspace({ 'bot.mjs': text }) });
  return report.sites.find(({ kind }) => kind === 'call')?.change;
}

describe('functions among the options of a client change what is sent or answered', () => {
  test.each(Object.entries(CHANGED))('%s', async (_name, text) => {
    expect(await changeOf(text)).toBeUndefined();
  });
});

describe('options that change nothing of it', () => {
  test.each(Object.entries(ALIKE))('%s', async (_name, text) => {
    expect(await changeOf(text)).toBe('adopted');
  });
});
