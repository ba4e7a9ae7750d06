import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { unwrap } from '../../source/unwrap';
import { keysOf } from '../changes/filled';
import { clientMayThrow } from '../clientMayThrow';
import { addKey } from '../looks';
import type { MadeValue, Origin, ReadingEngine, Value } from '../types';
import { textValue } from '../values/evaluate';
import { deeper, originOf, standingAt } from '../values/marks';
import { collectionMethod } from '../values/methods';
import { answer, holds, isParam, literal, native, objectOf, UNDEFINED, UNKNOWN, unknown } from '../values/Value';
import { lookAtAgents } from './agents';
import { bent } from './bent';
import { backTo, contentType, hasChanges, merged, option, send, textIn } from './clientParts';
import { hasOtherFetch, hooksChange } from './hooksChange';
import { needle } from './needle';
import { observableMember } from './observables';
import { ofetch } from './ofetch';
import { optionsFilled } from './optionsFilled';
import { queueOf, showsTo } from './packageFunctions';
import { phin } from './phin';
import { inResponse } from './responseOf';
import { agentSetting, superagent } from './superagent';
import { undiciClient } from './undiciClient';

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
  ofetch,
  $fetch: ofetch,
  needle,
  bent,
  phin,
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
  [SDK]: (path, given, node) => ({ kind: 'made', what: [SDK, ...path].join('.'), from: given, held: [], node }),
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
  if (found && optionsFilled(given, engine)) engine.trace.isChanged = true;
  return found?.(isGlobal ? path.slice(1) : plain, given, node, engine);
}

function fetched(name: string, [url, options]: readonly Value[], node: ts.Node, engine: ReadingEngine): Value {
  const body = option(options, 'body');
  if (options?.kind === 'unknown' && holds(options, isParam)) engine.trace.isChanged = true;
  lookAtAgents(option(options, 'dispatcher', 'agent', 'client'), node, engine);
  send(engine, { client: name, url: url ?? UNKNOWN, ...(body ? { body } : {}), encoding: 'raw', node });
  return answer(name === 'undici' ? 'undici' : 'fetch');
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
  // What an instance puts into every query, v1 takes for parameters too.
  for (const [key, one] of keysOf(option(base?.kind === 'made' ? base.from[0] : base, 'params') ?? UNDEFINED))
    addKey(key, one, node, engine);
  const type = contentType(config);
  const encoding =
    form?.[1] !== undefined || type.includes('x-www-form-urlencoded')
      ? 'form'
      : type.includes('multipart')
        ? 'multipart'
        : 'json';
  const request = intercepted(base, { url: url ?? UNKNOWN, data, query, config }, node, engine);
  const address = addressOf(base, own, config, request.url, node, engine);
  if (request.query && hasChanges(config, ['paramsSerializer'])) engine.trace.isChanged = true;
  lookAtAgents(option(config, 'httpAgent', 'httpsAgent'), node, engine);
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
  node: ts.Node,
  { marks }: ReadingEngine,
): Value | undefined {
  const known = option(config, 'baseURL');
  const origin = marks && (base ? originOf(base, marks) : sharedOrigin(node));
  if (!origin || option(own, 'baseURL') || (!known && !isRelative(url))) return known;
  return standingAt(deeper(deeper(origin, 'defaults'), 'baseURL'));
}

/** `axios.defaults.baseURL = …`, where the file of a call sets it. */
function sharedOrigin(node: ts.Node): Origin | undefined {
  const s = syntax();
  if (!s.isCallExpression(node)) return undefined;
  let at = unwrap(node.expression);
  while (s.isPropertyAccessExpression(at)) at = at.expression;
  const isSet = s.isIdentifier(at) && node.getSourceFile().text.includes(`${at.text}.defaults.baseURL =`);
  return isSet ? { node: at } : undefined;
}

