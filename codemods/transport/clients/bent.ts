import type { ts } from 'ts-morph';
import { clientMayThrow } from '../clientMayThrow';
import type { ReadingEngine, Value } from '../types';
import { textValue } from '../values/evaluate';
import { answer, UNKNOWN } from '../values/Value';
import { CONTENT_TYPE, option, send } from './clientParts';

/** `bent(base, 'POST', 'json', 200)` makes a function of `(path, body, headers)`; its arguments are known by what they are. */
export function bent(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  if (path.length > 0) return undefined;
  if (base?.kind !== 'made') return { kind: 'made', what: 'bent', from: given, held: [], node };
  const texts = base.from.flatMap((one) =>
    one.kind === 'literal' && typeof one.value === 'string' ? [one.value] : [],
  );
  // What is no text here is the address, unless there is more than one of them.
  const open = base.from.filter(({ kind }) => /^(?:text|external|unknown|made|union)$/.test(kind));
  const fixed = base.from.filter((one) => one.kind === 'literal' && /^https?:/.test(String(one.value)));
  const addresses = [...fixed, ...open];
  const type = texts.find((text) => /^(?:json|string|buffer)$/.test(text));
  if (addresses.length > 1 || (addresses.length === 1 && open.length === 1 && !texts.some((text) => VERB.test(text))))
    engine.trace.isChanged = true;
  if (!tellsAllRefusals(base.from)) engine.trace.isChanged = true;
  const [url = UNKNOWN, body, headers] = given;
  const told = [...base.from.filter(({ kind }) => kind === 'object'), ...(headers ? [headers] : [])];
  // It writes JSON whatever the headers say.
  if (told.some((one) => one.kind !== 'object' || option(one, ...CONTENT_TYPE))) engine.trace.isChanged = true;
  send(engine, {
    client: 'bent',
    url: textValue([...addresses, url]),
    ...(body ? { body } : {}),
    encoding: 'json',
    node,
  });
  clientMayThrow(engine);
  return type === 'json' ? answer('envelope') : type === undefined ? answer('fetch') : answer('text');
}

/** It throws for statuses that it was not told: those of v2 are others, and would come as a failure of another kind. */
function tellsAllRefusals(given: readonly Value[]): boolean {
  const all = given.flatMap((one) => (one.kind === 'list' ? one.items : [one]));
  const told = all.flatMap((one) => (one.kind === 'literal' && typeof one.value === 'number' ? [one.value] : []));
  return told.every((status) => status < 300) || REFUSALS.every((status) => told.includes(status));
}

const REFUSALS = [400, 401, 403, 404];
const VERB = /^[A-Z]+$/;
