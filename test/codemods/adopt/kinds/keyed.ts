import { HOOKED, JSON_POST, type Kind, type Program, saying } from '../Kind';

const ADD = "'imbot.message.add'";
const REST = `async function rest(method, params) {
  const response = await fetch(globalThis.PORTAL.HOOK + method, { ${JSON_POST}(params) });
  return response.json();
}`;
const esm = (call: string, head: string, more: Partial<Program> = {}): Program => ({
  files: { 'bot.js': saying(call, `${REST}\n${head}`), 'package.json': '{ "type": "module" }' },
  adopted: 1,
  holds: ['rest = wrapCall(restV1'],
  ...more,
});
const left = (...reasons: string[]): Partial<Program> => ({ adopted: 0, reasons, holds: [], lacks: ['wrapCall'] });

/** Functions that have the name of the method, and what stands before a client or a function. */
export const keyed: Kind = {
  'what a Proxy makes of the name': esm(
    `api[${ADD}](${HOOKED})`,
    'const api = new Proxy({}, { get: (_target, name) => (params) => rest(name, params) });',
  ),
  'a table that is made of names': esm(
    `api[${ADD}](${HOOKED})`,
    `const api = Object.fromEntries([${ADD}].map((name) => [name, (params) => rest(name, params)]));`,
    { adopted: 1 },
  ),
  'a function behind a Proxy': esm(
    `rpc(${ADD}, ${HOOKED})`,
    'const rpc = new Proxy(rest, { apply: (work, _self, given) => work(...given) });',
  ),
  'a function behind a Proxy that changes the text': esm(
    `rpc(${ADD}, ${HOOKED})`,
    'const rpc = new Proxy(rest, { apply: (work, _self, [method, params]) => work(method, { ...params, MESSAGE: params.MESSAGE.concat(1) }) });',
  ),
  'a client behind a Proxy that does nothing': esm(
    `api.call(${ADD}, ${HOOKED})`,
    'const api = new Proxy({ call: rest }, {});',
  ),
  'a client behind a Proxy that binds': esm(
    `api.call(${ADD}, ${HOOKED})`,
    `const client = { call: rest };
const api = new Proxy(client, {
  get(target, name, self) {
    const value = Reflect.get(target, name, self);
    return typeof value === 'function' ? (...given) => value.apply(target, given) : value;
  },
});`,
  ),
  'a Proxy whose handler comes from elsewhere': {
    ...esm(
      `api.call(${ADD}, ${HOOKED})`,
      "import handler from 'some-kit';\nconst api = new Proxy({ call: rest }, handler);",
      left('transport-not-found'),
    ),
    entry: false,
  },
};
