import type { PhpNode } from './loadPhp';
import { classNamed, ownTargets } from './phpClasses';
import { calleeName, childOf, childrenOf, lastName, type PhpFunction, type PhpProgram } from './phpProgram';
import type { createPhpValues } from './phpValues';

/** What a call runs that does not say so by its name: `$send(…)`, `call_user_func([$this, 'send'], …)`, `$this->$name(…)`. */
export interface PhpCallee {
  readonly targets: readonly PhpFunction[];
  /** Functions that stand in none of the files. */
  readonly names: readonly string[];
  readonly isUnknown: boolean;
  readonly given: readonly PhpNode[];
}

/** Follows callables of PHP to the functions that they stand for; nothing for a call that names what it runs. */
export function createPhpCallees(program: PhpProgram, valuesOf: ReturnType<typeof createPhpValues>) {
  const known = new Map<PhpNode, PhpCallee | undefined>();

  function calleeOf(call: PhpNode): PhpCallee | undefined {
    if (known.has(call)) return known.get(call);
    // Whoever comes back here by way of itself learns no more.
    known.set(call, undefined);
    const found = read(call);
    known.set(call, found);
    return found;
  }

  function read(call: PhpNode): PhpCallee | undefined {
    const what = childOf(call, 'what');
    const given = childrenOf(call, 'arguments');
    if (!what || call.kind !== 'call') return undefined;
    if (what.kind === 'name') {
      const name = calleeName(program, call);
      if (!CALLS_IT.test(name) || ownTargets(program, call).length > 0) return undefined;
      const [callable, ...rest] = given;
      if (!callable) return undefined;
      const [list] = rest;
      const inList =
        list?.kind === 'array' ? childrenOf(list, 'items').flatMap((one) => childOf(one, 'value') ?? []) : rest;
      return { ...of(callable), given: /_array$/i.test(name) ? inList : rest };
    }
    if (/lookup$/.test(what.kind) && what.kind !== 'offsetlookup' && what['parenthesizedExpression'] !== true) {
      const offset = childOf(what, 'offset');
      if (!offset || offset.kind === 'identifier') return undefined;
      const texts = valuesOf(childOf(offset, 'expression') ?? offset).map(({ node, isKnown }) =>
        isKnown && node.kind === 'string' ? String(node['value']).toLowerCase() : '',
      );
      const targets = texts.flatMap((name) => program.methods.get(name) ?? []);
      return { targets, names: [], isUnknown: texts.some((name) => !program.methods.has(name)), given };
    }
    return { ...of(what), given };
  }

  function of(callable: PhpNode): Omit<PhpCallee, 'given'> {
    const found = valuesOf(callable).map(({ node, isKnown }) => (isKnown ? one(node) : UNKNOWN));
    return {
      targets: [...new Set(found.flatMap(({ targets }) => targets))],
      names: found.flatMap(({ names }) => names),
      isUnknown: found.length === 0 || found.some(({ isUnknown }) => isUnknown),
    };
  }

  function one(node: PhpNode): Omit<PhpCallee, 'given'> {
    const own = program.functionOf.get(node);
    if (own) return { ...UNKNOWN, targets: [own], isUnknown: false };
    if (node.kind === 'string') return named(String(node['value']).toLowerCase());
    if (node.kind === 'array') {
      const [, name] = childrenOf(node, 'items').map((item) => childOf(item, 'value'));
      return name?.kind === 'string' ? method(String(name['value']).toLowerCase()) : UNKNOWN;
    }
    if (node.kind === 'new') {
      const owner = classNamed(program, node, lastName(childOf(node, 'what')).toLowerCase());
      const targets = owner?.methods.get('__invoke') ?? [];
      return { ...UNKNOWN, targets, isUnknown: targets.length === 0 };
    }
    if (node.kind !== 'call') return UNKNOWN;
    const [first] = childrenOf(node, 'arguments');
    if (first && lastName(childOf(node, 'what')).toLowerCase() === 'fromcallable') return of(first);
    if (first?.kind !== 'variadicplaceholder') return UNKNOWN;
    const targets = ownTargets(program, node);
    if (targets.length > 0) return { ...UNKNOWN, targets, isUnknown: false };
    return childOf(node, 'what')?.kind === 'name' ? named(calleeName(program, node).toLowerCase()) : UNKNOWN;
  }

  function named(name: string): Omit<PhpCallee, 'given'> {
    if (name.includes('::')) return method(name.replace(/^.*::/, ''));
    const last = name.replace(/^.*\\/, '');
    const targets = program.functions.get(last) ?? [];
    return { targets, names: targets.length > 0 ? [] : [last], isUnknown: false };
  }

  function method(name: string): Omit<PhpCallee, 'given'> {
    const targets = program.methods.get(name.replace(/^.*::/, '')) ?? [];
    return { targets, names: [], isUnknown: targets.length === 0 };
  }

  /** What others may run, as it is given to them: `array_map('App::send', …)`. */
  function handedTo(call: PhpNode): readonly PhpFunction[] {
    return childrenOf(call, 'arguments').flatMap((given): readonly PhpFunction[] => {
      const isText = given.kind === 'string';
      const isPair = given.kind === 'array' && childrenOf(given, 'items').length === 2;
      const isMade = given.kind === 'call' && childrenOf(given, 'arguments')[0]?.kind === 'variadicplaceholder';
      return isText || isPair || isMade ? one(given).targets : [];
    });
  }

  return Object.assign(calleeOf, { handedTo });
}

const UNKNOWN: Omit<PhpCallee, 'given'> = { targets: [], names: [], isUnknown: true };

const CALLS_IT = /^(?:call_user_func(?:_array)?|forward_static_call(?:_array)?)$/i;
