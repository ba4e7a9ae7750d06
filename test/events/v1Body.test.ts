import express from 'express';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { decodeEvent, toV1Body, toV1Event, v1Body } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { v1Body as sampleV1, v2Data, webhookBody } from './samples';

const v2 = (event: string, botId = 5) => webhookBody(event, v2Data(event, 'group', botId));
const message = v2('ONIMBOTV2MESSAGEADD');
const form = httpBuildQuery(message);
const wanted = plain(toV1Event(decodeEvent(form)));

function plain(event: unknown): unknown {
  const { v2: _v2, ...rest } = JSON.parse(JSON.stringify(event));
  return rest;
}

function formData(text: string): FormData {
  const data = new FormData();
  for (const [key, value] of new URLSearchParams(text)) data.append(key, value);
  return data;
}

const flat = Object.fromEntries(new URLSearchParams(form));

describe('toV1Body gives the kind of body that it got', () => {
  it.each<[string, unknown, (body: unknown) => unknown]>([
    ['form text', form, (body) => typeof body],
    ['JSON text', JSON.stringify(message), (body) => typeof body === 'string' && body.startsWith('{"event"')],
    ['bytes', new TextEncoder().encode(form), (body) => body?.constructor],
    ['a Buffer', Buffer.from(form), (body) => Buffer.isBuffer(body)],
    ['an ArrayBuffer', new TextEncoder().encode(form).buffer, (body) => body?.constructor],
    ['URLSearchParams', new URLSearchParams(form), (body) => body?.constructor],
    ['FormData', formData(form), (body) => body?.constructor],
    ['flat keys', flat, (body) => typeof body === 'object' && Object.keys(body ?? {}).includes('auth[domain]')],
    ['a nested object', message, (body) => typeof body === 'object' && Object.keys(body ?? {}).includes('data')],
  ])('%s', (_, body, kind) => {
    const moved = toV1Body(body);
    expect(kind(moved)).toEqual(kind(body));
    expect(plainEvent(moved)).toEqual(wanted);
  });

  it('flat keys as v1 has them', () => {
    expect(toV1Body(flat)).toMatchObject({
      event: 'ONIMBOTMESSAGEADD',
      'data[BOT][5][BOT_ID]': '5',
      'data[PARAMS][MESSAGE]': 'create a task list',
    });
  });

  it('a nested object whose bots are found by every way', () => {
    const { data } = toV1Body<{ data?: { BOT?: Record<string, { BOT_ID: string }> } }>(message);
    const bots = data?.BOT ?? {};
    expect([bots['0']?.BOT_ID, bots['5']?.BOT_ID, Object.keys(bots)]).toEqual(['5', '5', ['5']]);
  });
});

describe('toV1Body leaves alone', () => {
  it.each<[string, unknown]>([
    ['v1 deliveries', sampleV1([5])],
    ['v1 forms', httpBuildQuery(sampleV1([5]))],
    ['reactions', v2('ONIMBOTV2REACTIONCHANGE')],
    ['edits', v2('ONIMBOTV2MESSAGEUPDATE')],
    ['deletions', httpBuildQuery(v2('ONIMBOTV2MESSAGEDELETE'))],
    ['other bodies', { hello: 'world' }],
    ['nothing', undefined],
    ['null', null],
    ['numbers', 7],
  ])('%s', (_, body) => {
    expect(toV1Body(body)).toBe(body);
  });
});

it('moves edits and deletions where asked to', () => {
  expect(toV1Body(v2('ONIMBOTV2MESSAGEUPDATE'), { updates: true })).toMatchObject({ event: 'ONIMBOTMESSAGEUPDATE' });
  expect(toV1Body(v2('ONIMBOTV2MESSAGEDELETE'), { updates: true })).toMatchObject({ event: 'ONIMBOTMESSAGEDELETE' });
});

describe('v1Body', () => {
  function pass(body: unknown, options?: { updates?: boolean }) {
    const request = { body };
    const log: unknown[] = [];
    const reply = { status: (code: number) => ({ send: (text: string) => log.push(`${code} ${text}`) }) };
    v1Body(options)(request, reply, () => log.push('next'));
    return { log, body: request.body };
  }

  it('hands v2 on in the v1 shape', () => {
    const { log, body } = pass(message);
    expect(log).toEqual(['next']);
    expect(plainEvent(body)).toEqual(wanted);
  });

  it.each<[string, unknown]>([
    ['v1', sampleV1([5])],
    ['other bodies', { hello: 'world' }],
    ['a body that nobody parsed', undefined],
  ])('passes %s untouched', (_, given) => {
    const { log, body } = pass(given);
    expect(log).toEqual(['next']);
    expect(body).toBe(given);
  });

  it.each(['ONIMBOTV2REACTIONCHANGE', 'ONIMBOTV2MESSAGEUPDATE', 'ONIMBOTV2MESSAGEDELETE'])(
    'answers %s itself, which v1 never sent',
    (event) => {
      expect(pass(v2(event)).log).toEqual(['200 ignored']);
    },
  );

  it('hands edits on where asked to, reactions never', () => {
    expect(pass(v2('ONIMBOTV2MESSAGEUPDATE'), { updates: true }).log).toEqual(['next']);
    expect(pass(v2('ONIMBOTV2REACTIONCHANGE'), { updates: true }).log).toEqual(['200 ignored']);
  });
});

it('has the type that express and fastify take', async () => {
  const app = fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.post('/bot', { preHandler: v1Body() }, async (request) => decodeEvent(request.body).event);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.inject({ method: 'POST', url: '/bot', headers, payload: form });
  expect(answer.body).toBe('ONIMBOTMESSAGEADD');
  const router = express().post('/bot', express.urlencoded({ extended: true }), v1Body(), (request, response) => {
    response.send(request.body.event);
  });
  expect(router).toBeTypeOf('function');
});

/** Read back by the decoder, which knows all of these kinds. */
function plainEvent(body: unknown): unknown {
  return plain(toV1Event(decodeEvent(body)));
}
