import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import qs from 'qs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createEventHandler,
  type EventHandler,
  type IdMap,
  toExpress,
  toFastify,
  toNodeHandler,
  type V1EventBot,
} from '../../src/events/index';
import { share } from '../sample';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body, v2Data, webhookBody } from './samples';

const express4: typeof express = createRequire(import.meta.url)('express4');
const IDS = [5, 21, 99, 101, 701561];
const FORM = 'application/x-www-form-urlencoded';

interface Found {
  keys: string[];
  byIndex: unknown;
  byId: unknown;
  values: unknown[];
  each: unknown[];
  iterated: unknown[];
  json: string[];
}

/** The ways in which handlers of old find their bot, all at once. */
function find(map: IdMap<V1EventBot>, id: number): Found {
  const each: unknown[] = [];
  map.forEach((entry) => {
    each.push(entry.BOT_ID);
  });
  return {
    keys: Object.keys(map),
    byIndex: map['0']?.BOT_ID,
    byId: map[String(id)]?.BOT_ID,
    values: Object.values(map).map((entry) => entry.BOT_ID),
    each,
    iterated: [...map].map((entry) => entry.BOT_ID),
    json: Object.keys(JSON.parse(JSON.stringify(map))),
  };
}

const closers: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(closers.map((close) => close())));

async function listen(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : 0}/bot`;
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

async function listenFastify(configure: (app: FastifyInstance) => void, handler: EventHandler): Promise<string> {
  const app = fastify();
  configure(app);
  app.post('/bot', toFastify(handler));
  closers.push(() => app.close());
  return `${await app.listen({ port: 0, host: '127.0.0.1' })}/bot`;
}

function formParser(parse: (text: string) => unknown): (app: FastifyInstance) => void {
  return (app) => {
    app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
      done(null, parse(String(body)));
    });
  };
}

const servers: Record<string, (handler: EventHandler) => Promise<string>> = {
  'node:http': (handler) => listen((request, response) => void toNodeHandler(handler)(request, response)),
  'express 5, urlencoded extended': (handler) =>
    listen(
      express()
        .use(express.urlencoded({ extended: true }))
        .post('/bot', toExpress(handler)),
    ),
  'express 5, urlencoded simple': (handler) =>
    listen(
      express()
        .use(express.urlencoded({ extended: false }))
        .post('/bot', toExpress(handler)),
    ),
  'express 5, json only': (handler) => listen(express().use(express.json()).post('/bot', toExpress(handler))),
  'express 5, text': (handler) =>
    listen(
      express()
        .use(express.text({ type: FORM }))
        .post('/bot', toExpress(handler)),
    ),
  'express 5, raw': (handler) =>
    listen(
      express()
        .use(express.raw({ type: FORM }))
        .post('/bot', toExpress(handler)),
    ),
  'express 5, no parser': (handler) => listen(express().post('/bot', toExpress(handler))),
  'express 4, urlencoded extended': (handler) =>
    listen(
      express4()
        .use(express4.urlencoded({ extended: true }))
        .post('/bot', toExpress(handler)),
    ),
  'express 4, urlencoded simple': (handler) =>
    listen(
      express4()
        .use(express4.urlencoded({ extended: false }))
        .post('/bot', toExpress(handler)),
    ),
  'express 4, json only': (handler) => listen(express4().use(express4.json()).post('/bot', toExpress(handler))),
  'fastify, string': (handler) =>
    listenFastify(
      formParser((text) => text),
      handler,
    ),
  'fastify, formbody-like': (handler) =>
    listenFastify(
      formParser((text) => Object.fromEntries(new URLSearchParams(text))),
      handler,
    ),
  'fastify, qs': (handler) =>
    listenFastify(
      formParser((text) => qs.parse(text)),
      handler,
    ),
  'fastify, qs without arrays': (handler) =>
    listenFastify(
      formParser((text) => qs.parse(text, { parseArrays: false, depth: 10 })),
      handler,
    ),
};

async function post(url: string, body: string): Promise<number> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': FORM }, body });
  await response.text();
  return response.status;
}

describe.each(Object.keys(servers))('%s', (name) => {
  const got: Found[] = [];
  const texts: unknown[] = [];
  let wanted = 0;
  const handler = createEventHandler({
    applicationToken: 'APPTOK',
    on: {
      ONIMBOTMESSAGEADD: ({ data }) => {
        got.push(find(data.BOT, wanted));
        texts.push(data.PARAMS.MESSAGE);
      },
      ONIMCOMMANDADD: ({ data }) => got.push(find(data.COMMAND, wanted)),
    },
  });
  const url = servers[name]?.(handler) ?? Promise.reject(new Error(name));

  function allWays(id: number, botId = id): Found {
    const one = [String(botId)];
    const keys = [String(id)];
    return { keys, byIndex: one[0], byId: one[0], values: one, each: one, iterated: one, json: keys };
  }

  it.each(share(IDS, 2, { turn: Object.keys(servers).indexOf(name) }))(
    'finds bot %i in v1 and v2 deliveries by every way',
    async (id) => {
      wanted = id;
      got.length = 0;
      expect(await post(await url, httpBuildQuery(v1Body([id])))).toBe(200);
      const data = v2Data('ONIMBOTV2MESSAGEADD', 'private', id);
      expect(await post(await url, httpBuildQuery(webhookBody('ONIMBOTV2MESSAGEADD', data)))).toBe(200);
      expect(got).toEqual([allWays(id), allWays(id)]);
    },
  );

  it.each(share(IDS, 2, { turn: Object.keys(servers).indexOf(name) + 1 }))('finds command %i of bot 7', async (id) => {
    wanted = id;
    got.length = 0;
    const entry = { BOT_ID: '7', BOT_CODE: 'b', COMMAND: 'echo', COMMAND_ID: String(id), COMMAND_PARAMS: '' };
    const body = v1Body([], {
      event: 'ONIMCOMMANDADD',
      data: { COMMAND: { [id]: entry }, PARAMS: { MESSAGE_ID: '1' } },
    });
    expect(await post(await url, httpBuildQuery(body))).toBe(200);
    const data = v2Data('ONIMBOTV2COMMANDADD', 'group', 7);
    data['command'] = { id, command: '/echo', params: '', context: 'keyboard' };
    expect(await post(await url, httpBuildQuery(webhookBody('ONIMBOTV2COMMANDADD', data)))).toBe(200);
    expect(got).toEqual([allWays(id, 7), allWays(id, 7)]);
  });

  it('keeps several small ids apart and the text whole', async () => {
    got.length = 0;
    texts.length = 0;
    wanted = 21;
    const body = v1Body([5, 21]);
    body['data'] = { ...Object(body['data']), PARAMS: { MESSAGE: 'a & b = c[0] + "ы" 😀\n%', MESSAGE_ID: '1' } };
    await post(await url, httpBuildQuery(body));
    expect(got[0]).toMatchObject({
      keys: ['5', '21'],
      byIndex: '5',
      byId: '21',
      values: ['5', '21'],
      each: ['5', '21'],
    });
    expect(texts).toEqual(['a & b = c[0] + "ы" 😀\n%']);
  });

  it('refuses what is no event and what is signed with another token', async () => {
    expect(await post(await url, 'hello=world')).toBe(400);
    expect(await post(await url, httpBuildQuery(v1Body([5], { auth: { application_token: 'other' } })))).toBe(403);
  });
});
