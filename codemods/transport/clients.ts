import type { ts } from 'ts-morph';
import { textValue } from './evaluate';
import { deeper, originOf, standingAt } from './marks';
import { collectionMethod } from './methods';
import type { ClientCall, MadeValue, NativeValue, ObjectValue, ReadingEngine, Value } from './types';
import { alternatives, answer, joined, literal, native, objectOf, UNDEFINED, UNKNOWN, unknown } from './Value';

type Client = (
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
) => Value | undefined;

const SDK = '@bitrix24/b24jssdk';

/** Clients by the name of their module, or of their global. */
const CLIENTS: Readonly<Record<string, Client>> = {
  fetch: (_path, given, node, engine) => fetched('fetch', given, node, engine),
  axios,
  got,
  ky,
  ofetch: (path, given, node, engine) =>
    path[0] === 'ofetch' || path[0] === '$fetch' || path.length === 0 ? ofetch(given, node, engine) : undefined,
  $fetch: (_path, given, node, engine) => ofetch(given, node, engine),
  needle,
  request: oldRequest,
  'request-promise': oldRequest,
  'request-promise-native': oldRequest,
  superagent,
  jquery,
  $: jquery,
  jQuery: jquery,
  BX24: bx24,
  undici: (path, given, node, engine) =>
    path[0] === 'fetch'
      ? fetched('fetch', given, node, engine)
      : path[0] === 'request'
        ? fetched('undici', given, node, engine)
        : undefined,
  'node-fetch': (_path, given, node, engine) => fetched('fetch', given, node, engine),
  'cross-fetch': (_path, given, node, engine) => fetched('fetch', given, node, engine),
  http: nodeHttp,
  https: nodeHttp,
  [SDK]: (path, given) => ({ kind: 'made', what: [SDK, ...path].join('.'), from: given, held: [] }),
};

/** What a call of something outside gives, where that is a client that is known. */
export function client(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const plain = path[0] === 'default' ? path.slice(1) : path;
  const isGlobal = module === 'global';
  const name = isGlobal ? (path[0] ?? '') : module.replace(/^@bitrix24\/b24jssdk(?:[/@].*)?$/, SDK);
  const found = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : undefined;
  return found?.(isGlobal ? path.slice(1) : plain, given, node, engine);
}

function send(engine: ReadingEngine, sent: Omit<ClientCall, 'stack'>): void {
  engine.trace.sent.push({ ...sent, stack: [...engine.stack] });
}

/** A named part of an object of options; undefined where it is not given. */
function option(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  if (!value) return undefined;
  const found = alternatives(value).flatMap((one): Value[] => {
    if (one.kind === 'unknown') return [];
    if (one.kind !== 'object') return [];
    const own = names.flatMap((name) => one.fields.get(name) ?? []);
    if (own.length > 0) return own;
    return one.spreads.flatMap((spread) => option(spread, ...names) ?? []);
  });
  return found.length > 0 ? joined(...found) : undefined;
}

function textIn(value: Value | undefined): string {
  if (!value) return '';
  if (value.kind === 'literal') return String(value.value ?? '');
  if (value.kind === 'text' || value.kind === 'union') {
    return (value.kind === 'text' ? value.parts : value.of).map(textIn).join('');
  }
  return '';
}

function contentType(options: Value | undefined): string {
  const headers = option(options, 'headers');
  if (!headers) return '';
  const own = option(headers, 'content-type', 'Content-Type', 'Content-type', 'CONTENT-TYPE', 'contentType');
  const post = option(option(headers, 'post', 'common'), 'Content-Type', 'content-type');
  return textIn(own) + textIn(post);
}

/** Are there functions among the options that send or answer something else than what is seen here? */
function hasChanges(options: Value | undefined, names: readonly string[]): boolean {
  return names.some((name) => {
    const work = option(options, name);
    return work !== undefined && alternatives(work).some(({ kind }) => !/^(?:literal|external)$/.test(kind));
  });
}

/** Of what is done to a request before it goes out: headers are no matter. */
function touchesBody(options: Value | undefined): boolean {
  const work = option(options, 'onRequest');
  if (!work) return false;
  return alternatives(work).some(
    (one) => one.kind !== 'function' || /\b(?:body|query|params|baseURL)\b/.test(one.node.getText()),
  );
}

