import type { ts } from 'ts-morph';
import { clientMayThrow } from '../clientMayThrow';
import type { ReadingEngine, Value } from '../types';
import { textValue } from '../values/evaluate';
import { alternatives, answer, joined, literal, UNKNOWN } from '../values/Value';
import { contentType, hasChanges, merged, option, send, textIn } from './clientParts';
import { responseOf } from './responseOf';

/** `ofetch(url, options)`, `ofetch.create({ baseURL })`, `ofetch.raw(…)`; `$fetch` is the same. */
export function ofetch(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb, ...more] = /^(?:ofetch|\$fetch)$/.test(path[0] ?? '') ? path.slice(1) : path;
  if (more.length > 0) return undefined;
  const [url = UNKNOWN, own] = given;
  if (verb === 'create') {
    // A second argument is another fetch.
    return given.length > 1
      ? UNKNOWN
      : { kind: 'made', what: 'ofetch', from: [merged(base, given[0])], held: [], node };
  }
  if (verb !== undefined && verb !== 'raw') return undefined;
  const options = merged(base, own);
  const address = option(options, 'baseURL');
  const body = option(options, 'body');
  const queries = [base?.kind === 'made' ? base.from[0] : base, own].flatMap(
    (one) => option(one, 'query', 'params') ?? [],
  );
  const query = queries.length > 0 ? joined(...queries) : undefined;
  if (touchesBody(options) || hasChanges(options, HOOKS)) engine.trace.isChanged = true;
  send(engine, {
    client: 'ofetch',
    url: address ? textValue([address, literal('/'), url]) : url,
    ...(body ? { body } : {}),
    encoding: contentType(options).includes('x-www-form-urlencoded') ? 'flat' : 'json',
    ...(query ? { query, queryEncoding: 'flat' } : {}),
    node,
  });
  if (textIn(option(options, 'ignoreResponseError')) !== 'true') clientMayThrow(engine);
  const type = textIn(option(options, 'responseType'));
  const read = type === '' || type === 'json' ? answer('envelope') : type === 'text' ? answer('text') : UNKNOWN;
  return verb === 'raw' ? responseOf(read) : read;
}

/** What makes another answer or failure of what came. */
const HOOKS = ['onResponse', 'onResponseError', 'parseResponse'];

/** Of what is done to a request before it goes out: headers are no matter. */
function touchesBody(options: Value): boolean {
  const work = option(options, 'onRequest');
  if (!work) return false;
  return alternatives(work).some(
    (one) => one.kind !== 'function' || /\b(?:body|query|params|baseURL)\b/.test(one.node.getText()),
  );
}
