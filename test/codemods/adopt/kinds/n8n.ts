import { HOOKED, type Kind, type Program, saying } from '../Kind';

const URL_OF = '(process.env.B24_HOOK + method + ".json")';

/**
 * Helpers as n8n gives them: both send JSON unless they are told of a form, the old one keeps the text unless json is true.
 * n8n is not among the files of a node, so they stand in a text.
 */
const HELPERS = `(() => {
  const encoded = (value, key = '') => value !== null && typeof value === 'object'
    ? Object.entries(value).map(([name, one]) => encoded(one, key ? key + '[' + name + ']' : name)).join('&')
    : encodeURIComponent(key) + '=' + encodeURIComponent(String(value));
  const send = async (o, isOld) => {
    const asForm = o.form ?? (/form/.test(o.headers?.['Content-Type'] ?? '') ? o.body : undefined);
    const query = o.qs ? '?' + encoded(o.qs) : '';
    const answer = await fetch((o.uri ?? o.url) + query, {
      method: o.method,
      headers: { 'content-type': asForm ? 'application/x-www-form-urlencoded' : 'application/json' },
      body: o.method === 'GET' ? undefined : asForm ? encoded(asForm) : JSON.stringify(o.body),
    });
    const text = await answer.text();
    const body = isOld && o.json !== true ? text : JSON.parse(text);
    if (!answer.ok && (isOld ? o.simple !== false : !o.ignoreHttpStatusErrors))
      throw Object.assign(new Error(answer.status + ' - ' + text), { statusCode: answer.status, error: JSON.parse(text) });
    return (isOld ? o.resolveWithFullResponse : o.returnFullResponse) ? { body, statusCode: answer.status } : body;
  };
  return {
    request: (o, more) => send(more ? { ...more, uri: o } : o, true),
    requestOAuth2: (_name, o) => send(o, true),
    requestWithAuthentication: (_name, o) => send(o, true),
    httpRequest: (o) => send(o, false),
    httpRequestWithAuthentication: (_name, o) => send(o, false),
    axios: async (o) => ({ data: await send({ ...o, body: o.data }, false) }),
  };
})()`;
const BEFORE = `import { runInThisContext } from 'node:vm';\nconst node: any = { helpers: runInThisContext(${JSON.stringify(HELPERS)}) };\n`;

/** A node whose function does this with the helpers. */
function node(body: string, more: Partial<Program> = {}, verb = ''): Program {
  const takes = verb
    ? 'this: any, verb: string, method: string, body: any = {}, qs: any = {}'
    : 'this: any, method: string, body: any = {}';
  const code = saying(
    `bitrix.call(node, ${verb}'imbot.message.add', ${HOOKED})`,
    `${BEFORE}export async function bitrix(${takes}): Promise<any> {\n  ${body}\n}`,
  );
  return {
    files: {
      'bot.ts': code.replace('run(log)', 'run(log: (text: string) => void)'),
      'package.json': '{ "type": "module" }',
    },
    adopted: 1,
    entry: 'bot.ts',
    ...more,
  };
}

const left = { adopted: 0, reasons: ['transport-not-understood'] };
const JSON_TRUE = `{ method: 'POST', uri: ${URL_OF}, body, json: true }`;

/** Nodes of n8n, which send through helpers of the object that they run on. */
export const n8n: Kind = {
  'request, the old helper': node(`return this.helpers.request(${JSON_TRUE});`, {
    holds: ["answer: 'envelope'", "encoding: 'json'"],
  }),
  'request, with the result taken out': node(
    `const answer = await this.helpers.request(${JSON_TRUE});\n  return answer.result;`,
    { holds: ["answer: 'result'"] },
  ),
  'request that is made sure of': node(`return this.helpers!.request!(${JSON_TRUE});`),
  'request that is asked for': node(`return this.helpers?.request?.(${JSON_TRUE});`),
  'request with the address first': node(
    `return this.helpers.request(${URL_OF}, { method: 'POST', body, json: true });`,
  ),
  'request by a name in brackets': node(`return this.helpers['request'](${JSON_TRUE});`),
  'request of helpers that are taken out': node(`const { helpers } = this;\n  return helpers.request(${JSON_TRUE});`),
  'request with a form': node(
    `return this.helpers.request({ method: 'POST', uri: ${URL_OF}, form: body, json: true });`,
    {
      holds: ["encoding: 'form'"],
    },
  ),
  'request with a body that its header makes a form': node(
    `return this.helpers.request({ method: 'POST', uri: ${URL_OF}, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body, json: true });`,
    { holds: ["encoding: 'form'"] },
  ),
  'request with the parameters in the address': node(
    `return this.helpers.request({ method: 'GET', uri: ${URL_OF}, qs: body, json: true });`,
    { holds: ["encoding: 'form'"] },
  ),
  'request with options that are put together': node(
    `const options: any = { headers: {}, method: 'POST', uri: ${URL_OF}, body, json: true };\n  if (Object.keys(body).length === 0) delete options.body;\n  return await this.helpers.request(options);`,
  ),
  'request whose text is read': node(
    `return JSON.parse(await this.helpers.request({ method: 'POST', uri: ${URL_OF}, body }));`,
    { holds: ["answer: 'envelope'"] },
  ),
  'request whose text is given back': node(`return this.helpers.request({ method: 'POST', uri: ${URL_OF}, body });`),
  'the new helper with a body that its header makes a form': node(
    `return this.helpers.httpRequest({ method: 'POST', url: ${URL_OF}, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body });`,
    { holds: ["encoding: 'form'"] },
  ),
  'request in which a refusal is no failure': node(
    `const answer = await this.helpers.request({ method: 'POST', uri: ${URL_OF}, body, json: true, simple: false });\n  if (answer.error) throw new Error(answer.error);\n  return answer.result;`,
    { holds: ["answer: 'result'"] },
  ),
  'request with the verb first, and the parameters third': node(
    `const options: any = { method: verb, uri: ${URL_OF}, qs, body, json: true };\n  const answer = await this.helpers.request(options);\n  if (answer.error) throw new Error(String(answer.error_description ?? answer.error));\n  return answer;`,
    {},
    "'POST', ",
  ),
  'OAuth of the old helper': node(`return this.helpers.requestOAuth2.call(this, 'bitrix24', ${JSON_TRUE});`),
  'OAuth of the old helper, made sure of': node(
    `return this.helpers.requestOAuth2!.call(this, 'bitrix24', ${JSON_TRUE});`,
  ),
  'OAuth of the old helper, called on the helpers': node(
    `return this.helpers.requestOAuth2!('bitrix24', ${JSON_TRUE});`,
  ),
  'credentials of the new helper': node(
    `return this.helpers.httpRequestWithAuthentication.call(this, 'bitrix24', { method: 'POST', url: ${URL_OF}, body });`,
  ),
  'the whole response of the new helper': node(
    `return this.helpers.httpRequest({ method: 'POST', url: ${URL_OF}, body, json: true, returnFullResponse: true });`,
    left,
  ),
  'the whole response of the old helper': node(
    `return this.helpers.request({ method: 'POST', url: ${URL_OF}, body, json: true, resolveWithFullResponse: true });`,
    left,
  ),
  'the body of a whole response': node(
    `const answer = await this.helpers.httpRequest({ method: 'POST', url: ${URL_OF}, body, json: true, returnFullResponse: true });\n  return answer.body;`,
    { holds: ["answer: 'envelope'"] },
  ),
  'helpers of somebody else, who send what axios does': node(
    `this.helpers.request = this.helpers.axios;\n  return (await this.helpers.request({ method: 'POST', url: ${URL_OF}, data: body })).data;`,
  ),
};
