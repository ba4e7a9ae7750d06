import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { functionAround } from '../source/declarations';
import { isAdded, isMixed, keysOf } from './changes/filled';
import { encodingOf, encodingOfAll } from './encodingOf';
import { evidenceOf } from './evidenceOf';
import { isRenamed } from './isRenamed';
import { onePortal } from './onePortal';
import { type NameRead, startCall } from './startCall';
import type {
  Added,
  Answers,
  ArgumentPlace,
  Encoding,
  FailureKind,
  TransportReading,
  TransportStep,
  Unseen,
} from './TransportReading';
import type { ClientCall, FunctionNode, FunctionRun, MethodValue, Reach, ReadingEngine, Trace, Value } from './types';
import { createFollowedOnce } from './values/createFollowedOnce';
import { allThrown } from './values/rejecting';
import { alternatives, holds, insideOf, isCode, isName, isParam, NO_PROMISE } from './values/Value';

/** The call that is read. */
export interface CallRead extends NameRead {
  readonly call: ts.CallExpression | ts.NewExpression;
}

/** Follows a call to the client that sends it, and says what it saw on the way. */
export function readTransport(read: CallRead, tree: ts.SourceFile, reach: Reach): TransportReading {
  return once(read, tree, reach, () => {
    const { engine, method, callbacks } = startCall(read, reach);
    const answer = engine.evaluate(read.call, engine.openFrame(functionAround(read.call), tree));
    return { value: concluded(read, method, answer, callbacks, engine), engine, isWhole: true };
  });
}

const once = createFollowedOnce<TransportReading>();

/** The same for a function that only has the name of the one that is called: what would it make of this call? */
export function readNamed(
  read: CallRead,
  tree: ts.SourceFile,
  candidate: { readonly node: FunctionNode; readonly tree: ts.SourceFile },
  reach: Reach,
): TransportReading {
  const { engine, method, callbacks } = startCall(read, reach);
  const site = engine.openFrame(functionAround(read.call), tree);
  const given = (read.call.arguments ?? []).map((one) => engine.evaluate(one, site));
  const own = engine.openFrame(candidate.node, candidate.tree);
  engine.trace.isFollowing = true;
  const answer = engine.invoke(
    { kind: 'function', node: candidate.node, around: own.outer ?? own },
    given,
    read.call,
    own.self,
  );
  return concluded(read, method, answer, callbacks, engine);
}

function concluded(
  read: CallRead,
  method: MethodValue,
  answer: Value,
  callbacks: readonly Value[],
  engine: ReadingEngine,
): TransportReading {
  const { trace } = engine;
  const sent = trace.sent.filter((one) => namesMethod(one));
  const encoding = encodingOf(sent, trace);
  const steps = stepsOf(sent, trace);
  const added = addedBy(sent, trace);
  const unseen = whyUnseen(read, sent, encoding, trace);
  const portal = onePortal(sent);
  const escaped =
    encoding ??
    encodingOfAll(
      trace.unseen.flatMap(({ given }) => given),
      trace,
    );
  return {
    ...(unseen ? { unseen } : {}),
    ...(escaped ? { encoding: escaped } : {}),
    clients: [...new Set(sent.map(({ client }) => client))],
    called: trace.entered,
    steps,
    answer: callbacks.length > 0 ? 'callback' : answersOf(answer, trace.isRemade ? undefined : trace.entered[0], trace),
    failures: failuresOf(answer, trace),
    clientThrows: trace.passes ? 'through' : trace.clientThrows ? 'caught' : 'never',
    throwsPlain:
      !trace.passes &&
      allThrown(trace)
        .flatMap(alternatives)
        .every((one) => one.kind === 'thrown' && !one.isOwn),
    instead: insteadOf(answer),
    hasOwnResult: alternatives(answer).some(hasOwnResult),
    looksAtResult: trace.results.map(evidenceOf),
    added,
    dependsOnName: [
      ...trace.names.map(evidenceOf),
      ...trace.keys.map(({ node }) => evidenceOf(node)),
      ...(trace.nests ? [] : trace.apart.map(({ node }) => evidenceOf(node))),
      ...(trace.dropsEmpty && !trace.nests ? sent.slice(0, 1).map(({ node }) => evidenceOf(node)) : []),
      ...sent.filter((one) => isRenamed(one, method)).map(({ node }) => evidenceOf(node)),
    ],
    comparesCodes: trace.codes.map(evidenceOf),
    isClosure: trace.entered.some((node) => isClosure(node)),
    isAdopted: sent.length > 0 && sent.every(({ stack }) => stack.some(({ of }) => of.isWrapped)),
    ...(portal === undefined ? {} : { portal }),
  };
}

