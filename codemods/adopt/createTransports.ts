import { methodEntry } from '../../src/map/index';
import { syntax } from '../files/sourceFile';
import { createReadingEngine } from '../transport/createReadingEngine';
import type { NameForm, Places } from '../transport/placesOf';
import { placesOf } from '../transport/placesOf';
import { readLayout } from '../transport/readLayout';
import type { ArgumentPlace, Evidence } from '../transport/TransportReading';
import type { ClassValue, FunctionNode, FunctionRun, MethodValue, Reach } from '../transport/types';
import { madeOf, replacedBy } from '../transport/values/replacedBy';
import { handedFunctions, handsUnknown, otherCallers } from './handedFunctions';
import type { Layout } from './Layout';
import { type Lack, type LayoutFound, layoutOf } from './layoutOf';

/** A function on the way of one call or more, and what all of them show of it together. */
export interface FoundTransport {
  readonly node: FunctionNode;
  readonly step: FunctionRun;
  /** The method stands in it by itself. */
  readonly isBare: boolean;
  readonly layout: LayoutFound['layout'];
  readonly lacks: readonly Lack[];
  readonly isHidden: boolean;
  /** It returns something with methods of its own: its calls stay on v1 when the code runs. */
  readonly returnsOwn: boolean;
  /** It tells failures by the portal's text alone. */
  readonly hidesCode: boolean;
  /** It writes to a log what it sends or gets. */
  readonly logs: boolean;
  /** What may change the client that it sends by, for people. */
  readonly changedBy: readonly string[];
  /** The packages that get what it sends or what comes back, for people. */
  readonly remadeBy: readonly string[];
  /** What of it looks at names, for people. */
  readonly looks: readonly string[];
}

/** Collects what calls show of functions; each function is read by itself once per method. */
export interface Transports {
  /** Notes that a call passes a function. */
  pass(step: FunctionRun, method: string, form: NameForm): void;
  /** The same of a function that was not seen to send: what the user says tells where things stand. */
  enter(step: FunctionRun, method: string, form: NameForm): void;
  of(node: FunctionNode): FoundTransport | undefined;
}

interface Passed {
  readonly step: FunctionRun;
  readonly places: Places;
  readonly method: string;
}

/** What is known of all functions that the calls of the given files pass. */
export function createTransports(reach: Reach, said: Partial<Layout> = {}): Transports {
  const passed = new Map<FunctionNode, Passed[]>();
  const known = new Map<FunctionNode, FoundTransport | undefined>();
  const note = (step: FunctionRun, method: string, places: Places | undefined) => {
    if (!places) return;
    const all = passed.get(step.node) ?? [];
    const handed = handedFunctions(step, places);
    const isNew = !all.some(
      (one) => one.method === method && isSame(one.places, places) && handedFunctions(one.step, one.places) === handed,
    );
    if (isNew) passed.set(step.node, [...all, { step, places, method }]);
  };
  return {
    pass: (step, method, form) => note(step, method, placesOf(step, form)),
    enter(step, method, form) {
      const told = said.method === undefined ? undefined : { method: said.method, form };
      note(step, method, placesOf(step, form) ?? told);
    },
    of(node) {
      if (!known.has(node)) known.set(node, together(passed.get(node) ?? [], reach, said));
      return known.get(node);
    },
  };
}

function isSame(a: Places, b: Places): boolean {
  return a.method === b.method && a.form === b.form && a.params === b.params;
}

