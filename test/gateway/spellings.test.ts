import { afterEach, describe, expect, it } from 'vitest';
import { behindGateway, direct, type Scene, type Side, seeded, send } from './twins';

interface Spelling {
  readonly name: string;
  readonly method?: 'GET' | 'POST';
  readonly path: (scene: Scene) => string;
  readonly type?: string;
  readonly body?: (scene: Scene) => string;
}

const FORM = 'application/x-www-form-urlencoded';
const BOUNDARY = '----x7';

const fields = ({ bot, clientId, chat }: Scene): [string, string][] => [
  ['BOT_ID', String(bot)],
  ['CLIENT_ID', clientId],
  ['DIALOG_ID', chat],
  ['MESSAGE', 'Привет & «hi» +1'],
  ['KEYBOARD[0][TEXT]', 'Go'],
  ['KEYBOARD[0][LINK]', 'https://example.com/?a=1&b=2'],
  ['KEYBOARD[1][TEXT]', 'Stop'],
  ['KEYBOARD[1][COMMAND]', 'stop'],
];
const query = (scene: Scene): string => new URLSearchParams(fields(scene)).toString();
const multipart = (scene: Scene): string =>
  `${fields(scene)
    .map(([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${BOUNDARY}--\r\n`;
const json = ({ bot, clientId, chat }: Scene): string =>
  JSON.stringify({
    BOT_ID: bot,
    CLIENT_ID: clientId,
    DIALOG_ID: chat,
    MESSAGE: 'Привет & «hi» +1',
    KEYBOARD: [
      { TEXT: 'Go', LINK: 'https://example.com/?a=1&b=2' },
      { TEXT: 'Stop', COMMAND: 'stop' },
    ],
  });

