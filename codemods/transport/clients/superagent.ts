import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { attached } from '../../source/attached';
import { nodesIn } from '../../source/nodesIn';
import { clientMayThrow } from '../clientMayThrow';
import type { ClientCall, MadeValue, NativeValue, ReadingEngine, Value } from '../types';
import { answer, joined, literal, native, objectOf, UNDEFINED } from '../values/Value';
import { send, textIn } from './clientParts';
import { toldElsewhere } from './toldElsewhere';

const VERBS = /^(?:post|get|put|patch|del|delete|head|options)$/;

/** `superagent.post(url).type('form').send(params)`: what is put in is known once it is awaited. */
export function superagent(
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
  base?: Value,
): Value | undefined {
  const [verb] = path;
  if (path.length > 1) return undefined;
  if (verb === 'agent' && base === undefined) return agentOf(node);
  if (verb !== undefined && !VERBS.test(verb)) return undefined;
  // `superagent(method, url)`, or a URL alone.
  const [first, second] = verb === undefined && given.length > 1 ? given.slice(1) : given;
  if (!first) return undefined;
  const request = requestOf(first, verb === 'get' || verb === 'head', node, engine);
  const made = base?.kind === 'made' ? base.held : [];
  if (base?.kind === 'made' && isToldMore(base, engine)) engine.trace.isChanged = true;
  for (const [at, one] of made.entries())
    if (one.kind === 'literal' && at % 2 === 0) {
      const next = made[at + 1];
      const step = request.fields.get(String(one.value));
      if (step?.kind === 'native' && next) step.call(next.kind === 'list' ? next.items : [next], node, engine);
      else engine.trace.isChanged = true;
    }
  if (verb !== undefined && second && second.kind !== 'function' && second.kind !== 'native')
    engine.call(engine.member(request, verb === 'get' ? 'query' : 'send', node), [second], node);
  const done =
    verb === undefined ? undefined : given.slice(1).find(({ kind }) => kind === 'function' || kind === 'native');
  if (done) engine.call(done, [answer('failure'), request], node);
  clientMayThrow(engine);
  return request;
}

function isToldMore(base: MadeValue, engine: ReadingEngine): boolean {
  const { looked } = engine.trace;
  return settingsIn(base.node?.getSourceFile()).some((one) => !looked.has(one)) || toldElsewhere(base, engine);
}

/** What is said to an agent holds for each of its requests. */
function agentOf(node: ts.Node): MadeValue {
  return { kind: 'made', what: 'superagent', from: [], held: [], node };
}

const DEFAULTS =
  /^(?:use|set|query|type|accept|auth|withCredentials|sortQuery|retry|ok|redirects|timeout|buffer|serialize|parse|ca|key|pfx|cert|disableTLSCerts)$/;

/** A setting of an agent; undefined where it is none. */
export function agentSetting(made: MadeValue, name: string): Value | undefined {
  if (made.what !== 'superagent') return undefined;
  if (!DEFAULTS.test(name)) return undefined;
  return native((given) => {
    made.held.push(literal(name), { kind: 'list', items: [...given], open: false });
    return made;
  });
}

const settings = attached<ts.SourceFile, readonly ts.Node[]>();

/** Calls in a file that may tell an agent how to write and read, whoever makes them: not those to a request that is being made. */
function settingsIn(tree: ts.SourceFile | undefined): readonly ts.Node[] {
  if (!tree) return [];
  const known = settings.get(tree);
  if (known) return known;
  const s = syntax();
  const found: ts.Node[] = [];
  for (const node of nodesIn(tree)) {
    if (s.isCallExpression(node) && s.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const isOfName = s.isIdentifier(expression) || s.isPropertyAccessExpression(expression);
      if (isOfName && /^(?:type|serialize|parse|use)$/.test(name.text) && expression.getText() !== 'JSON')
        found.push(node);
    }
  }
  settings.set(tree, found);
  return found;
}

function requestOf(url: Value, isQuery: boolean, node: ts.Node, engine: ReadingEngine) {
  const { trace } = engine;
  const value = objectOf({});
  const put = (name: string, one: Value) => value.fields.set(name, one);
  let encoding: ClientCall['encoding'] = 'json';
  const own: ClientCall[] = [];
  const sends = (what: Pick<ClientCall, 'body' | 'query' | 'queryEncoding'>) => {
    send(engine, { client: 'superagent', url, ...what, encoding, node });
    const last = trace.sent.at(-1);
    if (last) own.push(last);
  };
  /** The type counts that it has in the end, whenever it was said. */
  const become = (type: Value | undefined) => {
    const text = textIn(type);
    if (type?.kind !== 'literal' || text === '' || /multipart/.test(text)) trace.isChanged = true;
    encoding = /json/.test(text) ? 'json' : /form/.test(text) ? 'form' : 'raw';
    for (const [at, one] of own.entries()) {
      const place = trace.sent.indexOf(one);
      const next = { ...one, encoding };
      if (place >= 0) trace.sent[place] = next;
      own[at] = next;
    }
  };
  const step = (name: string, work: NativeValue['call']) =>
    put(
      name,
      native((inner, at, reading) => {
        work(inner, at, reading);
        return value;
      }),
    );
  step('send', ([body]) => {
    sends(isQuery && body ? { query: body, queryEncoding: 'form' } : body ? { body } : {});
    return UNDEFINED;
  });
  step('query', ([query]) => {
    sends(query ? { query, queryEncoding: 'form' } : {});
    return UNDEFINED;
  });
  step('type', ([type]) => {
    become(type);
    return UNDEFINED;
  });
  step('set', ([name, type]) => {
    if (name?.kind === 'object') {
      for (const [key, one] of name.fields) if (/^content-type$/i.test(key)) become(one);
      if (name.spreads.length + name.others.length > 0) trace.isChanged = true;
    } else if (name?.kind !== 'literal') trace.isChanged = true;
    else if (/^content-type$/i.test(String(name.value))) become(type);
    return UNDEFINED;
  });
  for (const name of PASSING) step(name, () => UNDEFINED);
  step('use', ([plugin]) => {
    if (plugin?.kind !== 'external') trace.isChanged = true;
    return UNDEFINED;
  });
  put('body', answer('envelope'));
  put('text', answer('text'));
  put('status', answer('status'));
  put(
    'then',
    native(([work = UNDEFINED], at, reading) => reading.call(work, [value], at)),
  );
  put(
    'catch',
    native(([work = UNDEFINED], at, reading) => joined(value, reading.call(work, [answer('failure')], at))),
  );
  put(
    'end',
    native(([work = UNDEFINED], at, reading) => reading.call(work, [answer('failure'), value], at)),
  );
  return value;
}

/** What neither encodes nor answers otherwise. */
const PASSING = [
  'timeout',
  'retry',
  'ok',
  'accept',
  'auth',
  'buffer',
  'redirects',
  'withCredentials',
  'sortQuery',
  'ca',
  'key',
  'pfx',
  'cert',
  'disableTLSCerts',
];
