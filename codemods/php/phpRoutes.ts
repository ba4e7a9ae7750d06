import type { Site, SourceText } from '../plan/site';
import { attached } from '../source/attached';
import type { PhpNode } from './loadPhp';
import { outermostText } from './outermostText';
import { AUTHORIZATION } from './phpAddresses';
import { createPhpCallees } from './phpCallees';
import { classNamed, ownTargets } from './phpClasses';
import { createPhpHeads, type PhpHead, type PhpWritten } from './phpHeads';
import { calleeName, childOf, childrenOf, lastName, type PhpFunction, type PhpProgram } from './phpProgram';
import { type PhpRequest, phpRequests } from './phpRequests';
import { createPhpValues } from './phpValues';
import { readPhp } from './readPhp';

export interface PhpRoutes {
  /** Where the call at a site may go: followed from the name to what asks a server, and from there to the text of its host. */
  readonly headsOf: (file: SourceText, site: Site) => readonly PhpHead[];
  readonly requests: readonly PhpRequest[];
  /** Names of what was called on the way: other files may define it too. */
  readonly called: ReadonlySet<string>;
  /** The address of CRest, which takes its define before anything else. */
  readonly crest: readonly PhpHead[];
}

/** What is known of a call on its way: requests that it is part of, functions that it is handed to. */
interface Way {
  readonly heads: PhpHead[];
  readonly calls: PhpNode[];
  isLost: boolean;
}