/** Made within another function; a method of a class is not. */
function isClosure(node: ts.Node): boolean {
  return !syntax().isSourceFile(functionAround(node));
}

function namesMethod({ url, method, body, query }: ClientCall): boolean {
  return [url, method, body, query].some((one) => one !== undefined && holds(one, isName));
}

function whyUnseen(
  { params }: CallRead,
  sent: readonly ClientCall[],
  encoding: Encoding | undefined,
  trace: Trace,
): Unseen | undefined {
  if (trace.budget < 0) return 'too-far';
  if (sent.length === 0) return trace.unseen.length > 0 ? 'handed-on' : 'not-found';
  const isToPortal = sent.some(
    ({ url, method, body }) =>
      (method !== undefined && holds(method, isName)) ||
      (url !== undefined &&
        (holds(url, isName) || (body !== undefined && /\bbatch(?:\.json)?\/?$/.test(lastText(url))))),
  );
  if (!isToPortal) return 'own-server';
  if (trace.unseen.length > 0 || trace.isChanged) return 'handed-on';
  return params && !encoding ? 'no-parameters' : undefined;
}

function lastText(url: Value): string {
  if (url.kind === 'literal') return String(url.value);
  if (url.kind === 'text') {
    const last = url.parts.at(-1);
    return last ? lastText(last) : '';
  }
  return url.kind === 'union' ? url.of.map(lastText).join(' ') : '';
}

/** Parameters that the transport puts beside those of the site, by itself or by the text of the address. */
function addedBy(sent: readonly ClientCall[], trace: Trace): Added[] {
  const found: Added[] = trace.added.map(({ key, node }) => ({ key: key.toUpperCase(), ...evidenceOf(node) }));
  for (const { url, body, query, node } of sent) {
    for (const value of [url, body, query]) {
      if (!value) continue;
      for (const key of keysBeside(value)) {
        if (!found.some((one) => one.key === key)) found.push({ key, ...evidenceOf(node) });
      }
    }
  }
  return found;
}

function keysBeside(value: Value, seen: Set<Value> = new Set()): string[] {
  if (seen.has(value) || value.kind === 'params') return [];
  seen.add(value);
  const own: string[] = [];
  if (value.kind === 'literal' && typeof value.value === 'string')
    for (const [, key] of value.value.matchAll(/(?:^|[?&])(CLIENT_ID|BOT_ID)(?:=|$)/g)) if (key) own.push(key);
  if (value.kind === 'object' && isMixed(value))
    own.push(...keysOf(value).flatMap(([key]) => (isAdded(key) ? key.toUpperCase() : [])));
  if (value.kind === 'object' && holdsRaw(value))
    own.push(
      ...[...value.fields.keys()].filter((key) => /^(?:CLIENT_ID|BOT_ID)$/i.test(key)).map((key) => key.toUpperCase()),
    );
  if (value.kind === 'made')
    own.push(
      ...value.held
        .flatMap((one) => (one.kind === 'literal' ? [String(one.value)] : []))
        .filter((key) => /^(?:CLIENT_ID|BOT_ID)$/.test(key)),
    );
  return [...own, ...insideOf(value).flatMap((one) => keysBeside(one, seen))];
}

/** The parameters stand in this object itself, not under a name of it. */
function holdsRaw(value: Extract<Value, { kind: 'object' }>): boolean {
  return [...value.spreads, ...value.others].some((one) => holds(one, isParam));
}

function stepsOf(sent: readonly ClientCall[], trace: Trace): TransportStep[] {
  const [first] = sent;
  const stack = first?.stack ?? [];
  return stack.map((step): TransportStep => {
    const name = nameOf(step.node);
    const method = placeOf(step, isName);
    const params = placeOf(step, ({ kind }) => kind === 'params');
    return {
      ...(name === undefined ? {} : { name }),
      file: step.tree.fileName,
      node: step.node,
      tree: step.tree,
      ...(method === undefined ? {} : { method }),
      ...(params === undefined ? {} : { params }),
      answer: answersOf(undefined, step.node, trace),
    };
  });
}