function fetched(name: string, [url, options]: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const body = option(options, 'body');
  send(engine, { client: name, url: url ?? UNKNOWN, ...(body ? { body } : {}), encoding: 'raw', node });
  return answer(name === 'undici' ? 'undici' : 'fetch');
}

function ofetch([url, options]: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const body = option(options, 'body');
  const query = option(options, 'query', 'params');
  if (touchesBody(options) || hasChanges(options, ['onResponse', 'parseResponse'])) engine.trace.isChanged = true;
  send(engine, {
    client: 'ofetch',
    url: url ?? UNKNOWN,
    ...(body ? { body } : {}),
    encoding: 'json',
    ...(query ? { query, queryEncoding: 'flat' } : {}),
    node,
  });
  if (textIn(option(options, 'ignoreResponseError')) !== 'true') engine.trace.clientThrows = true;
  return answer('envelope');
}

const BODY_VERBS = /^(?:post|put|patch)(Form)?$/;

function axios(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb = 'request', ...more] = path;
  if (more.length > 0) return undefined;
  if (verb === 'create') return { kind: 'made', what: 'axios', from: [merged(base, given[0])], held: [], node };
  if (/^(?:isAxiosError|isCancel|getUri|toFormData)$/.test(verb)) return UNKNOWN;
  const form = BODY_VERBS.exec(verb);
  const isConfig =
    verb === 'request' && given.length === 1 && given[0]?.kind !== 'text' && given[0]?.kind !== 'literal';
  const own = isConfig ? given[0] : form ? given[2] : given[1];
  const config = merged(base, own);
  const url = isConfig ? option(given[0], 'url') : given[0];
  const data = form ? given[1] : option(own, 'data');
  const query = option(own, 'params');
  const type = contentType(config);
  const encoding =
    form?.[1] !== undefined || type.includes('x-www-form-urlencoded')
      ? 'form'
      : type.includes('multipart')
        ? 'multipart'
        : 'json';
  const request = intercepted(base, { url: url ?? UNKNOWN, data, query, config }, node, engine);
  const address = addressOf(base, own, config, request.url, engine);
  if (request.query && hasChanges(config, ['paramsSerializer'])) engine.trace.isChanged = true;
  send(engine, {
    client: 'axios',
    url: textValue([...(address ? [address, literal('/')] : []), request.url]),
    ...(request.data ? { body: transformed(config, request.data, node, engine) } : {}),
    encoding,
    ...(request.query ? { query: request.query, queryEncoding: 'flat' } : {}),
    node,
    ...(base?.kind === 'made' ? { made: base } : {}),
  });
  return answered(base, config, node, engine);
}

/** The base of an instance may be changed later: where the instance can be asked, it is. */
function addressOf(
  base: Value | undefined,
  own: Value | undefined,
  config: Value,
  url: Value,
  { marks }: ReadingEngine,
): Value | undefined {
  const known = option(config, 'baseURL');
  const origin = base && marks ? originOf(base, marks) : undefined;
  if (!origin || option(own, 'baseURL') || (!known && !isRelative(url))) return known;
  return standingAt(deeper(deeper(origin, 'defaults'), 'baseURL'));
}