export function createPhpRoutes(program: PhpProgram): PhpRoutes {
  const { where } = program;
  const valuesOf = createPhpValues(program);
  const texts = createPhpHeads(program, valuesOf);
  const calleeOf = createPhpCallees(program, valuesOf);
  const requests = phpRequests(program, texts, valuesOf, calleeOf).map((one) => withDoubt(program, one));
  const atNode = new Map<PhpNode, PhpRequest[]>();
  for (const one of requests) atNode.set(one.node, [...(atNode.get(one.node) ?? []), one]);
  const crest = (program.constants.get('C_REST_WEB_HOOK_URL') ?? []).flatMap((one) => texts.headsOf(one));
  const callsIn = new Map<PhpFunction, PhpNode[]>();
  for (const call of program.allCalls)
    for (const within of allAround(where.get(call)?.within)) {
      const before = callsIn.get(within);
      if (before) before.push(call);
      else callsIn.set(within, [call]);
    }
  const called = new Set<string>();
  const reaching = attached<PhpFunction, readonly PhpHead[]>();

  function headsOf(file: SourceText, site: Site): readonly PhpHead[] {
    const literal = outermostText(readPhp(file), site.offset);
    if (!literal) return [];
    const index = literal.at(site.offset);
    if (index > 0) {
      const own = texts.headsOfText(literal.node);
      if (own.some(({ kind }) => kind !== 'local')) return own;
    }
    const way: Way = { heads: [], calls: [], isLost: false };
    follow(literal.node, way, new Set());
    if (way.isLost) return requests.flatMap(({ heads }) => heads);
    return [...way.heads, ...way.calls.flatMap((call) => headsOfCall(call))];
  }

  function headsOfCall(call: PhpNode): readonly PhpHead[] {
    called.add(lastName(childOf(call, 'what')));
    const own = targetsOf(call);
    if (own.length > 0) {
      const heads = own.flatMap(reach);
      // What is only put aside there, another method of the class sends.
      const others = () => own.flatMap(({ owner }) => [...(owner?.methods.values() ?? [])].flat()).flatMap(reach);
      return heads.length > 0 ? heads : others();
    }
    const asked = atNode.get(call);
    if (asked) return asked.flatMap(({ heads }) => heads);
    const what = childOf(call, 'what');
    const of = what ? childOf(what, 'what') : undefined;
    return of?.kind === 'name' && /crest/i.test(lastName(of)) ? crest : [];
  }

  /** The functions of the files, unless the object that the method is called on comes from elsewhere. */
  function targetsOf(call: PhpNode): readonly PhpFunction[] {
    const what = childOf(call, 'what');
    const callee = calleeOf(call);
    if (callee) return callee.targets;
    const own = ownTargets(program, call);
    const of = what && /propertylookup$/.test(what.kind) ? childOf(what, 'what') : undefined;
    if (!of || lastName(of) === 'this') return own;
    if (own.length === 0 && !program.methods.has('__call')) return own;
    const values = valuesOf(of);
    if (own.length === 0)
      return values.flatMap(({ node }) => {
        const magic =
          node.kind === 'new'
            ? program.classes.get(lastName(childOf(node, 'what')).toLowerCase())?.methods.get('__call')
            : undefined;
        return magic ?? [];
      });
    const isForeign = values.every(({ node, isKnown }) => {
      if (!isKnown || (node.kind !== 'new' && node.kind !== 'call')) return false;
      // A container is asked for it: `$container->get(Rest::class)`.
      const [asked] = childrenOf(node, 'arguments');
      const named = node.kind === 'new' ? childOf(node, 'what') : asked && childOf(asked, 'what');
      const isClass = node.kind === 'new' || (asked?.kind === 'staticlookup' && lastName(asked) === 'class');
      return !isClass || !named || !classNamed(program, node, lastName(named).toLowerCase());
    });
    return values.length > 0 && isForeign ? [] : own;
  }

  /** Where a function and all that it calls ask. */
  function reach(start: PhpFunction): readonly PhpHead[] {
    const before = reaching.get(start);
    if (before) return before;
    const reached = new Set([start]);
    const heads: PhpHead[] = [];
    let isAnything = false;
    for (const one of reached) {
      for (const first of one.owner?.methods.get('__construct') ?? []) reached.add(first);
      for (const call of callsIn.get(one) ?? []) {
        const what = childOf(call, 'what');
        called.add(lastName(what));
        if (calleeOf(call)?.isUnknown) isAnything = true;
        const next = targetsOf(call);
        for (const one of next) reached.add(one);
        for (const one of calleeOf.handedTo(call)) reached.add(one);
        if (next.length === 0 && !atNode.has(call) && handsOut(call))
          heads.push({ kind: 'unseen', node: call, trail: [] });
        if (of(call, 'name') && /crest/i.test(of(call, 'name')) && targetsOf(call).length === 0) heads.push(...crest);
      }
    }
    for (const { within, heads: own } of requests)
      if (isAnything || allAround(within).some((one) => reached.has(one))) heads.push(...own);
    reaching.set(start, heads);
    return heads;
  }

  /** Is a name of v1 given to what stands in none of the files? It may send the call itself. */
  function handsOut(call: PhpNode): boolean {
    const what = childOf(call, 'what');
    const name = lastName(what);
    const isClass = call.kind === 'new' && !/(?:Exception|Error)$/.test(name);
    if (SPEAKS.test(name) || !(isClass || what?.kind !== 'name' || SENDS.test(name))) return false;
    if (of(call, 'name') && /crest/i.test(of(call, 'name'))) return false;
    const open = childrenOf(call, 'arguments');
    for (let node = open.pop(), left = 100; node && left > 0; node = open.pop(), left -= 1) {
      const value = childOf(node, 'value');
      if (node.kind === 'array') open.push(...childrenOf(node, 'items'));
      else if (node.kind === 'entry' || node.kind === 'namedargument') open.push(...(value ? [value] : []));
      else if (
        valuesOf(node).some((one) => one.node.kind === 'string' && /^\/?imbot\./i.test(String(one.node['value'])))
      )
        return true;
    }
    return false;
  }

  function of(call: PhpNode, kind: string): string {
    const what = childOf(call, 'what');
    const its = what ? childOf(what, 'what') : undefined;
    return its?.kind === kind ? lastName(its) : '';
  }

  /** From a name outwards to what it is handed to, through variables, constants and arrays. */
  function follow(from: PhpNode, way: Way, seen: Set<PhpNode>): void {
    for (let node: PhpNode | undefined = from; node && !seen.has(node); ) {
      seen.add(node);
      node = outwards(node, way, seen);
    }
  }

  /** The next one around it; none where it ends, or is followed from elsewhere. */
  function outwards(node: PhpNode, way: Way, seen: Set<PhpNode>): PhpNode | undefined {
    const asked = atNode.get(node);
    const place = where.get(node);
    const parent = place?.parent;
    if (asked) way.heads.push(...asked.flatMap(({ heads }) => heads));
    if (asked || !place || !parent) return undefined;
    if (parent.kind === 'call' || parent.kind === 'new')
      return place.key === 'what' ? undefined : handed(node, parent, way, seen);
    if (WITHIN.has(parent.kind)) return parent;
    const left = childOf(parent, 'left');
    if (parent.kind === 'assign' && place.key === 'right') {
      if (left) assigned(left, way, seen);
      return parent;
    }
    if (parent.kind === 'constant' || parent.kind === 'enumcase') references(lastName(parent), CONSTANTS, way, seen);
    else if (parent.kind === 'property') references(lastName(parent), PROPERTIES, way, seen);
    else if (parent.kind === 'foreach' && place.key === 'source')
      for (const target of [childOf(parent, 'value'), childOf(parent, 'key')]) {
        if (target) assigned(target, way, seen);
      }
    else if (parent.kind === 'return') returned(place.within, way, seen);
    else if (parent.kind === 'parameter' || parent.kind === 'arrowfunc') way.isLost = true;
    return undefined;
  }

  function returned(within: PhpFunction | undefined, way: Way, seen: Set<PhpNode>): void {
    const own = namedAround(within);
    way.isLost ||= within !== undefined && !own;
    for (const call of own ? (program.calls.get(own.name ?? '') ?? []) : [])
      if (own && targetsOf(call).includes(own)) follow(call, way, seen);
  }

  /** As an argument of a call. */
  function handed(node: PhpNode, call: PhpNode, way: Way, seen: Set<PhpNode>): PhpNode | undefined {
    const what = childOf(call, 'what');
    const callee = calleeName(program, call);
    const [first] = childrenOf(call, 'arguments');
    const isOwn = targetsOf(call).length > 0;
    const asked = isOwn ? undefined : atNode.get(call);
    const isBuiltIn = what?.kind === 'name' && call.kind === 'call' && !isOwn;
    if (asked) way.heads.push(...asked.flatMap(({ heads }) => heads));
    else if (!isBuiltIn) way.calls.push(call);
    else if (/^define$/i.test(callee)) references(String(first?.['value'] ?? ''), ['name'], way, seen);
    else if (/^array_(?:push|unshift)$/i.test(callee) && first && first !== node) assigned(first, way, seen);
    else if (SETS.test(callee)) {
      // It is set for what is asked beside.
      const within = where.get(call)?.within;
      for (const one of requests) if (one.within === within) way.heads.push(...one.heads);
    } else if (PASSES.test(callee)) return call;
    else way.calls.push(call);
    return undefined;
  }

  function assigned(target: PhpNode, way: Way, seen: Set<PhpNode>): void {
    const what = childOf(target, 'what');
    if (PROPERTIES.includes(target.kind)) references(lastName(target), PROPERTIES, way, seen);
    else if (target.kind === 'offsetlookup' && what) assigned(what, way, seen);
    else if (target.kind !== 'variable') way.isLost = true;
    else {
      const within = namedAround(where.get(target)?.within);
      for (const one of program.asked.get(lastName(target)) ?? [])
        if (one.kind === 'variable' && one !== target && namedAround(where.get(one)?.within) === within)
          follow(one, way, seen);
    }
  }

  function references(name: string, kinds: readonly string[], way: Way, seen: Set<PhpNode>): void {
    for (const one of program.asked.get(name) ?? []) if (kinds.includes(one.kind)) follow(one, way, seen);
  }

  return { headsOf, requests, called, crest };
}

