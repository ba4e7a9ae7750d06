import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { type GivenBack, givesBack } from './answer/givesBack';
import { hidesCode } from './answer/hidesCode';
import { remadeBy } from './answer/remadeBy';
import { returnsOwn } from './answer/returnsOwn';
import { showsStatus } from './answer/showsStatus';
import { packageOf } from './clients/packageOf';
import { createReadingEngine } from './createReadingEngine';
import { encodingOf } from './encodingOf';
import { evidenceOf } from './evidenceOf';
import { goesAsForm } from './goesAsForm';
import { idsAdded } from './idsAdded';
import { isRenamed } from './isRenamed';
import type { NameForm, Places } from './placesOf';
import type { ArgumentPlace, Evidence } from './TransportReading';
import type { ClientCall, FunctionRun, Marks, MethodValue, Origin, Reach, ReadingEngine, Value } from './types';
import { hostOf } from './values/hostOf';
import { standingAt } from './values/marks';
import type { Source } from './values/Source';
import { isSameSource } from './values/sourceOf';
import { holds, isName, literal } from './values/Value';

/** What one function shows by itself, whoever calls it. */
export interface LayoutReading {
  readonly method: ArgumentPlace;
  readonly params?: ArgumentPlace;
  /** Undefined where it was not seen to send the parameters. */
  readonly encoding?: 'json' | 'form';
  readonly gives: GivenBack;
  /** It was seen to send the method. */
  readonly isSent: boolean;
  /** What tells portals apart. */
  readonly portal?: Source;
  /** The ids that it puts in by itself; `hidden` where nothing outside of it tells them. */
  readonly clientId?: Source | 'hidden';
  readonly botId?: Source | 'hidden';
  /** Other parameters that it puts in. */
  readonly adds: readonly string[];
  /** It tells a failure by the status where nothing puts that into v1's: v2 refuses with others. */
  readonly showsStatus: boolean;
  /** It tells a failure by the portal's text without the code, or by one of its own beside it. */
  readonly hidesCode: boolean;
  /** It writes to a log what it sends or gets. */
  readonly logs: boolean;
  /** It returns something with methods of its own: when the code runs its calls stay on v1. */
  readonly returnsOwn: boolean;
  /** What of the given files may change the client that it sends by. */
  readonly changedBy: readonly Evidence[];
  /** Packages that nobody knows which get parameters, options or the answer within it. */
  readonly remadeBy: readonly Evidence[];
  /** Places that look at the method's name, at v1 parameters or at error codes that only v1 has. */
  readonly looks: readonly Evidence[];
}

/** Reads a function by itself: everything that it is given but the method and the parameters is only known by its place. */
export function readLayout(step: FunctionRun, places: Places, method: MethodValue, reach: Reach): LayoutReading {
  const params = places.params ?? paramsPlace(step, places, method, reach);
  const run = runAlone(step, { ...places, ...(params === undefined ? {} : { params }) }, method, reach);
  const { engine, sent, returned, alone } = run;
  const { trace } = engine;
  // What a client that is changed elsewhere sends and answers, nobody sees here.
  const encoding = params === undefined || trace.isChanged ? undefined : encodingOf(sent, trace);
  const { clientId, botId, others } = idsAdded(sent, trace);
  const portal = portalOf(sent, alone);
  const gives: GivenBack = trace.isChanged ? { form: 'other', isUnseen: true } : givesBack(alone, returned, trace);
  return {
    method: places.method,
    ...(params === undefined ? {} : { params }),
    ...(encoding === 'json' ? { encoding } : {}),
    // Neither nested nor flat parameters would arrive where parts are made text within JSON, or where one way nests and another does not.
    ...(encoding !== undefined && encoding !== 'json' && goesAsForm(sent) ? { encoding: 'form' as const } : {}),
    gives,
    isSent: sent.length > 0,
    showsStatus: showsStatus(alone, gives, trace),
    hidesCode: hidesCode(alone, trace),
    logs: trace.logs,
    returnsOwn: returnsOwn(step.node, createReadingEngine(reach, new Map(), step.node, { isGenerous: true })),
    ...(portal ? { portal } : {}),
    ...(clientId ? { clientId } : {}),
    ...(botId ? { botId } : {}),
    adds: others,
    changedBy: trace.isChanged ? trace.changedBy.map(changeShown) : [],
    remadeBy: remadeBy(trace.handedOut, sent).map(changeShown),
    looks: [
      ...trace.names.map(evidenceOf),
      ...trace.keys.map(({ node }) => evidenceOf(node)),
      ...trace.codes.map(evidenceOf),
      // Of flat parameters it sees each; but a flag that it makes a letter is another one to the facade, which has it as the text of v1.
      ...trace.apart.filter(({ isOfFlags }) => encoding === 'json' || isOfFlags).map(({ node }) => evidenceOf(node)),
      ...(trace.dropsEmpty ? sent.slice(0, 1).map(({ node }) => evidenceOf(node)) : []),
      ...sent.filter((one) => isRenamed(one, method)).map(({ node }) => evidenceOf(node)),
    ],
  };
}

