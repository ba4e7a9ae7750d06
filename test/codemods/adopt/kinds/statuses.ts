import { HOOKED, type Kind, type Program, saying } from '../Kind';

const HOOK = 'globalThis.PORTAL.HOOK';
const SITE = `call('imbot.message.add', ${HOOKED})`;

const NEEDLE = `import needle from 'needle';
async function call(method, params) {
  const { body: data, statusCode: status } = await needle('post', ${HOOK} + method, params, { json: true });`;
const SUPERAGENT = `import superagent from 'superagent';
async function call(method, params) {
  const { body: data, status } = await superagent.post(${HOOK} + method).ok(() => true).send(params);`;

const program = (code: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': saying(SITE, code), 'package.json': '{ "type": "module" }' },
  adopted: 1,
  ...more,
});

/** Beneath these clients nothing can be wrapped, and v1 refuses with 400 what v2 refuses with 403. */
const TOLD: Readonly<Record<string, string>> = {
  'the status beside the code, and the result under a name':
    'if (data.error) return { ok: false, code: data.error, status };\n  return { ok: true, data: data.result };',
  'the status beside the code, and the envelope under a name':
    'if (data.error) return { code: data.error, description: data.error_description, statusCode: status };\n  return { data };',
  'the status beside the code, or the result':
    'if (data.error) return { error: data.error, status };\n  return data.result;',
  'the status beside a code that is given back in any case': 'return { status, error: data.error, data: data.result };',
};

const HIDDEN: Readonly<Record<string, string>> = {
  'the status alone':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (status !== 200) throw new Error(`HTTP ${status}`);\n  return data;',
  'the status and the code, as a text':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (data.error) throw new Error(`HTTP ${status}: ${data.error}`);\n  return data;',
  'the status and the text':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (data.error) throw new Error(`${status} ${data.error_description}`);\n  return data;',
  'the status in the envelope':
    'if (data.error) return { error: data.error, error_description: data.error_description, status };\n  return data;',
  'the status beside all that the portal says': 'if (data.error) return { ...data, status };\n  return data;',
  'the status beside a code of its own': "if (status !== 200) return { error: 'HTTP', status };\n  return data.result;",
  'a text of the status beside the code':
    "if (data.error) return { ok: false, code: data.error, text: 'HTTP ' + status };\n  return { ok: true, data: data.result };",
  'the status, or the code':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (status >= 403) throw new Error(`HTTP ${status}`);\n  if (data.error) throw new Error(data.error);\n  return data;',
};

const by = (names: Readonly<Record<string, string>>, more: Partial<Program>): Kind =>
  Object.fromEntries(
    Object.entries({ needle: NEEDLE, superagent: SUPERAGENT }).flatMap(([client, head]) =>
      Object.entries(names).map(([name, tells]) => [`${name}, ${client}`, program(`${head}\n  ${tells}\n}`, more)]),
    ),
  );

export const statuses: Kind = {
  ...by(TOLD, { holds: ['wrapCall('] }),
  ...by(HIDDEN, { adopted: 0, reasons: ['transport-not-understood'], lacks: ['wrapCall'] }),
};
