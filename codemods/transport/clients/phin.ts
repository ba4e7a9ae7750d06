import type { ts } from 'ts-morph';
import type { ReadingEngine, Value } from '../types';
import { answer, UNKNOWN } from '../values/Value';
import { backTo, contentType, merged, option, send, textIn } from './clientParts';
import { responseOf } from './responseOf';

/** `phin({ url, method, data, parse })`: an object in `data` goes as JSON, one in `form` flat. It throws for no status. */
export function phin(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb] = path;
  if (verb === 'defaults') return { kind: 'made', what: 'phin', from: [merged(base, given[0])], held: [], node };
  if (verb !== undefined && !/^(?:promisified|unpromisified)$/.test(verb)) return undefined;
  const [first] = given;
  const isOptions = first?.kind === 'object';
  const options = merged(base, isOptions ? first : undefined);
  // What is handed in from elsewhere may send in any way.
  if (!isOptions || hidesOptions(options)) engine.trace.isChanged = true;
  const form = option(options, 'form');
  const body = form ?? option(options, 'data');
  if (touchesHead(options) || (!form && contentType(options).includes('form'))) engine.trace.isChanged = true;
  send(engine, {
    client: 'phin',
    url: option(options, 'url') ?? (isOptions ? UNKNOWN : (first ?? UNKNOWN)),
    ...(body ? { body } : {}),
    encoding: form ? 'flat' : 'json',
    node,
  });
  const parse = option(options, 'parse');
  const type = parse?.kind === 'literal' ? textIn(parse) : '';
  const read =
    textIn(option(options, 'stream')) === 'true'
      ? UNKNOWN
      : type === 'json'
        ? answer('envelope')
        : parse === undefined || /^(?:none|string)$/.test(type)
          ? answer('text')
          : UNKNOWN;
  const response = responseOf(read);
  return verb === 'unpromisified' ? backTo(given, response, node, engine) : response;
}

function hidesOptions(options: Value): boolean {
  return options.kind === 'object' && options.spreads.length + options.others.length > 0;
}

/** `core` are options of the request itself. */
function touchesHead(options: Value): boolean {
  const core = option(options, 'core');
  if (!core) return false;
  return (
    core.kind !== 'object' ||
    [...core.fields.keys()].some((name) => /^(?:headers|path|method|host\w*|port)$/.test(name))
  );
}