const CONSTANTS: readonly string[] = ['name', 'staticlookup'];
const PROPERTIES: readonly string[] = ['propertylookup', 'nullsafepropertylookup', 'staticlookup'];

const WITHIN: ReadonlySet<string> = new Set([
  'entry',
  'array',
  'bin',
  'retif',
  'cast',
  'silent',
  'encapsed',
  'encapsedpart',
  'namedargument',
  'match',
  'matcharm',
  'offsetlookup',
  'variadic',
  'expressionstatement',
]);

/** Only tells of a call, or counts it. */
const SPEAKS =
  /^(?:log|debug|info|notice|warning|error|critical|alert|emergency|addRecord|increment|inc|count|timing|observe|has|get|set|assert\w*|getMessage|format|render)$/i;

/** Functions of others that may send it. */
const SENDS = /dispatch|send|call|queue|request|rest|b24|bitrix/i;

const SETS = /^(?:curl_setopt(?:_array)?|stream_context_create|curl_multi_add_handle)$/i;

/** The function or method, not the closure in it. */
function namedAround(within: PhpFunction | undefined): PhpFunction | undefined {
  return allAround(within).find(({ name }) => name !== undefined);
}

/** From the inside out. */
function allAround(within: PhpFunction | undefined): PhpFunction[] {
  const around: PhpFunction[] = [];
  for (let at = within; at; at = at.around) around.push(at);
  return around;
}

/** What gives back what it is given, in another form. */
const PASSES =
  /^(?:array_\w+|http_build_query|json_encode|implode|join|sprintf|(?:raw)?urlencode|strto(?:lower|upper)|[rl]?trim|compact|serialize|str_replace)$/i;

/** Whether one and the same place asks the portal or a server beside it, is decided when the code runs; a caller, or the class of the object, may say which. */
function withDoubt(program: PhpProgram, request: PhpRequest): PhpRequest {
  if (!request.heads.some(isPortal)) return request;
  const beside = request.heads
    .filter((one) => isElsewhere(one))
    .filter(
      ({ trail }) =>
        !trail.some((one) => one.kind === 'parameter' || (one.kind === 'call' && ownTargets(program, one).length > 1)),
    );
  const doubts = beside.map(({ node, trail }): PhpHead => ({ kind: 'unknown', node, trail }));
  return doubts.length > 0 ? { ...request, heads: [...request.heads, ...doubts] } : request;
}

function isElsewhere(head: PhpHead): boolean {
  return head.kind === 'written' && !AUTHORIZATION.test(head.origin) && !isPortal(head);
}

/** Is it the address of a portal, by what follows it? Other vendors have paths of that name too. */
export function isPortal(head: PhpHead): head is PhpWritten {
  if (head.kind !== 'written' || AUTHORIZATION.test(head.origin)) return false;
  return /^\/rest(?:\/?$|\/\ufffc|\/\d+(?:\/|$)|\/[a-z]+(?:\.[\w\ufffc]+)+|\/%)/i.test(head.tail);
}