interface Alone {
  readonly engine: ReadingEngine;
  readonly sent: readonly ClientCall[];
  readonly returned: Value;
  /** The step as it was run. */
  readonly alone: FunctionRun;
}

function runAlone(step: FunctionRun, places: Places, method: MethodValue, reach: Reach): Alone {
  const { of } = step;
  const origins = new Map<Value, Origin>();
  const self = selfOf(step);
  const marks: Marks = { node: step.node, origins, ...(self ? { self } : {}) };
  // Nothing of the file stands for the method here; how many names it has is asked of the engine all the same.
  const engine = createReadingEngine(reach, new Map([[step.tree, method]]), step.node, { isGenerous: true, marks });
  const count = Math.max(step.given.length, parametersOf(step.node).length);
  const given = Array.from({ length: count }, (_one, at) =>
    standIn(step.given[at], String(at), places, method, origins),
  );
  engine.trace.isFollowing = true;
  const { bound: _bound, ...free } = of;
  const returned = engine.invoke({ ...free, ...(self ? { self } : {}) }, given, step.node, self);
  const sent = engine.trace.sent.filter(({ url, method: name, body, query }) =>
    [url, name, body, query].some((one) => one !== undefined && holds(one, isName)),
  );
  return { engine, sent, returned, alone: { ...step, given } };
}