/** `/rest/…`, or the method alone. */
function isRelative(url: Value): boolean {
  const first = url.kind === 'text' ? url.parts[0] : url;
  return first?.kind === 'method' || (first?.kind === 'literal' && !/^(?:https?:)?\/\//.test(String(first.value)));
}

function merged(base: Value | undefined, own: Value | undefined): Value {
  const value: ObjectValue = { kind: 'object', fields: new Map(), others: [], spreads: [] };
  for (const one of [base, own]) {
    if (!one) continue;
    const from = one.kind === 'made' ? one.from[0] : one;
    if (!from) continue;
    if (from.kind !== 'object') value.spreads.push(from);
    else {
      for (const [name, field] of from.fields) value.fields.set(name, field);
      value.spreads.push(...from.spreads);
    }
  }
  return value;
}

interface Request {
  readonly url: Value;
  readonly data?: Value;
  readonly query?: Value;
  readonly config: Value;
}

function interceptors(base: Value | undefined, which: string): Value[] {
  if (base?.kind !== 'made') return [];
  return base.held.flatMap((one, at) => {
    const next = base.held[at + 1];
    return one.kind === 'literal' && one.value === `intercept ${which}` && next ? [next] : [];
  });
}

/** Request interceptors see the request as one object and may change it. */
function intercepted(base: Value | undefined, request: Request, node: ts.Node, engine: ReadingEngine): Request {
  const all = interceptors(base, 'request');
  if (all.length === 0) return request;
  let seen: Value = objectOf({
    url: request.url,
    ...(request.data ? { data: request.data } : {}),
    ...(request.query ? { params: request.query } : {}),
    headers: objectOf({ set: native(() => UNKNOWN) }),
  });
  for (const one of all) seen = engine.call(one, [seen], node);
  const url = option(seen, 'url') ?? request.url;
  const data = option(seen, 'data') ?? request.data;
  const query = option(seen, 'params') ?? request.query;
  return { ...request, url, ...(data ? { data } : {}), ...(query ? { query } : {}) };
}

function transformed(config: Value, data: Value, node: ts.Node, engine: ReadingEngine): Value {
  const work = option(config, 'transformRequest');
  if (!work) return data;
  const all = work.kind === 'list' ? work.items : [work];
  return all.reduce((value, one) => (one.kind === 'external' ? value : engine.call(one, [value, UNKNOWN], node)), data);
}

/** What an axios instance answers: its response, or what its interceptors make of it. */
function answered(base: Value | undefined, config: Value, node: ts.Node, engine: ReadingEngine): Value {
  let value: Value = answer('axios');
  for (const one of interceptors(base, 'response')) value = engine.call(one, [value], node);
  for (const one of interceptors(base, 'response failure')) engine.call(one, [answer('failure')], node);
  if (!takesEveryStatus(config, node, engine)) engine.trace.clientThrows = true;
  return value;
}

/** `validateStatus: () => true`, or null. */
function takesEveryStatus(config: Value, node: ts.Node, engine: ReadingEngine): boolean {
  const own = option(config, 'validateStatus');
  if (!own) return false;
  const value = own.kind === 'function' ? engine.quietly(() => engine.call(own, [UNKNOWN], node)) : own;
  return value.kind === 'literal' && (own.kind === 'function' ? value.value === true : value.value === null);
}

function got(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb = 'request'] = path;
  if (verb === 'got') return got(path.slice(1), given, node, engine, base);
  if (verb === 'extend') return { kind: 'made', what: 'got', from: [merged(base, given[0])], held: [], node };
  return sentWith('got', given, node, engine, base);
}

function ky(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb = 'request'] = path;
  if (/^(?:create|extend)$/.test(verb))
    return { kind: 'made', what: 'ky', from: [merged(base, given[0])], held: [], node };
  return sentWith('ky', given, node, engine, base);
}

