import type { MadeValue, Value } from '../types';
import { textValue } from '../values/evaluate';
import { answer, native, UNKNOWN, unknown } from '../values/Value';
import { hasChanges, option, send } from './clientParts';
import { optionsFilled } from './optionsFilled';

/** Dispatchers of undici: of one origin, or of the one that each request names. */
const DISPATCHERS =
  /^undici\.(?:default\.)?(?:(Pool|Client|BalancedPool|RoundRobinPool)|Agent|ProxyAgent|EnvHttpProxyAgent|RetryAgent)$/;
const PLAIN = /^(?:[\w.]*\.)?interceptors\.(?:retry|dns|redirect|dump|cache|decompress|deduplicate)\(/;

/** `pool.request({ path, method, body })`; undefined where it is no such client. */
export function undiciClient(made: MadeValue, name: string): Value | undefined {
  const kind = DISPATCHERS.exec(made.what);
  if (!kind) return undefined;
  if (name === 'compose')
    return native((_given, node) =>
      'arguments' in node && Array.isArray(node.arguments) && node.arguments.every((one) => PLAIN.test(one.getText()))
        ? made
        : UNKNOWN,
    );
  if (name !== 'request') return unknown(made);
  return native(([options], node, engine) => {
    const [first, more] = made.from;
    if (hasChanges(more ?? first, ['interceptors', 'factory'])) engine.trace.isChanged = true;
    if (options && optionsFilled([options], engine)) engine.trace.isChanged = true;
    const origin = option(options, 'origin') ?? (kind[1] ? first : undefined);
    const path = option(options, 'path');
    const body = option(options, 'body');
    const query = option(options, 'query');
    if (options?.kind !== 'object' || option(options, 'dispatcher')) engine.trace.isChanged = true;
    send(engine, {
      client: 'undici',
      url: textValue([...(origin ? [origin] : []), path ?? UNKNOWN]),
      ...(body ? { body } : {}),
      encoding: 'raw',
      ...(query ? { query, queryEncoding: 'flat' } : {}),
      node,
      made,
    });
    return answer('undici');
  });
}
