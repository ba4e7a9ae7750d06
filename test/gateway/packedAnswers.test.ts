import { createServer } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { webhook } from '../../src/auth/webhook';
import { createGateway } from '../../src/gateway/index';
import { createImbot } from '../../src/index';
import { listening, send } from './twins';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const PACKED: Readonly<Record<string, (text: string) => Buffer>> = {
  gzip: gzipSync,
  'X-GZIP': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

/** A portal behind a proxy that packs every answer, whether somebody asked for that or not. */
async function scene(coding: string, pack: (text: string) => Buffer) {
  const portal = createServer((request, response) => {
    request.resume().on('end', () => {
      const result = /Revision\.get/.test(request.url ?? '')
        ? { rest: 36 }
        : /v2/.test(request.url ?? '')
          ? { id: 7 }
          : 5;
      const bytes = pack(JSON.stringify({ result }));
      const type = { 'content-type': 'application/json', 'content-encoding': coding, 'content-length': bytes.length };
      response.writeHead(200, type).end(bytes);
    });
  });
  const url = await listening(portal);
  ends.push(
    () => portal.close(),
    () => portal.closeAllConnections(),
  );
  const gateway = createGateway({ portal: url, warnings: false });
  const front = createServer(gateway.listener);
  const own = await listening(front);
  ends.push(
    () => gateway.close(),
    () => front.close(),
    () => front.closeAllConnections(),
  );
  return { url, own };
}

const CALL = 'imbot.message.add?BOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=Hi';

describe.each(Object.entries(PACKED))('an answer that comes packed unasked (%s)', (coding, pack) => {
  it('is read, and its caller has it as he has any other', async () => {
    const { own } = await scene(coding, pack);
    const got = await send(own, `/rest/1/secret/${CALL}`);
    expect([got.text, got.headers['content-encoding']]).toEqual(['{"result":7}', undefined]);
    const asV1 = await send(own, '/rest/1/secret/imbot.bot.list');
    expect([asV1.text, asV1.headers['content-encoding']]).toEqual(['{"result":5}', undefined]);
    expect(asV1.headers['content-length']).toBe('12');
  });

  it('passes as it comes where it is only passed on', async () => {
    const { own } = await scene(coding, pack);
    const got = await send(own, '/rest/1/secret/user.current');
    expect([got.headers['content-encoding'], got.headers['content-length']]).toEqual([
      coding,
      String(pack('{"result":5}').length),
    ]);
  });

  it('is read by the client too', async () => {
    const { url } = await scene(coding, pack);
    const imbot = createImbot({ auth: webhook(`${url}/rest/1/secret/`, { clientId: 'my_bot' }), warnings: false });
    ends.push(() => imbot.close());
    expect(await imbot.call('imbot.message.add', { BOT_ID: 301, DIALOG_ID: '1', MESSAGE: 'Hi' })).toBe(7);
  });
});

it.each([
  ['what is packed in no way that we know', 'zstd', '{"result":{"id":7}}'],
  ['what says that it is packed, and is not', 'gzip', '{"result":{"id":7}}'],
])('%s comes as it is', async (_what, coding, text) => {
  const { own } = await scene(coding, () => Buffer.from(text));
  const got = await send(own, `/rest/1/secret/${CALL}`);
  expect(got.headers['content-encoding']).toBe(coding);
});
