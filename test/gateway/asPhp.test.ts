import { afterEach, describe, expect, it } from 'vitest';
import { behindGateway, type Side, seeded, send } from './twins';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data; boundary=x7';

const sides: Side[] = [];
afterEach(async () => {
  for (const side of sides.splice(0)) await side.close();
});

/** What the portal got for one call. */
async function sent(method: string, type: string, body: string | Buffer) {
  const through = await behindGateway();
  sides.push(through);
  const { hook } = seeded(through.portal);
  const got = await send(through.url, hook + method, { method: 'POST', headers: { 'content-type': type }, body });
  const names = through.portal.requests
    .map(({ method: name }) => name)
    .filter((name) => !/Revision|Bot\.get/.test(name));
  return { got, names, texts: through.portal.snapshot().messages.map(({ text }) => text) };
}

const say = (text: string): string => `imbot.message.add?BOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=${text}`;
const json = (more: string): string => `{"BOT_ID":301,"CLIENT_ID":"my_bot","DIALOG_ID":"1",${more}}`;
const form = (pairs: readonly (readonly [string, string])[]): string => {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
};
const part = (name: string, value: string, more = ''): string =>
  `--x7\r\nContent-Disposition: form-data; name="${name}"\r\n${more}\r\n${value}\r\n`;
const multipart = (text: string, more: string): string =>
  `${part('BOT_ID', '301')}${part('CLIENT_ID', 'my_bot')}${part('DIALOG_ID', '1')}${part('MESSAGE', text, more)}--x7--\r\n`;

describe('what PHP reads in another way than JavaScript goes on as it came', () => {
  it.each([
    ['bytes that are no UTF-8', JSON_TYPE, Buffer.from(json('"MESSAGE":"\xcf\xf0\xe8"'), 'latin1')],
    ['half a character', JSON_TYPE, json('"MESSAGE":"\\ud83d!"')],
    ['a byte order mark before JSON', JSON_TYPE, `\ufeff${json('"MESSAGE":"x"')}`],
    ['a byte order mark before a form', FORM, '\ufeffBOT_ID=301&CLIENT_ID=my_bot&DIALOG_ID=1&MESSAGE=x'],
    [
      'a number that no double holds',
      JSON_TYPE,
      json('"MESSAGE":"x","KEYBOARD":[{"TEXT":"a","COMMAND":"c","COMMAND_PARAMS":1234567890123456789}]'),
    ],
    [
      'numbers for keys, in no order',
      JSON_TYPE,
      json('"MESSAGE":"x","KEYBOARD":{"1":{"TEXT":"b","LINK":"https://b.de"},"0":{"TEXT":"a","LINK":"https://a.de"}}'),
    ],
    [
      'names without end',
      JSON_TYPE,
      json(`"MESSAGE":"x",${Array.from({ length: 150_000 }, (_, index) => `"k${index}":1`).join()}`),
    ],
    ['another kind of JSON', 'application/json-patch+json', json('"MESSAGE":"x"')],
    [
      'a part in a charset of its own',
      MULTIPART,
      multipart('Привет', 'Content-Type: text/plain; charset=ISO-8859-1\r\n'),
    ],
    ['a part in UTF-16', MULTIPART, multipart('abcd', 'Content-Type: text/plain; charset="utf-16le"\r\n')],
  ])('%s', async (_name, type, body) => {
    expect((await sent('imbot.message.add', type, body)).names).toEqual(['imbot.message.add']);
  });

  it.each([
    ['a whole character of two halves', JSON_TYPE, json('"MESSAGE":"\\ud83d\\ude00"')],
    [
      'numbers for keys, as they are walked',
      JSON_TYPE,
      json('"MESSAGE":"x","KEYBOARD":{"0":{"TEXT":"a","LINK":"https://a.de"},"1":{"TEXT":"b","LINK":"https://b.de"}}'),
    ],
    ['a text that quotes such keys', JSON_TYPE, json('"MESSAGE":"{\\"1\\":1,\\"0\\":2}"')],
    ['a part that says UTF-8', MULTIPART, multipart('Привет', 'Content-Type: text/plain; charset=utf-8\r\n')],
  ])('but not %s', async (_name, type, body) => {
    expect((await sent('imbot.message.add', type, body)).names).toEqual(['imbot.v2.Chat.Message.send']);
  });
});

describe('a batch', () => {
  const [one, two, three] = [say('one'), say('two'), say('three')];
  it.each([
    [
      'numbers that fall',
      FORM,
      form([
        ['cmd[10]', one],
        ['cmd[2]', two],
      ]),
    ],
    [
      'a list from behind',
      FORM,
      form([
        ['cmd[1]', one],
        ['cmd[0]', two],
      ]),
    ],
    [
      'a name before a number',
      FORM,
      form([
        ['cmd[b]', one],
        ['cmd[0]', two],
      ]),
    ],
    [
      'a name before the next number',
      FORM,
      form([
        ['cmd[b]', one],
        ['cmd[]', two],
      ]),
    ],
    ['multipart', MULTIPART, `${part('cmd[10]', one)}${part('cmd[2]', two)}--x7--\r\n`],
    ['JSON, numbers that fall', JSON_TYPE, `{"cmd":{"10":"${one}","2":"${two}"}}`],
    ['JSON, a name before a number', JSON_TYPE, `{"cmd":{"b":"${one}","0" : "${two}"}}`],
    ['commands as one text', FORM, form([['cmd', JSON.stringify({ a: one })]])],
  ])('whose commands PHP runs in another order goes on as it came: %s', async (_name, type, body) => {
    const { names } = await sent('batch', type, body);
    expect(names[0]).toBe('batch');
    expect(names).not.toContain('imbot.v2.Chat.Message.send');
  });

  it.each([
    [
      'numbers that rise',
      FORM,
      form([
        ['cmd[2]', one],
        ['cmd[10]', two],
        ['cmd[b]', three],
      ]),
    ],
    [
      'a list',
      FORM,
      form([
        ['cmd[]', one],
        ['cmd[]', two],
      ]),
    ],
    ['JSON', JSON_TYPE, `{"cmd":{"2":"${one}","10":"${two}","b":"${three}"}}`],
  ])('whose order is one for both goes as v2: %s', async (_name, type, body) => {
    const { names, texts } = await sent('batch', type, body);
    expect(names).toContain('imbot.v2.Chat.Message.send');
    expect(texts).toEqual(['one', 'two', 'three'].slice(0, texts.length));
  });

  it.each([
    ['"N"', false],
    ['"false"', false],
    ['"2"', false],
    ['2', false],
    ['true', false],
    ['"1"', false],
    ['0', true],
    ['"0"', true],
    ['""', true],
    ['false', true],
    ['null', true],
  ])('stops at an error as (bool) of PHP has it: halt %s', async (halt, goesOn) => {
    const { texts } = await sent('batch', JSON_TYPE, `{"halt":${halt},"cmd":["${say('')}","${one}"]}`);
    expect(texts).toEqual(goesOn ? ['one'] : []);
  });

  it('with a command of no name runs the others', async () => {
    const { got, texts } = await sent('batch', JSON_TYPE, `{"cmd":{"a":"","b":"${one}"}}`);
    expect(got.status).toBe(200);
    expect(texts).toEqual(['one']);
  });
});
