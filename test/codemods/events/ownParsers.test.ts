import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { events } from '../../../codemods/index';
import { workspace } from '../workspace';
import { bundledBot } from './bundledBot';
import { happeningsOf } from './happenings';

type Answer = (request: Request) => Promise<unknown>;

async function seenBy(cwd: string, forms: readonly string[]): Promise<unknown> {
  const seen: unknown[] = [];
  const made: { exports: { POST?: Answer } } = { exports: {} };
  new Function('module', 'exports', 'seen', await bundledBot(cwd))(made, made.exports, seen);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const body of forms)
    await made.exports.POST?.(new Request('https://b.example/', { method: 'POST', headers, body }));
  return seen;
}

const handler = (parse: string, read = 'parse(await request.text())') => `${parse}
export async function POST(request) {
  const body = ${read};
  if (body.event === 'ONIMBOTMESSAGEADD') seen.push([body.data.PARAMS.DIALOG_ID, body.data.PARAMS.MESSAGE]);
  if (body.event === 'ONIMBOTJOINCHAT') seen.push(['joined', body.data.PARAMS.DIALOG_ID]);
  return new Response('ok');
}
`;

/** Parsers that keep whatever comes: behind them stands the adapter. */
const ANY: Readonly<Record<string, string>> = {
  'nests all keys': handler(`
function parse(text) {
  const all = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const steps = key.match(/[^\\[\\]]+/g);
    let at = all;
    for (const step of steps.slice(0, -1)) at = at[step] ??= {};
    at[steps.at(-1)] = value;
  }
  return all;
}`),
  'tells what it keeps in a comment': handler(`
/** { event, data: { PARAMS, USER } } */
const parse = (text) => {
  // data[PARAMS][MESSAGE] becomes data.PARAMS.MESSAGE
  const all = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const steps = key.split(/\\]?\\[|\\]/).filter(Boolean);
    steps.reduce((at, step, index) => (at[step] = index === steps.length - 1 ? value : at[step] ?? {}), all);
  }
  return all;
};`),
};

/** Parsers that know the keys of v1: of an event of v2 nothing comes out behind them. */
const OF_V1: Readonly<Record<string, string>> = {
  'asks for keys': handler(`
function parse(text) {
  const form = new URLSearchParams(text);
  const PARAMS = { DIALOG_ID: form.get('data[PARAMS][DIALOG_ID]'), MESSAGE: form.get('data[PARAMS][MESSAGE]') };
  return { event: form.get('event'), data: { PARAMS } };
}`),
  'goes by what keys begin with': handler(`
const parse = (text) => {
  const out = { event: '', data: { PARAMS: {} } };
  for (const [key, value] of new URLSearchParams(text).entries()) {
    if (key.startsWith('data[PARAMS]')) out.data.PARAMS[key.slice(13, -1)] = value;
    else out[key] = value;
  }
  return out;
};`),
  'matches keys': handler(`
const parse = function (text) {
  const data = { PARAMS: {} };
  let event = '';
  for (const [key, value] of new URLSearchParams(text)) {
    const found = /^data\\[PARAMS\\]\\[(\\w+)\\]$/.exec(key);
    if (found) data.PARAMS[found[1]] = value;
    if (key === 'event') event = value;
  }
  return { event, data };
};`),
  'has others look for keys': handler(`
const SECTION = 'PARAMS';
function section(form, name) {
  const start = \`data[\${name}][\`;
  return Object.fromEntries([...form].flatMap(([k, v]) => (k.startsWith(start) ? [[k.slice(start.length, -1), v]] : [])));
}
const dataOf = (form) => ({ [SECTION]: section(form, SECTION) });
function parse(text) {
  const form = new URLSearchParams(text);
  return { event: form.get('event'), data: dataOf(form) };
}`),
};

const ASKS = OF_V1['asks for keys'] ?? '';