function nameOf(node: ts.Node): string | undefined {
  const s = syntax();
  if ('name' in node && node.name && typeof node.name === 'object' && 'kind' in node.name) {
    const own = node.name;
    if ('text' in own && typeof own.text === 'string') return own.text;
  }
  let at = node.parent;
  while (s.isParenthesizedExpression(at) || s.isAsExpression(at)) at = at.parent;
  if (
    (s.isVariableDeclaration(at) || s.isPropertyDeclaration(at) || s.isPropertyAssignment(at)) &&
    s.isIdentifier(at.name)
  )
    return at.name.text;
  return undefined;
}

/** Where in the arguments something stands by itself: `2`, or `0.params` in an object. */
function placeOf({ given }: FunctionRun, test: (value: Value) => boolean): ArgumentPlace | undefined {
  for (const [at, value] of given.entries()) {
    const found = within(value, test, 2);
    if (found !== undefined) return found === '' ? at : `${at}.${found}`;
  }
  return undefined;
}

function within(value: Value, test: (value: Value) => boolean, depth: number): string | undefined {
  if (alternatives(value).some(test)) return '';
  if (depth === 0 || value.kind !== 'object') return undefined;
  if (value.spreads.some((one) => alternatives(one).some(test))) return '';
  for (const [name, field] of value.fields) {
    const found = within(field, test, depth - 1);
    if (found !== undefined) return found === '' ? name : `${name}.${found}`;
  }
  return undefined;
}

function answersOf(value: Value | undefined, node: FunctionRun['node'] | undefined, trace: Trace): Answers {
  const returned = node ? trace.returned.get(node) : undefined;
  const good = returned?.filter(({ onFailure, isThrown }) => !onFailure && !isThrown).map((one) => one.value);
  const values = good && good.length > 0 ? good : value ? [value] : [];
  if (values.length === 0) return returned ? 'nothing' : 'unknown';
  const kinds = new Set(values.flatMap(alternatives).flatMap((one) => kindOf(one)));
  const [kind] = kinds;
  if (kinds.size > 1) return 'mixed';
  return kind ?? 'nothing';
}

function kindOf(value: Value): Answers[] {
  if (value.kind === 'answer') {
    const { stage } = value;
    if (stage === 'envelope' || stage === 'result' || stage === 'axios' || stage === 'sdk') return [stage];
    if (stage === 'failure') return [];
    return stage === 'fetch' || stage === 'body' ? ['response'] : ['unknown'];
  }
  if (value.kind === 'literal')
    return value.value === null || value.value === undefined || value.value === false ? [] : ['unknown'];
  if (value.kind === 'thrown') return [];
  if (value.kind === 'object' && !hasOwnResult(value)) {
    const isEnvelope = value.fields.has('result') || value.spreads.some((one) => holds(one, isEnvelopeItself));
    return isEnvelope ? ['envelope'] : value.spreads.length + value.others.length === 0 ? [] : ['unknown'];
  }
  return ['unknown'];
}

function isEnvelopeItself(one: Value): boolean {
  return one.kind === 'answer' && one.stage === 'envelope';
}

/** `{ result: null }`, `{ result: Number(body.result) }`: what stands there is not, or not always, what the portal said. */
function hasOwnResult(value: Value): boolean {
  const result = value.kind === 'object' ? value.fields.get('result') : undefined;
  return (
    result !== undefined &&
    !alternatives(result).every(
      (one) => (one.kind === 'answer' && one.stage === 'result') || (one.kind === 'literal' && one.value === undefined),
    )
  );
}

function failuresOf(answer: Value, trace: Trace): FailureKind[] {
  const found = new Set<FailureKind>();
  for (const thrown of allThrown(trace)) found.add(holds(thrown, isCode) ? 'throws-code' : 'throws');
  if (trace.passes) found.add('throws-code');
  if (holds(answer, isCode)) found.add('returns-code');
  if (alternatives(answer).some((one) => one.kind === 'literal' && (one.value === null || one.value === undefined)))
    found.add('returns-nothing');
  return [...found];
}

function insteadOf(answer: Value): TransportReading['instead'] {
  const found = alternatives(answer).flatMap((one): TransportReading['instead'] => {
    if (one.kind === 'literal') return [one.value === null ? 'null' : one.value === undefined ? 'undefined' : 'other'];
    if (one.kind === 'made' && one.what === NO_PROMISE) return ['no-promise'];
    return one.kind === 'object' || one.kind === 'text' || one.kind === 'list' ? ['other'] : [];
  });
  return [...new Set(found)];
}