function together(all: readonly Passed[], reach: Reach, said: Partial<Layout>): FoundTransport | undefined {
  const [first] = all;
  if (!first) return undefined;
  // A call without parameters says nothing of where they stand.
  const params = all.find(({ places }) => places.params !== undefined)?.places.params;
  const whole = withCallers(all, params, reach);
  const readings = whole.map(({ step, places, method }) => {
    const reading = readLayout(step, places, nameValue(method), reach);
    return { reading, found: layoutOf(reading, step) };
  });
  const layouts = readings.map(({ found }) => found.layout);
  const layout = merged(layouts);
  if (!layout) return undefined;
  const filled = { ...said, ...layout };
  const lacks = new Set(readings.flatMap(({ found }) => found.lacks));
  // What the user says counts where nothing shows.
  if (filled.answer !== undefined) for (const lack of ['answer', 'shape'] as const) lacks.delete(lack);
  if (filled.params !== undefined && filled.encoding !== undefined) {
    lacks.delete('params');
    if (filled.answer !== undefined) for (const lack of ['sends', 'changed'] as const) lacks.delete(lack);
  }
  if (isDecorated(first.step, reach)) lacks.add('decorated');
  if (said.encoding === undefined && whole.some(({ step, places }) => handsUnknown(step, places, reach)))
    lacks.add('params');
  return {
    node: first.step.node,
    step: first.step,
    isBare: all.every(({ places }) => places.form === 'bare'),
    layout: filled,
    lacks: [...lacks],
    isHidden: readings.some(({ found }) => found.isHidden),
    returnsOwn: readings.some(({ reading }) => reading.returnsOwn),
    hidesCode: readings.some(({ reading }) => reading.hidesCode),
    logs: readings.some(({ reading }) => reading.logs),
    changedBy: shown(readings.flatMap(({ reading }) => reading.changedBy)),
    remadeBy: shown(readings.flatMap(({ reading }) => reading.remadeBy)),
    looks: shown(readings.flatMap(({ reading }) => reading.looks)),
  };
}

function shown(all: readonly Evidence[]): readonly string[] {
  return [...new Set(all.map(({ file, line, text }) => `${file}:${line} ${text}`))];
}

/** The wrap stands over what decorators make of a method or of its class: what that is, nobody sees, or it is another one. */
function isDecorated({ node, of }: FunctionRun, reach: Reach): boolean {
  const s = syntax();
  if (!s.isMethodDeclaration(node) || !s.isClassLike(node.parent)) return false;
  const engine = createReadingEngine(reach, new Map(), node, { isGenerous: true });
  const own: ClassValue = { kind: 'class', node: node.parent, around: of.around };
  return replacedBy(node, of.around, engine).length > 0 || madeOf(own, engine).length > 0;
}

/** Each with the parameters' place, and those beside that hand over other functions. */
function withCallers(all: readonly Passed[], params: ArgumentPlace | undefined, reach: Reach): readonly Passed[] {
  const own = all.map(({ places, ...rest }) => ({
    ...rest,
    places: places.params === undefined && params !== undefined ? { ...places, params } : places,
  }));
  const [first] = own;
  if (!first) return [];
  const known = new Set(own.map(({ step, places }) => handedFunctions(step, places)));
  const others = otherCallers(first.step, first.places, reach).flatMap((step): Passed[] => {
    const handed = handedFunctions(step, first.places);
    if (known.has(handed) && !handsUnknown(step, first.places, reach)) return [];
    known.add(handed);
    return [{ ...first, step }];
  });
  return [...own, ...others];
}

/** Of a name that is put together at run time any name is asked. */
function nameValue(method: string): MethodValue {
  const entry = methodEntry(method) ?? methodEntry('imbot.message.add');
  const { v1 = method, v2 = [] } = entry ?? {};
  return { kind: 'method', v1, v2: v2.length > 0 ? v2 : [v1] };
}

/** What all of them agree on; undefined where they do not. What tells portals apart may be left out. */
function merged(layouts: readonly LayoutFound['layout'][]): LayoutFound['layout'] | undefined {
  const [first, ...rest] = layouts;
  if (!first) return undefined;
  const same = (name: keyof Layout) => rest.every((one) => JSON.stringify(one[name]) === JSON.stringify(first[name]));
  if (!(['method', 'params', 'answer', 'callback', 'encoding', 'clientId', 'botId'] as const).every(same))
    return undefined;
  if (same('portal')) return first;
  const { portal: _portal, ...others } = first;
  return others;
}