/** got and ky: `json`, `form`, `body`, `searchParams`. */
function sentWith(
  name: 'got' | 'ky',
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value {
  const [first, second] = given;
  const isOptions = first?.kind === 'object';
  const options = merged(base, isOptions ? first : second);
  const url = (isOptions ? option(first, 'url') : first) ?? UNKNOWN;
  const prefix = option(options, 'prefixUrl', 'prefix');
  const json = option(options, 'json');
  const form = option(options, 'form');
  const body = json ?? form ?? option(options, 'body');
  const query = option(options, 'searchParams');
  if (hasChanges(options, ['handlers', 'stringifyJson', 'parseJson'])) engine.trace.isChanged = true;
  send(engine, {
    client: name,
    url: prefix ? textValue([prefix, literal('/'), url]) : url,
    ...(body ? { body } : {}),
    encoding: json ? 'json' : form ? 'flat' : 'raw',
    ...(query ? { query, queryEncoding: 'flat' } : {}),
    node,
  });
  if (textIn(option(options, 'throwHttpErrors')) !== 'false') engine.trace.clientThrows = true;
  return answer(name === 'ky' ? 'fetch' : 'body');
}

function needle(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [verb] = path;
  const shifted = verb === undefined ? given.slice(1) : given;
  const [url, data, options] = shifted;
  if (!url) return undefined;
  const isJson = textIn(option(options, 'json')) === 'true' || contentType(options).includes('json');
  send(engine, { client: 'needle', url, ...(data ? { body: data } : {}), encoding: isJson ? 'json' : 'form', node });
  return backTo(shifted, answer('body'), node, engine);
}

/** Callbacks get `(error, response, body)`; a promise gives the response. */
function backTo(given: readonly Value[], response: Value, node: ts.Node, engine: ReadingEngine): Value {
  const last = given.at(-1);
  if (last && (last.kind === 'function' || last.kind === 'native'))
    engine.call(last, [answer('failure'), response, answer('envelope')], node);
  return response;
}

function oldRequest(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb] = path;
  if (verb === 'defaults') return { kind: 'made', what: 'request', from: [merged(base, given[0])], held: [] };
  if (verb !== undefined && !/^(?:post|get|put|patch|delete|default)$/.test(verb)) return undefined;
  const [first, second] = given;
  const isUrl = first?.kind === 'text' || first?.kind === 'literal' || first?.kind === 'external';
  const options = merged(base, isUrl ? second : first);
  const json = option(options, 'json');
  const isFlag = json?.kind === 'literal';
  const form = option(options, 'form', 'formData');
  const body = (isFlag ? option(options, 'body') : (json ?? option(options, 'body'))) ?? form;
  const query = option(options, 'qs');
  send(engine, {
    client: 'request',
    url: (isUrl ? first : option(options, 'url', 'uri')) ?? UNKNOWN,
    ...(body ? { body } : {}),
    encoding: form && body === form ? 'form' : json ? 'json' : 'raw',
    ...(query ? { query, queryEncoding: 'form' } : {}),
    node,
  });
  engine.trace.clientThrows = true;
  backTo(given, answer('body'), node, engine);
  return textIn(option(options, 'resolveWithFullResponse')) === 'true' ? answer('body') : answer('envelope');
}

/** `superagent.post(url).type('form').send(params)`: what is put in is known once it is awaited. */
function superagent(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [url] = given;
  if (!url || path.length > 1) return undefined;
  const isForm = { value: false };
  const value = objectOf({});
  const put = (name: string, one: Value) => value.fields.set(name, one);
  const step = (work: NativeValue['call']): Value =>
    native((inner, at, own) => {
      work(inner, at, own);
      return value;
    });
  const sends = (what: Pick<ClientCall, 'body' | 'query' | 'queryEncoding'>): Value => {
    send(engine, { client: 'superagent', url, ...what, encoding: isForm.value ? 'form' : 'json', node });
    return UNDEFINED;
  };
  put(
    'send',
    step(([body]) => sends(body ? { body } : {})),
  );
  put(
    'query',
    step(([query]) => sends(query ? { query, queryEncoding: 'form' } : {})),
  );
  put(
    'type',
    step(([type]) => {
      isForm.value = textIn(type).includes('form');
      return UNDEFINED;
    }),
  );
  const passing = step(() => UNDEFINED);
  for (const name of ['set', 'timeout', 'retry', 'ok', 'accept', 'auth', 'buffer']) put(name, passing);
  put(
    'use',
    step(([plugin], _at, own) => {
      if (plugin?.kind !== 'external') own.trace.isChanged = true;
      return UNDEFINED;
    }),
  );
  put('body', answer('envelope'));
  put('text', answer('text'));
  put('status', answer('status'));
  const then = native(([work = UNDEFINED], at, own) => own.call(work, [value], at));
  put('then', then);
  put(
    'catch',
    native(([work = UNDEFINED], at, own) => joined(value, own.call(work, [answer('failure')], at))),
  );
  put(
    'end',
    native(([work = UNDEFINED], at, own) => own.call(work, [answer('failure'), value], at)),
  );
  engine.trace.clientThrows = true;
  return value;
}

