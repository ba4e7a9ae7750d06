/** Calls whose parameters have all the forms that `rewrite` writes; comments are put at every gap of each. */
export const CALLS: Readonly<Record<string, string>> = {
  lines: `await call('imbot.message.add', {
    BOT_ID: 39,
    DIALOG_ID: 'chat5',
    MESSAGE: 'Hi',
    URL_PREVIEW: 'N',
  });`,
  line: `await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text, URL_PREVIEW: 'N' });`,
  choice: `await call('imbot.message.add', {
    BOT_ID: bot,
    DIALOG_ID: id ? 'chat5' : 'chat6',
    MESSAGE: 'a' + (text),
    URL_PREVIEW: flag ? 'Y' : 'N',
    ...(kb ? { KEYBOARD: kb } : {}),
  });`,
  keyboard: `await call('imbot.message.add', {
    BOT_ID: 39,
    DIALOG_ID: 'chat5',
    MESSAGE: \`Pick \${text}
      one\`,
    KEYBOARD: [
      { TEXT: 'One', COMMAND: 'one' },
      { TEXT: "Two \\
        two", COMMAND: 'two' },
    ],
    ATTACH: [{ MESSAGE: 'a' }, { DELIMITER: { SIZE: 200 } }],
  });`,
  buttons: `await call('imbot.message.update', { BOT_ID: 39, MESSAGE_ID: 7, MESSAGE: 'x', KEYBOARD: { BUTTONS: [{ TEXT: 'a' }] } });`,
  json: `await call('imbot.message.update', { BOT_ID: 39, MESSAGE_ID: '7', MESSAGE: 'x', KEYBOARD: JSON.stringify(kb) });`,
  dropped: `await call('imbot.message.update', {
    BOT_ID: 39,
    MESSAGE_ID: 7,
    MESSAGE: 'x',
    KEYBOARD: null,
    ATTACH: undefined,
  });`,
  ids: `await call('imbot.chat.add', { 'BOT_ID': 39, 'TITLE': text, 'USERS': [1, '2'], 'MESSAGE': 'Hi' });`,
  copied: `await call('imbot.message.add', { ...{ BOT_ID: 39, DIALOG_ID: 'chat5' }, MESSAGE: text });`,
  variable: `const params = { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text };
  if (kb) params.URL_PREVIEW = 'N';
  await call('imbot.message.add', params);`,
  nested: `await call('imbot.message.update', {
    BOT_ID: 39,
    MESSAGE_ID: (await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text })).result,
    MESSAGE: 'x',
  });`,
  half: `await call('imbot.v2.Chat.Message.send', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text, URL_PREVIEW: 'N' });`,
  halfMixed: `await call('imbot.v2.Chat.Message.send', { botId: 39, DIALOG_ID: 'chat5', fields: { message: text } });`,
  answer: `const { result: sent } = await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: text });
  keep(sent);`,
  language: `await call('imbot.command.register', {
    BOT_ID: 39,
    COMMAND: 'help',
    EVENT_COMMAND_ADD: 'https://bot.example/',
    LANG: [
      { LANGUAGE_ID: 'en', TITLE: 'Help', PARAMS: 'topic' },
      { LANGUAGE_ID: 'de', TITLE: 'Hilfe' },
    ],
  });`,
  gathered: `const cmd = {};
  cmd.a = { method: 'imbot.chat.leave', params: { BOT_ID: 39, CHAT_ID: 5 } };
  if (flag) cmd.b = { method: 'imbot.chat.sendTyping', params: { BOT_ID: 39, DIALOG_ID: '5' } };
  await callBatch(cmd);`,
  batch: `await callBatch({
    a: ['imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 }],
    b: { method: 'imbot.chat.sendTyping', params: { BOT_ID: 39, DIALOG_ID: '5' } },
  });`,
};

export const wrapped = (statement: string): string =>
  `export async function run(call, callBatch, text, id, kb, bot, flag) {\n  ${statement}\n}\n`;

/** Transports in the forms that `adopt` writes, each with a call. */
export const TRANSPORTS: Readonly<Record<string, string>> = {
  declaration: `export async function rest(method, params) {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return response.json();
}
`,
  hoisted: `send('x');
export default async function rest(method, params) {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return response.json();
}
export function send(text) {
  return rest('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: text });
}
`,
  arrow: `const rest = async (method, params) => {
  const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
  return response.json();
};
`,
  property: `const api = {
  async rest(method, params) {
    const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
    return response.json();
  },
};
const rest = (method, params) => api.rest(method, params);
`,
  method: `class Api {
  async rest(method, params) {
    const response = await fetch(process.env.HOOK + method, { method: 'POST', body: JSON.stringify(params) });
    return response.json();
  }
}
const api = new Api();
const rest = (method, params) => api.rest(method, params);
`,
};

export const adopted = (transport: string): string =>
  transport.includes('function send')
    ? transport
    : `${transport}export const send = (text) => rest('imbot.message.add', { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: text });
`;

/** Handlers in the forms that `events` writes. */
export const HANDLERS: Readonly<Record<string, string>> = {
  fields: `export function handle(body, send) {
  if (body.event === 'ONIMBOTMESSAGEADD') {
    const { MESSAGE, DIALOG_ID } = body.data.PARAMS;
    return send(DIALOG_ID, MESSAGE, body.data.PARAMS.MESSAGE_ID);
  }
}
`,
  adapter: `app.post('/bot', (req, res) => {
  if (req.body.event === 'ONIMBOTMESSAGEADD') answer(req.body.data);
  res.send('ok');
});
`,
};
