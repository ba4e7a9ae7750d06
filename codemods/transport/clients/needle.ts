import type { ts } from 'ts-morph';
import type { ReadingEngine, Value } from '../types';
import { alternatives, answer } from '../values/Value';
import { lookAtAgents } from './agents';
import { backTo, contentType, option, send, textIn } from './clientParts';

/** `needle(verb, url, data, options)` gives a promise, `needle.post(url, data, options, done)` calls back. */
export function needle(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const [verb = ''] = path;
  const isNamed = verb === '' || verb === 'request';
  if (path.length > 1 || !(isNamed || /^(?:get|post|put|patch|delete|head)$/.test(verb))) return undefined;
  const [url, data, more] = isNamed ? given.slice(1) : given;
  if (!url) return undefined;
  const method = isNamed ? textIn(given[0]).toLowerCase() : verb;
  const options = more && isCallback(more) ? undefined : more;
  // What is handed in from elsewhere may send JSON, and may not.
  if (options && !isTold(options)) engine.trace.isChanged = true;
  if (textIn(option(options, 'parse_response', 'parse')) !== '' || (isNamed && method === ''))
    engine.trace.isChanged = true;
  lookAtAgents(option(options, 'agent'), node, engine);
  const json = option(options, 'json');
  const type = contentType(options) + textIn(option(options, 'content_type'));
  const isJson = textIn(json) === 'true' || (json === undefined && /^application\/json$/.test(type));
  const isQuery = method === 'get' && !isJson;
  const encoding = textIn(option(options, 'multipart')) === 'true' ? 'multipart' : isJson ? 'json' : 'form';
  const body = data && !isCallback(data) && !isQuery ? { body: data } : {};
  const query = data && !isCallback(data) && isQuery ? { query: data, queryEncoding: 'form' as const } : {};
  send(engine, { client: 'needle', url, ...body, ...query, encoding, node });
  return backTo(given, answer('body'), node, engine);
}

function isCallback({ kind }: Value): boolean {
  return kind === 'function' || kind === 'native';
}

/** Options that are written out, whose flags show. */
function isTold(options: Value): boolean {
  return alternatives(options).every((one) => {
    if (one.kind === 'literal') return true;
    if (one.kind !== 'object' || one.spreads.length + one.others.length > 0) return false;
    return ['json', 'multipart', 'content_type', 'headers'].every((name) => {
      const field = one.fields.get(name);
      return field === undefined || field.kind === 'literal' || (name === 'headers' && field.kind === 'object');
    });
  });
}