/** `/rest/…`, or the method alone. */
function isRelative(url: Value): boolean {
  const first = url.kind === 'text' ? url.parts[0] : url;
  return first?.kind === 'method' || (first?.kind === 'literal' && !/^(?:https?:)?\/\//.test(String(first.value)));
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
  if (!takesEveryStatus(config, node, engine)) clientMayThrow(engine);
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
  if (hasChanges(options, ['handlers', 'stringifyJson', 'parseJson', 'request'])) engine.trace.isChanged = true;
  if (hooksChange(option(options, 'hooks')) || hasOtherFetch(option(options, 'fetch'))) engine.trace.isChanged = true;
  lookAtAgents(option(options, 'agent'), node, engine);
  send(engine, {
    client: name,
    url: prefix ? textValue([prefix, literal('/'), url]) : url,
    ...(body ? { body } : {}),
    encoding: json ? 'json' : form ? 'flat' : 'raw',
    ...(query ? { query, queryEncoding: 'flat' } : {}),
    node,
  });
  if (textIn(option(options, 'throwHttpErrors')) !== 'false') clientMayThrow(engine);
  return answer(name === 'ky' ? 'fetch' : 'body');
}

function oldRequest(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb] = path;
  if (verb === 'defaults') return { kind: 'made', what: 'request', from: [merged(base, given[0])], held: [], node };
  if (verb !== undefined && !/^(?:post|get|put|patch|delete|default)$/.test(verb)) return undefined;
  const [first, second] = given;
  const isUrl = first?.kind === 'text' || first?.kind === 'literal' || first?.kind === 'external';
  const options = merged(base, isUrl ? second : first);
  const json = option(options, 'json');
  const isFlag = json?.kind === 'literal';
  const form = option(options, 'form', 'formData');
  const body = (isFlag ? option(options, 'body') : (json ?? option(options, 'body'))) ?? form;
  const query = option(options, 'qs');
  lookAtAgents(option(options, 'agent'), node, engine);
  send(engine, {
    client: 'request',
    url: (isUrl ? first : option(options, 'url', 'uri')) ?? UNKNOWN,
    ...(body ? { body } : {}),
    encoding: form && body === form ? 'form' : json ? 'json' : 'raw',
    ...(query ? { query, queryEncoding: 'form' } : {}),
    node,
  });
  clientMayThrow(engine);
  backTo(given, answer('body'), node, engine);
  return textIn(option(options, 'resolveWithFullResponse')) === 'true' ? answer('body') : answer('envelope');
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
  lookAtAgents(option(options, 'agent', 'createConnection'), node, engine);
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

const INSTANCES = /^(?:axios|got|ky|request|ofetch|superagent|phin)$/;

/** Members of what calls of the outside made. */
export function madeMember(value: MadeValue, name: string, engine: ReadingEngine): Value {
  if (/^superagent\.(?:default\.)?agent$/.test(value.what))
    return madeMember({ ...value, what: 'superagent' }, name, engine);
  const { what } = value;
  if (what === 'URL') {
    if (name === 'searchParams') return { ...value, what: 'URLSearchParams', from: [] };
    return /^(?:href|toString|toJSON)$/.test(name)
      ? name === 'href'
        ? value
        : native(() => value)
      : unknown(...value.from, ...value.held);
  }
  const own =
    inResponse(value, name) ??
    undiciClient(value, name) ??
    agentSetting(value, name) ??
    observableMember(value, name) ??
    (what.startsWith('better-queue') ? queueMember(value, name, engine) : undefined);
  if (own) return own;
  if (INSTANCES.test(what)) return ofInstance(value, name);
  if (what.startsWith(SDK)) return ofSdk(value, [...(what.split(':')[1]?.split('.') ?? []), name]);
  if (/HttpService$/.test(what)) return name === 'axiosRef' ? axiosLike(value) : ofInstance(axiosLike(value), name);
  if (what === 'XMLHttpRequest') return xhr(value, name, engine);
  if (what === 'AsyncLocalStorage' && name === 'run')
    return native(([, work = UNDEFINED, ...given], node, own) => own.call(work, given, node));
  if (what === 'bullmq.Queue') return unknown(value);
  if (/(?:^|\.)(?:PQueue|Bottleneck|p-queue|bottleneck|Mutex|Semaphore|default)$/.test(what))
    return ofQueue(value, name);
  return collectionMethod(value, name, engine) ?? unknown(value);
}

function axiosLike(value: MadeValue): MadeValue {
  return { ...value, what: 'axios' };
}

/** One that is made with `new`, and hands what is put into it to its worker; what has one id is put together. */
function queueMember(value: MadeValue, name: string, engine: ReadingEngine): Value | undefined {
  // Its options may tell by what is put into it what is the same.
  const isSeen = engine.isGenerous || value.from.length === 1;
  const queue = engine.marks || !isSeen ? undefined : queueOf(value.from, 'one', undefined, value);
  return queue?.kind === 'object' ? queue.fields.get(name) : undefined;
}

/** Queues and locks run what they are given and give back what it gave. */
function ofQueue(queue: MadeValue, name: string): Value {
  if (/^(?:add|schedule|run|runExclusive|submit)$/.test(name))
    return native((given, node, engine) => {
      const at = given.findIndex(({ kind }) => kind === 'function');
      const work = given[at];
      const shown = given.slice(at + 1);
      if (work && shown.length > 0) showsTo(queue, node, engine);
      return work ? engine.call(work, shown, node) : UNKNOWN;
    });
  if (name === 'wrap')
    return native(([work = UNDEFINED], _node, { isGenerous }) =>
      isGenerous
        ? work
        : native((given, node, engine) => {
            showsTo(queue, node, engine);
            return engine.call(work, given, node);
          }),
    );
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
  if (found && optionsFilled([...value.from, ...given], engine)) engine.trace.isChanged = true;
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
  clientMayThrow(engine);
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