function jquery(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [verb] = path;
  if (verb === 'post' || verb === 'get' || verb === 'getJSON') {
    const [url, data, done] = given;
    const first = url?.kind === 'object' ? url : undefined;
    const body = first ? option(first, 'data') : data;
    send(engine, {
      client: 'jquery',
      url: (first ? option(first, 'url') : url) ?? UNKNOWN,
      ...(body ? (verb === 'post' ? { body } : { query: body, queryEncoding: 'form' as const }) : {}),
      encoding: 'form',
      node,
    });
    if (done) engine.call(done, [answer('envelope')], node);
    return answer('envelope');
  }
  if (verb !== 'ajax') return undefined;
  const options = given[0]?.kind === 'object' ? given[0] : given[1];
  const body = option(options, 'data');
  send(engine, {
    client: 'jquery',
    url: option(options, 'url') ?? given[0] ?? UNKNOWN,
    ...(body ? { body } : {}),
    encoding: 'form',
    node,
  });
  const done = option(options, 'success', 'complete');
  if (done) engine.call(done, [answer('envelope')], node);
  const failed = option(options, 'error');
  if (failed) engine.call(failed, [answer('failure')], node);
  return answer('envelope');
}

function bx24(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [name] = path;
  const [first, params, done] = given;
  if (name === 'callMethod') {
    send(engine, {
      client: 'BX24',
      ...(first ? { method: first } : {}),
      ...(params ? { body: params } : {}),
      encoding: 'form',
      node,
    });
    if (done) engine.call(done, [answer('sdk')], node);
    return UNKNOWN;
  }
  if (name !== 'callBatch') return undefined;
  send(engine, { client: 'BX24', ...(first ? { method: first, body: first } : {}), encoding: 'form', node });
  if (params) engine.call(params, [unknown(answer('sdk'))], node);
  return UNKNOWN;
}

/** `https.request(options, (res) => …)`; the body is what is written to it. */
function nodeHttp(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  if (path[0] !== 'request' && path[0] !== 'get') return UNKNOWN;
  const options = given.find(({ kind }) => kind === 'object');
  const done = given.find(({ kind }) => kind === 'function' || kind === 'native');
  const first = given[0] === options ? undefined : given[0];
  const url = textValue([
    ...(first ? [first] : []),
    ...[option(options, 'hostname', 'host'), option(options, 'path')].filter((one) => one !== undefined),
  ]);
  const sends = (body: Value | undefined): Value => {
    const written = body && body.kind !== 'function' ? { body } : {};
    send(engine, { client: 'https', url, ...written, encoding: 'raw', node });
    return UNDEFINED;
  };
  if (path[0] === 'get') sends(undefined);
  if (done) engine.call(done, [answer('stream')], node);
  const own = objectOf({});
  own.fields.set(
    'write',
    native(([body]) => sends(body)),
  );
  own.fields.set(
    'end',
    native(([body]) => (path[0] === 'get' ? UNDEFINED : sends(body))),
  );
  own.fields.set(
    'on',
    native(([event, work = UNDEFINED], at, inner) => {
      if (textIn(event) === 'error') inner.call(work, [answer('failure')], at);
      if (textIn(event) === 'response') inner.call(work, [answer('stream')], at);
      return own;
    }),
  );
  own.fields.set(
    'setTimeout',
    native(() => own),
  );
  own.fields.set(
    'destroy',
    native(() => UNDEFINED),
  );
  own.fields.set('once', own.fields.get('on') ?? UNKNOWN);
  return own;
}

/** Members of what calls of the outside made. */
export function madeMember(value: MadeValue, name: string, engine: ReadingEngine): Value {
  const { what } = value;
  if (what === 'URL') {
    if (name === 'searchParams') return { ...value, what: 'URLSearchParams', from: [] };
    return /^(?:href|toString|toJSON)$/.test(name)
      ? name === 'href'
        ? value
        : native(() => value)
      : unknown(...value.from, ...value.held);
  }
  if (what === 'axios' || what === 'got' || what === 'ky' || what === 'request') return ofInstance(value, name);
  if (what.startsWith(SDK)) return ofSdk(value, [...(what.split(':')[1]?.split('.') ?? []), name]);
  if (/HttpService$/.test(what)) return name === 'axiosRef' ? axiosLike(value) : ofInstance(axiosLike(value), name);
  if (what === 'XMLHttpRequest') return xhr(value, name, engine);
  if (what === 'AsyncLocalStorage' && name === 'run')
    return native(([, work = UNDEFINED, ...given], node, own) => own.call(work, given, node));
  if (/(?:^|\.)(?:PQueue|Bottleneck|p-queue|bottleneck|Mutex|Semaphore|default)$/.test(what)) return ofQueue(name);
  return collectionMethod(value, name, engine) ?? unknown(value);
}