/** How 29 real clients spell one call. */
const SPELLINGS: readonly Spelling[] = [
  { name: 'GET with a query', path: (s) => `${s.hook}imbot.message.add?${query(s)}` },
  { name: 'GET, .json, a slash', path: (s) => `${s.hook}imbot.message.add.json/?${query(s)}` },
  { name: 'POST form', method: 'POST', path: (s) => `${s.hook}imbot.message.add`, type: FORM, body: query },
  {
    name: 'POST form with a charset',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add.json`,
    type: `${FORM}; charset=UTF-8`,
    body: query,
  },
  {
    name: 'POST JSON',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add`,
    type: 'application/json',
    body: json,
  },
  {
    name: 'POST JSON with a mark before it',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add`,
    type: 'application/json; charset=utf-8',
    body: json,
  },
  {
    name: 'multipart',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add`,
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    body: multipart,
  },
  {
    name: 'lower-cased',
    method: 'POST',
    path: (s) => `${s.hook}IMBOT.Message.Add`,
    type: FORM,
    body: query,
  },
  {
    name: 'split over query and body, where the body wins',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add?DIALOG_ID=999&MESSAGE=no&BOT_ID=${s.bot}`,
    type: FORM,
    body: query,
  },
  {
    name: 'JSON, with the rest in the query',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add?CLIENT_ID=${s.clientId}&MESSAGE=no`,
    type: 'application/json',
    body: (s) => json(s).replace(`"CLIENT_ID":"${s.clientId}",`, ''),
  },
  {
    name: 'the mark of the PHP library',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add?bx24_request_id=7`,
    type: FORM,
    body: (s) => `${query(s)}&bx24_request_id=8`,
  },
  {
    name: 'a name that begins with a bracket',
    method: 'POST',
    path: (s) => `${s.hook}imbot.message.add`,
    type: FORM,
    body: (s) => `${query(s)}&[MESSAGE]=no`,
  },
];

const headersOf = (type: string | undefined): Record<string, string> =>
  type === undefined ? {} : { 'content-type': type };

const sides: Side[] = [];
afterEach(async () => {
  for (const side of sides.splice(0)) await side.close();
});

async function both() {
  const straight = await direct();
  const through = await behindGateway();
  sides.push(straight, through);
  return { straight, through, scene: seeded(straight.portal), same: seeded(through.portal) };
}

describe('one call in all its spellings', () => {
  it.each(SPELLINGS)('$name: the same answer and state, as v2', async ({ method = 'GET', path, type, body }) => {
    const { straight, through, scene, same } = await both();
    expect(same).toEqual(scene);
    const request = { method, headers: headersOf(type), body: body?.(scene) };
    const expected = await send(straight.url, path(scene), request);
    const got = await send(through.url, path(scene), request);
    expect(expected).toMatchObject({ status: 200, body: { result: 10001 } });
    expect({ ...got, headers: null }).toEqual({ ...expected, headers: null });
    expect(through.portal.snapshot()).toEqual(straight.portal.snapshot());
    expect(through.portal.counts()).toEqual({ 'imbot.v2.Revision.get': 1, 'imbot.v2.Chat.Message.send': 1 });
  });

  it('double slashes, which the web server before a portal takes for one', async () => {
    const { through, scene } = await both();
    const got = await send(through.url, `/${scene.hook.replaceAll('/', '//')}imbot.message.add?${query(scene)}`);
    expect(got.body).toMatchObject({ result: 10001 });
  });

  it('index maps in any order are lists, in the order in which PHP walks them', async () => {
    const { through, scene } = await both();
    const text = `BOT_ID=${scene.bot}&CLIENT_ID=my_bot&DIALOG_ID=${scene.chat}&MESSAGE=x`;
    const keyboard =
      'KEYBOARD[1][TEXT]=b&KEYBOARD[0][TEXT]=a&KEYBOARD[1][LINK]=https://b.de&KEYBOARD[0][LINK]=https://a.de';
    await send(through.url, `${scene.hook}imbot.message.add`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: `${text}&${keyboard}`,
    });
    const [sent] = through.portal.requests.filter((one) => one.method === 'imbot.v2.Chat.Message.send');
    expect(JSON.stringify(sent?.params)).toContain(
      '"BUTTONS":[{"TEXT":"b","LINK":"https://b.de"},{"TEXT":"a","LINK":"https://a.de"}]',
    );
  });

  it('what v1 decides goes on as it came: bytes, type, query and headers', async () => {
    const { through, scene } = await both();
    const text = `BOT_ID=${scene.bot}&MESSAGE=a%20b&bx24_request_id=1`;
    const got = await send(through.url, `${scene.hook}imbot.message.add.json?CLIENT_ID=my_bot`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body: text,
    });
    expect(got).toMatchObject({ status: 400, body: { error: 'DIALOG_ID_EMPTY' } });
    expect(through.portal.requests.at(-1)).toMatchObject({
      method: 'imbot.message.add',
      encoding: 'form',
      params: { BOT_ID: String(scene.bot), CLIENT_ID: 'my_bot', MESSAGE: 'a b', bx24_request_id: '1' },
    });
  });

  it('CLIENT_ID stands in each command of a batch, and is taken from nowhere else', async () => {
    const { straight, through, scene } = await both();
    for (const { portal } of [straight, through]) portal.addBot({ code: 'other', clientId: 'other_bot' });
    const command = (own: string) => `imbot.message.add?${own}&DIALOG_ID=1&MESSAGE=hi&USERS[]=1&USERS[]=2`;
    const cmd = {
      mine: command(`BOT_ID=${scene.bot}&CLIENT_ID=my_bot`),
      yours: command('BOT_ID=302&CLIENT_ID=other_bot'),
      nobody: command(`BOT_ID=${scene.bot}`),
    };
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ halt: 0, cmd, CLIENT_ID: 'my_bot' }),
    };
    const expected = await send(straight.url, `${scene.hook}batch`, request);
    const got = await send(through.url, `${scene.hook}batch.json`, request);
    expect(got.body).toEqual(expected.body);
    expect(Object.keys(Object(Reflect.get(Object(got.body), 'result')).result_error)).toEqual(['nobody']);
    expect(through.portal.snapshot()).toEqual(straight.portal.snapshot());
  });

  it('a batch of which nothing is translated goes on as it came', async () => {
    const { through, scene } = await both();
    const body = `halt=0&cmd[a]=${encodeURIComponent('imbot.message.add?MESSAGE=x')}&cmd[b]=profile&bx24_request_id=4`;
    const got = await send(through.url, `${scene.hook}batch`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body,
    });
    expect(got.status).toBe(200);
    expect(through.portal.requests.find((one) => one.method === 'batch')).toMatchObject({
      encoding: 'form',
      params: { halt: '0', bx24_request_id: '4' },
    });
  });
});