/** With the package that does it. */
function changeShown(node: ts.Node): Evidence {
  const s = syntax();
  const evidence = evidenceOf(node);
  const from = s.isCallExpression(node) || s.isNewExpression(node) ? packageOf(node.expression) : undefined;
  return from === undefined || /^[.#~@]\//.test(from) ? evidence : { ...evidence, text: `${evidence.text} of ${from}` };
}

function parametersOf(node: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  return node.parameters.filter(({ name }) => name.getText() !== 'this');
}

/** `this` of the function; that of an arrow is what it sees around it. */
function selfOf({ self, of }: FunctionRun): Value | undefined {
  return self ?? of.self ?? (syntax().isArrowFunction(of.node) ? undefined : standingAt({ place: 'this' }));
}

/** An argument of which nothing is known but its place; functions and clients stay what they are. */
function standIn(
  value: Value | undefined,
  place: string,
  places: Places,
  method: MethodValue,
  origins: Map<Value, Origin>,
): Value {
  if (place === String(places.method)) return sample(places.form, place, method);
  if (place === String(places.params)) return value?.kind === 'encoded' || value?.kind === 'made' ? value : PARAMS;
  const isAround = [places.method, places.params].some((one) => String(one).startsWith(`${place}.`));
  if (isAround || value?.kind === 'object') {
    const names = new Set(value?.kind === 'object' ? value.fields.keys() : []);
    for (const one of [places.method, places.params])
      if (String(one).startsWith(`${place}.`))
        names.add(
          String(one)
            .slice(place.length + 1)
            .split('.')[0] ?? '',
        );
    const fields = new Map<string, Value>();
    for (const name of names) {
      const inner = value?.kind === 'object' ? value.fields.get(name) : undefined;
      fields.set(name, standIn(inner, `${place}.${name}`, places, method, origins));
    }
    const open: Value = { kind: 'object', fields, others: [], spreads: [] };
    origins.set(open, { place });
    return open;
  }
  switch (value?.kind) {
    case 'function':
    case 'native':
    case 'class':
    case 'module':
      return value;
    case 'external':
      return isEncoder(value) ? value : standingAt({ place });
    case 'made':
    case 'instance':
      origins.set(value, { place });
      return value;
    default:
      return standingAt({ place });
  }
}

/** `JSON.stringify`, `qs.stringify`, `$.param` */
function isEncoder({ path }: Extract<Value, { kind: 'external' }>): boolean {
  return /stringify|param$|serialize|formdata/i.test(path.at(-1) ?? '');
}

const PARAMS: Value = { kind: 'params' };

function sample(form: NameForm, place: string, method: MethodValue): Value {
  if (form === 'bare') return method;
  const before = form === 'path' ? [literal('/rest/')] : [standingAt({ place }), literal('/')];
  return { kind: 'text', parts: [...before, method] };
}

/** Which argument is sent as the parameters, where the site gives none. */
function paramsPlace(step: FunctionRun, places: Places, method: MethodValue, reach: Reach): ArgumentPlace | undefined {
  const { sent } = runAlone(step, places, method, reach);
  const found = new Set<string>();
  for (const { body, query, url } of sent)
    for (const value of [body, query, url]) if (value) for (const place of wholes(value)) found.add(place);
  const [only] = found;
  if (found.size !== 1 || only === undefined || only.startsWith('this') || only === String(places.method))
    return undefined;
  return /^\d+$/.test(only) ? Number(only) : only;
}

/** Places of what is sent as a whole: by itself, spread, or taken apart key by key. */
function wholes(value: Value, seen: Set<Value> = new Set()): string[] {
  if (seen.has(value)) return [];
  seen.add(value);
  switch (value.kind) {
    case 'unknown':
      return value.origin && 'place' in value.origin ? [value.origin.place] : [];
    case 'encoded':
      return wholes(value.of, seen);
    case 'union':
      return value.of.flatMap((one) => wholes(one, seen));
    case 'object':
      return value.spreads.flatMap((one) => wholes(one, seen));
    case 'made':
      return /URLSearchParams$|FormData$/.test(value.what) ? value.from.flatMap((one) => wholes(one, seen)) : [];
    case 'text':
      return value.parts.flatMap((one) => (one.kind === 'encoded' || one.kind === 'made' ? wholes(one, seen) : []));
    default:
      return [];
  }
}

const PORTALS =
  /^(?:portal|member|domain|tenant|account|install\w*|company|client_?endpoint|host)(?:_?(?:id|key|name))?$/i;

/** What tells portals apart: the same for everything that is sent. */
function portalOf(sent: readonly ClientCall[], { node }: FunctionRun): Source | undefined {
  const hosts = sent.map(({ url }) => (url ? hostOf(url) : undefined));
  const [first] = hosts;
  if (!first || hosts.some((one) => !one || !isSameSource(one, first))) return undefined;
  if (!('place' in first) || !first.isAsked) return first;
  // What is looked up by it may change, unless it is the portal's own name.
  const index = /^\d+$/.test(first.place) ? Number(first.place) : undefined;
  const name = index === undefined ? first.place.split('.').at(-1) : parametersOf(node)[index]?.name.getText();
  return PORTALS.test(name ?? '') ? { place: first.place } : undefined;
}
