import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';

const SITE = "{ BOT_ID: 1, CLIENT_ID: 'a', DIALOG_ID: '5', MESSAGE: 'x' }";
const SAY = `export const say = () => call('imbot.message.add', ${SITE});\n`;
const HEARD = `export const say = () => send('imbot.message.add', ${SITE}, (error) => console.log(error));\n`;
const by = (then: string) =>
  `import needle from 'needle';\nasync function call(method, params) {\n  const { body: data } = await needle('post', process.env.HOOK + method, params, { json: true });\n  ${then}\n}\n${SAY}`;

/** needle cannot be wrapped beneath the function: whether the code is there decides what a refusal of v2 is turned into. */
const HIDDEN: Readonly<Record<string, string>> = {
  'an error that is the text': by('if (data.error) throw new Error(data.error_description);\n  return data.result;'),
  'the code only where there is no text': by(
    'if (data.error) throw new Error(data.error_description || data.error);\n  return data.result;',
  ),
  'the text within another one': by(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (data.error) throw new Error(`Bitrix24: ${data.error_description}`);\n  return data.result;',
  ),
  'an object with the text': by(
    'if (data.error) return { ok: false, error: data.error_description };\n  return { ok: true, value: data.result };',
  ),
  'the text under a name of its own, beside the code': by(
    'if (data.error) return { ok: false, code: data.error, text: data.error_description };\n  return { ok: true, value: data.result };',
  ),
  'the text under a name of its own, beside the error': by(
    'if (data.error) return { error: data.error, reason: data.error_description };\n  return data.result;',
  ),
  'a text of its own beside the code': by(
    "if (data.error) throw Object.assign(new Error('Refused'), { code: data.error });\n  return data.result;",
  ),
  'a text of its own in an object': by(
    "if (data.error) return { ok: false, code: data.error, message: method + ' was refused' };\n  return { ok: true, value: data.result };",
  ),
  'a text of its own, the one beside the code': by(
    "if (data.error) return { ok: false, why: data.error, note: 'Refused' };\n  return { ok: true, value: data.result };",
  ),
  'a text of its own to an error of a class': `class ApiError extends Error { constructor(text, code) { super(text); this.code = code; } }\n${by("if (data.error) throw new ApiError('Refused', data.error);\n  return data.result;")}`,
  'words before the text, beside the code': by(
    "if (data.error) throw Object.assign(new Error('Bitrix24: ' + data.error_description), { code: data.error });\n  return data.result;",
  ),
  'an error of a package that is made of the envelope': `import { ApiError } from 'some-kit';\n${by('if (data.error) throw new ApiError(data);\n  return data.result;')}`,
  'an error of a package that is made of what was thrown': `import { ApiError } from '@some/kit';\nimport needle from 'needle';\nasync function call(method, params) {\n  try {\n    const { body } = await needle('post', process.env.HOOK + method, params, { json: true });\n    if (body.error) throw new Error(body.error);\n    return body.result;\n  } catch (error) {\n    throw new ApiError('bitrix', error);\n  }\n}\n${SAY}`,
  'the text to a callback': `import needle from 'needle';\nconst send = (method, params, done) => { needle('post', process.env.HOOK + method, params, { json: true }).then(({ body }) => (body.error ? done(new Error(body.error_description)) : done(null, body.result))); };\n${HEARD}`,
};

const SHOWN: Readonly<Record<string, string>> = {
  'the envelope': by('return data;'),
  'the code': by('if (data.error) throw new Error(data.error);\n  return data.result;'),
  'the code and the text': by(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source of a bot.
    'if (data.error) throw new Error(`${data.error}: ${data.error_description}`);\n  return data.result;',
  ),
  'the code beside the text': by(
    'if (data.error) throw Object.assign(new Error(data.error_description), { code: data.error });\n  return data.result;',
  ),
  'the code beside the message': by(
    'if (data.error) return { ok: false, code: data.error, message: data.error_description };\n  return { ok: true, value: data.result };',
  ),
  'the code under a name of its own, and one text': by(
    'if (data.error) return { ok: false, why: data.error, text: data.error_description };\n  return { ok: true, value: data.result };',
  ),
  'an error of a class that is given, made of the code': `class ApiError extends Error {}\n${by('if (data.error) throw new ApiError(data.error);\n  return data.result;')}`,
  'an error of a package that is made of the code': `import { ApiError } from 'some-kit';\n${by('if (data.error) throw new ApiError(data.error);\n  return data.result;')}`,
  'the code in the message too': by(
    "if (data.error) throw Object.assign(new Error('Bitrix24 ' + data.error + ': ' + data.error_description), { code: data.error });\n  return data.result;",
  ),
  'a text of its own with the code in it': by(
    "if (data.error) throw Object.assign(new Error('Refused: ' + data.error), { code: data.error });\n  return data.result;",
  ),
  'a text of its own under another name': by(
    "if (data.error) return { ok: false, code: data.error, step: 'send' };\n  return { ok: true, value: data.result };",
  ),
  'the text, and a name, beside the code': by(
    "if (data.error) throw Object.assign(new Error(data.error_description), { code: data.error, name: 'ApiError' });\n  return data.result;",
  ),
  'a text of its own': by("if (data.error) throw new Error('refused');\n  return data.result;"),
  nothing: by('if (data.error) return null;\n  return data.result;'),
};

async function siteOf(text: string) {
  const cwd = workspace({ 'bot.mjs': text });
  const { understood } = await adopt({ cwd, write: true, allowDirty: true });
  const { report } = await adopt({ cwd });
  return { site: report.sites.find(({ kind }) => kind === 'call'), understood: understood.join('\n') };
}

describe('a function that tells failures by the portal’s text alone gives v2’s text: the report says so', () => {
  test.each(Object.entries(HIDDEN))('%s', async (_name, text) => {
    const { site, understood } = await siteOf(text);
    expect(site).toMatchObject({ change: 'adopted', verdict: 'auto', reasons: ['v2-error-text'] });
    expect(understood).toContain('that text may be v2’s');
  });
});

describe('it says nothing of that where the code is there, or no text of the portal', () => {
  test.each(Object.entries(SHOWN))('%s', async (_name, text) => {
    const { site, understood } = await siteOf(text);
    expect(site).toMatchObject({ change: 'adopted', verdict: 'auto', reasons: [] });
    expect(understood).not.toContain('v2’s');
  });
});
