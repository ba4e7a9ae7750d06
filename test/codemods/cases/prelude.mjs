import { subscribe } from 'node:diagnostics_channel';
import http from 'node:http';
import https from 'node:https';

const PORTAL = JSON.parse(process.env.PORTAL_GIVEN);
globalThis.PORTAL = PORTAL;

/** Requests that have not ended yet, waited for or not. */
let running = 0;
const count = (by) => () => {
  running += by;
};
// Whoever speaks through undici, fetch among them: from the request until the last byte of its answer.
subscribe('undici:request:create', count(1));
subscribe('undici:request:trailers', count(-1));
subscribe('undici:request:error', count(-1));
for (const protocol of [http, https]) {
  const request = protocol.request;
  protocol.request = (options, ...rest) => {
    // A host that some programs hand on whole stands for the port too.
    const [, host, port] = /^([^:]+):(\d+)$/.exec(options?.hostname ?? options?.host ?? '') ?? [];
    const asked = request(host ? { ...options, hostname: host, host, port } : options, ...rest);
    running += 1;
    asked.once('close', count(-1));
    return asked;
  };
  protocol.get = (options, ...rest) => {
    const asked = protocol.request(options, ...rest);
    asked.end();
    return asked;
  };
}

const shown = (value) =>
  JSON.stringify(value, (key, one) => (/^(?:time|headers|config|request|duration)$/.test(key) ? undefined : one)) ??
  String(value);

/** Prints what comes of some work, its value or its error, and lets what it did not wait for end: two at once may end either way round. */
const tell = async (name, work) => {
  try {
    console.log(name, shown(await work()));
  } catch (error) {
    console.log(name, 'failed', error?.name, error?.code ?? '', error?.message ?? shown(error));
  }
  await quiet();
};

/** Until there is none of something for a while. */
const none = async (count) => {
  for (let idle = 0; idle < 3; idle += 1) {
    await new Promise((done) => setTimeout(done, 5));
    if (count() > 0) idle = -1;
  }
};

/** Requests that wait for their turn. */
let waiting = 0;
/** Until what nobody waits for has ended. */
const quiet = () => none(() => running + waiting);

/** Calls as the simplest transport makes them: JSON to the webhook, or to the token among the parameters. */
const plain = async (method, params) => {
  const answer = await fetch((params.auth ? PORTAL.BASE : PORTAL.HOOK) + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return answer.json();
};

/** Parameters as PHP writes them into a query. */
const flat = (value, at = '') =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, one]) => flat(one, at ? `${at}[${key}]` : key))
    : value === undefined || value === null
      ? []
      : [[at, value === true ? '1' : value === false ? '0' : String(value)]];

/** BX24 as a page has it, which sends forms. */
const classic = () => {
  const call = async (method, params) => {
    const body = new URLSearchParams(flat({ ...params, auth: PORTAL.TOKEN }));
    return (await fetch(PORTAL.BASE + method, { method: 'POST', body })).json();
  };
  const result = ({ result: data, error, error_description: text }) => ({
    data: () => data,
    error: () => (error ? { ex: { error, error_description: text }, toString: () => `${error}: ${text}` } : undefined),
  });
  let last = Promise.resolve();
  const inTurn = (work) => {
    last = last.then(work);
  };
  return {
    callMethod: (method, params, done) =>
      inTurn(async () => {
        const answer = await call(method, params);
        done?.(result(answer));
      }),
    callBatch: (commands, done) =>
      inTurn(async () => {
        const cmd = Object.fromEntries(
          Object.entries(commands).map(([key, one]) => {
            const [method, params] = Array.isArray(one) ? one : [one.method, one.params];
            return [key, `${method}?${new URLSearchParams(flat(params ?? {}))}`];
          }),
        );
        const { result: whole } = await call('batch', { cmd });
        done?.(
          Object.fromEntries(
            Object.keys(cmd).map((key) => [
              key,
              result({ result: whole.result[key], ...(whole.result_error[key] ?? {}) }),
            ]),
          ),
        );
      }),
  };
};

// As soon as all that was asked before is answered: of two requests at once, either may reach the portal first.
const send = globalThis.fetch;
let before = Promise.resolve();
globalThis.fetch = async (...all) => {
  waiting += 1;
  before = before.then(() => none(() => running));
  await before;
  waiting -= 1;
  return send(...all);
};

/** Runs the scripts of a page, one after the other. */
const page = async (file) => {
  const { readFileSync } = await import('node:fs');
  const { runInThisContext } = await import('node:vm');
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    .replace(/<!--.*?-->/gs, '')
    .replaceAll('https://acme.bitrix24.com/rest/1/x/', PORTAL.HOOK);
  for (const [, attributes, code] of text.matchAll(/<script([^>]*)>(.*?)<\/script>/gis)) {
    if (/src=|type="(?!module)/.test(attributes)) continue;
    await tell(`${file}:`, () =>
      runInThisContext(/type="module"/.test(attributes) ? `(async () => {${code}})()` : `${code}\n;0`),
    );
  }
};

Object.assign(globalThis, { tell, quiet, plain, flat, classic, page });