/** Such parsers where what goes into them is no text that could be adapted, or is not seen. */
const LEFT: Readonly<Record<string, string>> = {
  'is where the body is read': handler(
    '',
    `await request.text().then((text) => {
    const form = new URLSearchParams(text);
    const PARAMS = { DIALOG_ID: form.get('data[PARAMS][DIALOG_ID]'), MESSAGE: form.get('data[PARAMS][MESSAGE]') };
    return { event: form.get('event'), data: { PARAMS } };
  })`,
  ),
  'is asked for a request': ASKS.replace(
    'function parse(text) {',
    'async function parse(request) {\n  const text = await request.text();',
  ).replace('parse(await request.text())', 'await parse(request)'),
  'is one of two': ASKS.replace('parse(await request.text())', 'request.url ? parse(await request.text()) : {}'),
};

async function ran(code: string) {
  const before = workspace({ 'bot.js': code });
  const after = workspace({ 'bot.js': code });
  const { written, report } = await events({ cwd: after, write: true, allowDirty: true });
  return { before, after, written, report };
}

describe('a parser of the bot itself', () => {
  test.each([...Object.entries(ANY), ...Object.entries(OF_V1)])('that %s hears the same of v2', async (_name, code) => {
    const { before, after, written } = await ran(code);
    expect(written).toEqual(['bot.js']);
    const v1 = happeningsOf(5).flatMap((one) => one.v1);
    const seen = await seenBy(before, v1);
    expect(seen).not.toEqual([]);
    expect(await seenBy(after, v1)).toEqual(seen);
    expect(
      await seenBy(
        after,
        happeningsOf(5).flatMap(({ v2 }) => v2),
      ),
    ).toEqual(seen);
    expect((await events({ cwd: after, write: true, allowDirty: true })).written).toEqual([]);
  });

  test.each(Object.entries(LEFT))('that knows v1 alone and %s is left', async (_name, code) => {
    const { before, written, report } = await ran(code);
    const v1 = happeningsOf(5).flatMap((one) => one.v1);
    expect(await seenBy(before, v1)).not.toEqual([]);
    expect(written).toEqual([]);
    const reasons = report.sites.filter(({ kind }) => kind === 'event').flatMap((site) => site.reasons);
    expect(reasons).toContain('event-unproven');
  });

  test.each([
    ['is in another file and takes a request', 'await parse(request)', []],
    ['is in another file and takes the text', 'parse(await request.text())', ['bot.js']],
  ])('that %s', async (_name, read, expected) => {
    const parse = `export ${ASKS.slice(ASKS.indexOf('function parse'), ASKS.indexOf('export async'))}`;
    const code = handler("import { parse } from './parse.js';", read);
    const after = workspace({ 'bot.js': code, 'parse.js': parse });
    expect((await events({ cwd: after, write: true, allowDirty: true })).written).toEqual(expected);
  });

  const COMMANDS = `export async function POST(request) {
  const body = parse(await request.text());
  if (body.event === 'ONIMCOMMANDADD') seen.push([body.data.PARAMS.DIALOG_ID, body.data.USER?.ID]);
  return new Response('ok');
}
`;

  test.each([...Object.entries(ANY), ...Object.entries(OF_V1)])(
    'that %s, with a handler that could be moved',
    async (name, code) => {
      const { before, after, written } = await ran(code.slice(0, code.indexOf('export async')) + COMMANDS);
      expect(written).toEqual(['bot.js']);
      const seen = await seenBy(
        before,
        happeningsOf(5).flatMap(({ v1 }) => v1),
      );
      expect(seen).not.toEqual([]);
      const v2 = await seenBy(
        after,
        happeningsOf(5).flatMap(({ v2 }) => v2),
      );
      expect(v2).toEqual(seen);
      expect(readFileSync(join(after, 'bot.js'), 'utf8').includes('toV1Body')).toBe(name in OF_V1);
    },
  );
});
