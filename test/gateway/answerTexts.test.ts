import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { answerTexts } from '../../src/gateway/answerTexts';
import { createGateway } from '../../src/gateway/index';
import { jsonParts } from '../../src/gateway/jsonParts';
import { listening, send } from './twins';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function served(server: Server): Promise<string> {
  servers.push(server);
  return listening(server);
}

/** A gateway before a portal that answers every batch, or one method, with a text. */
async function answering(method: string, text: string, status = 200) {
  const asked: string[] = [];
  const portal = await served(
    createServer((request, response) => {
      const name = request.url?.split('?')[0]?.split('/').at(-1) ?? '';
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        asked.push(`${name} ${decodeURIComponent(body)}`);
        const isIt = name === method;
        response.writeHead(isIt ? status : 200, { 'content-type': 'application/json', 'x-portal': '1' });
        response.end(isIt ? text : LOOKUPS[name]);
      });
    }),
  );
  const gateway = createGateway({ portal, warnings: false });
  const url = await served(createServer(gateway.listener));
  return { asked, url };
}

const LOOKUPS: Readonly<Record<string, string>> = {
  'imbot.v2.Revision.get': '{"result":{"rest":40}}',
  'imbot.v2.Bot.get': '{"result":{"bot":{"id":5,"code":"a"},"users":[]}}',
};

const MESSAGE = 'imbot.message.add?BOT_ID=5%26CLIENT_ID=c%26DIALOG_ID=1%26MESSAGE=Hi';
const batch = (...cmd: readonly (readonly [key: string, command: string])[]): string =>
  `/rest/1/s/batch?${cmd.map(([key, command]) => `cmd[${key}]=${command}`).join('&')}`;

/** What JavaScript reads and writes otherwise than PHP. */
const TEXTS = [
  '1.0',
  '-0',
  '-0.0',
  '1e5',
  '1.0E+25',
  '2.5e-7',
  '9007199254740993',
  '12345678901234567890123',
  '0.1000000000000000055511151231257827',
  '{"10":"a","2":"b","01":"c"}',
  '{"b":1,"a":{"3":[],"1":{}}}',
  '{"a":1,"a":2}',
  '[]',
  '{}',
  '[[],{},[{}]]',
  '"\\u0416\\/\\u2028\\ud83d\\ude00"',
  '"</b> \\"quoted\\" \\\\ }],{["',
  '{"\\u0416\\"}":"{[","__proto__":{"a":1.0}}',
  '{ "a" : [ 1.0 , 2 ] , "b" : null }',
  'true',
  'null',
  '""',
] as const;

describe('a batch in which one command went out as v2', () => {
  it.each(TEXTS)('leaves the answers of the others as they stand: %s', async (text) => {
    const answered = (sent: string): string =>
      `{"result":{"result":{"before":${text},"send":${sent},"after":${text}},"result_error":{"bad":{"error":"X","error_description":"\\u0416 1.0"}},"result_total":{"before":1.0},"result_next":[],"result_time":{"before":{"start":1700000000.0,"duration":1.0e-5}}},"time":{"start":1.0,"data":${text}}}`;
    const { url, asked } = await answering('batch', answered('{"id":7,"uuidMap":[]}'));
    const path = batch(['before', 'a.get'], ['send', MESSAGE], ['bad', 'b.get'], ['after', 'c.get']);
    const got = await send(url, path);
    expect(got.text).toBe(answered('7'));
    expect(asked.at(-1)).toContain('imbot.v2.Chat.Message.send');
    expect(Number(got.headers['content-length'])).toBe(Buffer.byteLength(got.text));
  });

  it.each(TEXTS)('also as a list: %s', async (text) => {
    const answered = (sent: string): string =>
      `\ufeff {"result":{"result":[${text},${sent},${text}],"result_error":[],"result_total":[]}}`;
    const { url } = await answering('batch', answered('{"id":7}'));
    const got = await send(url, batch(['0', 'a.get'], ['1', MESSAGE], ['2', 'c.get']));
    expect(got.text).toBe(answered('7'));
  });

  it('and one in which none did comes byte for byte', async () => {
    const text = '\ufeff{ "result" : {"result":{"a":1.0,"b":false}, "result_error":[]}}\n';
    const { url, asked } = await answering('batch', text);
    const got = await send(url, batch(['a', 'a.get'], ['b', 'imbot.message.add?DIALOG_ID=$result[a]']));
    expect(got.text).toBe(text);
    expect(asked.at(-1)).toMatch(/^batch/);
  });

  it('an answer that says less than v1 does, to a call that ran, is the portal’s own', async () => {
    const text = '{"result":{"result":{"send":null,"a":1.0},"result_error":[]}}';
    const { url } = await answering('batch', text);
    const got = await send(url, batch(['send', MESSAGE], ['a', 'a.get']));
    expect([got.status, got.text]).toEqual([200, text]);
  });
});