function axiosLike(value: MadeValue): MadeValue {
  return { ...value, what: 'axios' };
}

/** Queues and locks run what they are given and give back what it gave. */
function ofQueue(name: string): Value {
  if (/^(?:add|schedule|run|runExclusive|submit)$/.test(name))
    return native((given, node, engine) => {
      const at = given.findIndex(({ kind }) => kind === 'function');
      const work = given[at];
      return work ? engine.call(work, given.slice(at + 1), node) : UNKNOWN;
    });
  if (name === 'wrap') return native(([work = UNDEFINED]) => work);
  return UNKNOWN;
}

function ofInstance(value: MadeValue, name: string): Value {
  if (name === 'interceptors') {
    const use = (which: string) =>
      native(([work, failed]) => {
        if (work && work.kind !== 'literal') value.held.push(literal(`intercept ${which}`), work);
        if (failed) value.held.push(literal(`intercept ${which} failure`), failed);
        return UNKNOWN;
      });
    return objectOf({
      request: objectOf({ use: use('request') }),
      response: objectOf({ use: use('response') }),
    });
  }
  if (name === 'defaults') return value.from[0] ?? UNKNOWN;
  return native((given, node, engine) => callMade(value, [name], given, node, engine));
}

/** Calls an instance of a client, or one of its methods. */
export function callMade(
  value: MadeValue,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value {
  const found = Object.hasOwn(CLIENTS, value.what) ? CLIENTS[value.what] : undefined;
  return found?.(path, given, node, engine, value) ?? UNKNOWN;
}

/** `$b24.callMethod(…)`, `$b24.actions.v2.call.make({ method, params })`. */
function ofSdk(value: MadeValue, path: readonly string[]): Value {
  const name = path.at(-1) ?? '';
  if (/^(?:callMethod|callListMethod|fetchListMethod|callV2|callV3)$/.test(name))
    return native(([method, params], node, engine) => sdkSent(value, method, params, 'json', node, engine));
  if (/^callBatch/.test(name) || (name === 'make' && /batch/i.test(path.join('.'))))
    return native(([calls], node, engine) => sdkSent(value, calls, calls, 'form', node, engine));
  if (name === 'make')
    return native(([options], node, engine) =>
      sdkSent(value, option(options, 'method'), option(options, 'params'), 'json', node, engine),
    );
  if (/^(?:getHttpClient|getAuth|auth|destroy|getTargetOrigin)/.test(name)) return UNKNOWN;
  return { kind: 'made', what: `${value.what.split(':')[0]}:${path.join('.')}`, from: value.from, held: [] };
}

function sdkSent(
  made: MadeValue,
  method: Value | undefined,
  params: Value | undefined,
  encoding: 'json' | 'form',
  node: ts.Node,
  engine: ReadingEngine,
): Value {
  const body = params ? { body: params } : {};
  send(engine, { client: SDK, ...(method ? { method } : {}), ...body, encoding, node, made });
  engine.trace.clientThrows = true;
  return answer('sdk');
}

function xhr(value: MadeValue, name: string, engine: ReadingEngine): Value {
  if (name === 'open')
    return native(([, url = UNKNOWN]) => {
      value.held.push(literal('url'), url);
      return UNDEFINED;
    });
  if (name === 'send')
    return native(([body], node, own) => {
      const at = value.held.findIndex((one) => one.kind === 'literal' && one.value === 'url');
      send(engine, {
        client: 'XMLHttpRequest',
        url: value.held[at + 1] ?? UNKNOWN,
        ...(body ? { body } : {}),
        encoding: 'raw',
        node,
      });
      for (const [index, key] of value.held.entries()) {
        const work = value.held[index + 1];
        if (!work || key.kind !== 'literal') continue;
        if (/^on(?:load|loadend|readystatechange)$/.test(String(key.value))) own.call(work, [UNKNOWN], node);
        if (key.value === 'onerror') own.call(work, [answer('failure')], node);
      }
      return UNDEFINED;
    });
  if (name === 'addEventListener') return native(([, work = UNDEFINED], node, own) => own.call(work, [UNKNOWN], node));
  if (/^response(?:Text)?$/.test(name)) return answer('text');
  return name === 'status' ? answer('status') : native(() => UNKNOWN);
}
