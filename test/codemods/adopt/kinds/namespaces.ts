import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const CALL = `export async function call(method: string, params: object) {
    const response = await fetch((globalThis as any).PORTAL.HOOK + method, { ${JSON_POST}(params) });
    return response.json();
  }`;
const typed = (code: string) =>
  code.replaceAll('run(log)', 'run(log: any)').replaceAll('catch (error)', 'catch (error: any)');
const bot = (call: string, head: string, more: Partial<Program> = {}, files: Program['files'] = {}): Program => ({
  files: { 'bot.ts': typed(saying(call, head)), 'package.json': '{ "type": "module" }', ...files },
  adopted: 1,
  entry: 'bot.ts',
  holds: ['wrapCall<typeof callV1>(callV1'],
  ...more,
});

/** Namespaces of TypeScript. */
export const namespaces: Kind = {
  'a function of one': bot(`Api.call(${ADD}, ${HOOKED})`, `namespace Api {\n  ${CALL}\n}`),
  'of another file': bot(
    `Api.call(${ADD}, ${HOOKED})`,
    "import { Api } from './api';",
    {},
    { 'api.ts': `export namespace Api {\n  ${CALL}\n}\n` },
  ),
  'in two parts': bot(
    'Api.say(chat, text)',
    `namespace Api {\n  ${CALL}\n}\nnamespace Api {\n  export const say = (chat: string, text: string) => call(${ADD}, ${HOOKED});\n}`,
  ),
  'a constant of one': bot(
    `Api.send(${ADD}, ${HOOKED})`,
    `namespace Api {\n  ${CALL}\n  export const send = (method: string, params: object) => call(method, params);\n}`,
  ),
  'a class of one': bot(
    `new Api.Client().call(${ADD}, ${HOOKED})`,
    `namespace Api {\n  export class Client {\n  ${CALL.replace('export async function', 'async')}\n  }\n}`,
    { holds: ['wrapCall('] },
  ),
  'one that is only declared': bot(
    `Api.call(${ADD}, ${HOOKED})`,
    'declare namespace Api {\n  function call(method: string, params: object): Promise<any>;\n}',
    { adopted: 0, reasons: ['transport-not-found'], entry: false, holds: [], lacks: ['wrapCall'] },
  ),
  'what one keeps for itself': bot(
    `Api.call(${ADD}, ${HOOKED})`,
    `namespace Api {\n  ${CALL.replace('export ', '')}\n  void call;\n}`,
    { adopted: 0, reasons: ['transport-not-found'], entry: false, holds: [], lacks: ['wrapCall'] },
  ),
};