describe('withCommands', () => {
  const json = (result: string, errors: string): string => `{"result":{"result":${result},"result_error":${errors}}}`;
  const text = (
    result: string,
    errors: string,
    results: readonly (readonly [string, unknown])[],
    failed: readonly (readonly [string, unknown])[],
    anew: readonly string[],
    order: readonly string[],
  ): string =>
    answerTexts.withCommands(json(result, errors), {
      results: new Map(results),
      errors: new Map(failed),
      anew: new Set(anew),
      order,
    });

  it('moves an answer to where PHP writes it: a list where the keys are counted, a map elsewhere, [] where none is left', () => {
    const whole = text('[1.0,2]', '[]', [['0', 0]], [['1', 'E']], ['1'], ['0', '1']);
    expect(whole).toBe(json('[1.0]', '{"1":"E"}'));
    expect(text('[1.0,2]', '[]', [['1', 0]], [['0', 'E']], ['0'], ['0', '1'])).toBe(json('{"1":2}', '["E"]'));
    expect(text('{"a":1.0}', '[]', [], [['a', 'E']], ['a'], ['a'])).toBe(json('[]', '{"a":"E"}'));
    const back = [['b', 1], ['a', 5]] as const; // biome-ignore format: a pair a piece
    expect(text('{"b":1.0}', '{"a":2}', back, [], ['a'], ['a', 'b'])).toBe(json('{"a":5,"b":1.0}', '[]'));
    expect(text('{"1":1.0}', '["E"]', [['1', 1], ['0', 5]], [], ['0'], ['0', '1'])).toBe(json('[5,1.0]', '[]')); // biome-ignore format: a pair a piece
  });

  it('keeps a counted map where the portal writes one, and members that it does not know', () => {
    const maps = '{"result":{"new":1.0,"result":{"0":1.0,"1":{}}}}';
    const answers = {
      results: new Map<string, unknown>([['0', 0], ['1', 8]]), // biome-ignore format: a pair a piece
      errors: new Map(),
      anew: new Set(['1']),
      order: ['0', '1'],
    };
    expect(answerTexts.withCommands(maps, answers)).toBe(
      '{"result":{"result_error":[],"new":1.0,"result":{"0":1.0,"1":8}}}',
    );
  });
});

describe('a single call', () => {
  const path = `/rest/1/s/${MESSAGE.replaceAll('%26', '&')}`;

  it.each(TEXTS)('has what stands beside its result as the portal wrote it: %s', async (text) => {
    const answered = (sent: string): string => `{"time":{"start":1.0,"a":${text}},"result":${sent},"total":1.0}`;
    const { url } = await answering('imbot.v2.Chat.Message.send', answered('{"id":7,"uuidMap":[]}'));
    expect((await send(url, path)).text).toBe(answered('7'));
  });

  it('that failed has it too', async () => {
    const answered = (error: string): string => `{"error":"${error}","more":[1.0],"error_description":`;
    const text = `${answered('BOT_MESSAGE_NOT_FOUND')}"gone"}`;
    const { url } = await answering('imbot.v2.Chat.Message.delete', text, 400);
    const got = await send(url, '/rest/1/s/imbot.message.delete?BOT_ID=5&CLIENT_ID=c&MESSAGE_ID=9');
    expect(got.status).toBe(400);
    expect(got.text).toMatch(/^\{"error":"[A-Z_]+","more":\[1\.0\],"error_description":"[^"]+"\}$/);
  });

  it.each(['null', '{}', '[]', 'true', '"7"', '{"id":null}', '{"id":"x"}'])(
    'that ran and is answered by less than v1 says is answered by the portal’s own words, not refused: %s',
    async (result) => {
      const text = `{"result":${result},"time":{"start":1.0}}`;
      const { url, asked } = await answering('imbot.v2.Chat.Message.send', text);
      const got = await send(url, path);
      expect([got.status, got.text, got.headers['x-imbot-compat']]).toEqual([200, text, 'BAD_ANSWER']);
      expect(asked.filter((call) => !call.includes('.get '))).toHaveLength(1);
    },
  );

  it('that only reads is refused, for what v2 says is no answer of v1', async () => {
    const { url } = await answering('imbot.v2.Chat.User.list', '{"result":null}');
    const got = await send(url, '/rest/1/s/imbot.chat.user.list?BOT_ID=5&CLIENT_ID=c&CHAT_ID=9');
    expect(got.status).toBe(400);
    expect(got.headers['x-imbot-compat']).toBe('BAD_ANSWER');
  });
});

describe('jsonParts', () => {
  it.each(TEXTS)('finds every part where JSON.parse does: %s', (text) => {
    const json = `{"a": ${text} ,"list":[${text},${text}\n]}`;
    const [a, list] = jsonParts(json);
    expect(json.slice(a?.value, a?.end)).toBe(text);
    const parts = jsonParts(json, list?.value);
    expect(parts.map(({ key, value, end }) => [key, json.slice(value, end)])).toEqual([
      ['0', text],
      ['1', text],
    ]);
  });

  it.each(['', '1', '"a"', '[', '{', '{"a', '{"a":', '{"a":"b', '[1,'])('ends whatever it is given: %s', (text) => {
    expect(jsonParts(text).length).toBeLessThan(3);
  });
});
