import { createGroups } from './createGroups';
import type { PhpNode } from './loadPhp';
import { isOfOneLine, lineAround, ownTargets } from './phpClasses';
import {
  calleeName,
  childOf,
  childrenOf,
  lastName,
  type PhpClass,
  type PhpFunction,
  type PhpProgram,
  type PhpPut,
} from './phpProgram';

/** What an expression may be when the code runs: a text, an array, an object made; or nobody knows. */
export interface PhpValue {
  readonly node: PhpNode;
  readonly isKnown: boolean;
  /** What was asked on the way: variables, constants, properties. */
  readonly trail: readonly PhpNode[];
}

type Trail = readonly PhpNode[];

const MOST_STEPS = 20_000;
const DEEPEST = 60;

/** Follows values of PHP backwards through variables, parameters and their callers, properties, constants, arrays and returns. */
export function createPhpValues(program: PhpProgram): (node: PhpNode, trail?: Trail) => PhpValue[] {
  const { where } = program;
  let steps = 0;
  const withinOf = (one: PhpNode): readonly (PhpFunction | undefined)[] => [where.get(one)?.within];
  const putsWithin = createGroups<PhpPut, PhpFunction | undefined>(({ target }) => withinOf(target));
  const nodesWithin = createGroups<PhpNode, PhpFunction | undefined>(withinOf);
  /** By the function around: `use (&$name)` of closures within it. */
  const boundWithin = createGroups<PhpNode, PhpFunction>((one) => {
    const { parent, key } = where.get(one) ?? {};
    const around =
      parent && one['byref'] === true && key === 'uses' ? program.functionOf.get(parent)?.around : undefined;
    return around ? [around] : [];
  });
  const callersByTarget = createGroups<PhpNode, PhpFunction>((call) => [...new Set(ownTargets(program, call))]);
  /** What may call a constructor. */
  let makers: readonly PhpNode[] | undefined;
  const putsWithinClass = createGroups<PhpPut, PhpClass | undefined>(({ target }) => [where.get(target)?.owner]);
  /** Those of `$this`, of the class itself and of its declarations; by no class what is put from outside. */
  const ownPutsOfClass = createGroups<PhpPut, PhpClass | undefined>(({ target }) => {
    const of = childOf(target, 'what');
    const isOwn =
      target.kind === 'property' ||
      target.kind === 'parameter' ||
      (of && lastName(of) === 'this') ||
      /^(?:self|static)reference$/.test(of?.kind ?? '');
    return [isOwn ? where.get(target)?.owner : undefined];
  });

  const unknown = (node: PhpNode, trail: Trail): PhpValue[] => [{ node, isKnown: false, trail }];
  const known = (node: PhpNode, trail: Trail): PhpValue[] => [{ node, isKnown: true, trail }];
  const all = (nodes: readonly (PhpNode | undefined)[], at: PhpNode, trail: Trail): PhpValue[] =>
    nodes.flatMap((one) => (one ? resolve(one, trail) : unknown(at, trail)));

  function resolve(node: PhpNode, trail: Trail): PhpValue[] {
    steps += 1;
    if (steps > MOST_STEPS || trail.length > DEEPEST) return unknown(node, trail);
    if (LITERALS.has(node.kind)) return known(node, trail);
    const inner = childOf(node, 'expr') ?? childOf(node, 'what');
    switch (node.kind) {
      case 'bin':
        if (node['type'] === '??') return all([childOf(node, 'left'), childOf(node, 'right')], node, trail);
        return node['type'] === '+' ? unknown(node, trail) : known(node, trail);
      case 'retif':
        return all([childOf(node, 'trueExpr') ?? childOf(node, 'test'), childOf(node, 'falseExpr')], node, trail);
      case 'match':
        return all(
          childrenOf(node, 'arms').map((arm) => childOf(arm, 'body')),
          node,
          trail,
        );
      case 'cast':
      case 'silent':
        return inner ? resolve(inner, trail) : unknown(node, trail);
      case 'assign':
        return all([childOf(node, 'right')], node, trail);
      case 'include':
        return included(node, trail);
      case 'call':
        return called(node, trail);
      default:
    }
    if (!REFERENCES.has(node.kind)) return unknown(node, trail);
    if (trail.includes(node)) return [];
    const further = [...trail, node];
    if (node.kind === 'variable') return variable(node, where.get(node)?.within, further);
    if (node.kind === 'parameter') return parameter(node, further);
    if (node.kind === 'offsetlookup') return element(node, further);
    if (node.kind === 'name') return constant(node, further);
    const offset = childOf(node, 'offset');
    if (node.kind === 'staticlookup' && offset?.kind === 'identifier') return constant(node, further);
    return property(node, further);
  }

  function puts(found: NonNullable<ReturnType<PhpProgram['variables']['get']>>, node: PhpNode, trail: Trail) {
    const set = found.filter(({ isMore }) => !isMore);
    const values = set.flatMap(({ value, isEach, target }) => {
      if (!value) return target.kind === 'property' ? [] : unknown(target, trail);
      return isEach ? eachOf(value, trail) : resolve(value, trail);
    });
    // What is put together from nothing begins with what is added.
    const isEmpty = values.some(({ node: one }) => one.kind === 'string' && one['value'] === '');
    const more = found.filter(({ isMore }) => isMore);
    const added = isEmpty ? more.flatMap(({ value }) => (value ? resolve(value, trail) : unknown(node, trail))) : [];
    return [...values, ...added];
  }

  function variable(node: PhpNode, within: PhpFunction | undefined, trail: Trail): PhpValue[] {
    const name = lastName(node);
    if (name === 'this') return known(node, trail);
    if (name === '' || /^(?:_[A-Z]+|GLOBALS|argv)$/.test(name)) return unknown(node, trail);
    const isGlobal = within && program.shared.get(within)?.includes(name);
    if (within && !isGlobal) {
      const param = within.params.find((one) => lastName(one) === name);
      const isPassed = childrenOf(within.node, 'uses').some((one) => lastName(one) === name);
      const own = putsWithin(program.variables.get(name), within);
      const values = [
        ...(param ? resolve(param, trail) : []),
        ...puts(own, node, trail),
        ...otherwise(name, within, trail),
      ];
      if (within.around && (isPassed || (within.node.kind === 'arrowfunc' && !param)))
        return [...values, ...variable(node, within.around, trail)];
      if (isPassed || (within.node.kind === 'arrowfunc' && !param)) return [...values, ...shared(node, trail)];
      return values.length > 0 || param ? values : unknown(node, trail);
    }
    return shared(node, trail);
  }

  /** A variable outside of functions, which all files share. */
  function shared(node: PhpNode, trail: Trail): PhpValue[] {
    const name = lastName(node);
    const found = (program.variables.get(name) ?? []).filter(({ target }) => {
      const within = where.get(target)?.within;
      return !within || target.kind === 'offsetlookup' || program.shared.get(within)?.includes(name);
    });
    const values = [...puts(found, node, trail), ...otherwise(name, undefined, trail)];
    const files = new Set(found.map(({ target }) => where.get(target)?.file));
    // A file that is not given may put another value: settings of one machine are no part of a repository.
    const more = program.includes.filter(
      (one) => !where.get(one)?.within && files.has(where.get(one)?.file) && isMissing(one),
    );
    return values.length > 0 ? [...values, ...more.flatMap((one) => unknown(one, trail))] : unknown(node, trail);
  }

  /** What is put under a variable without its name: by `extract`, `$$name`, by reference. */
  function otherwise(name: string, within: PhpFunction | undefined, trail: Trail): PhpValue[] {
    const extracted = nodesWithin(program.calls.get('extract'), within).flatMap((call) => {
      const [given] = childrenOf(call, 'arguments');
      if (!given || trail.includes(call)) return [];
      return resolve(given, [...trail, call]).flatMap((one) => {
        if (!one.isKnown || one.node.kind !== 'array') return unknown(call, trail);
        const value = valueAt(one.node, name);
        return value ? resolve(value, one.trail) : [];
      });
    });
    const bound = within ? boundWithin(program.asked.get(name), within) : [];
    const named = putsWithin(program.variables.get(''), within).map(({ target }) => target);
    const handed = nodesWithin(program.asked.get(name), within).filter(
      (one) => one.kind === 'variable' && isByReference(one),
    );
    return [...extracted, ...[...named, ...bound, ...handed].flatMap((one) => unknown(one, trail))];
  }

  function callersOf(own: PhpFunction): readonly PhpNode[] {
    const { name = '', owner } = own;
    const named = program.calls.get(name) ?? [];
    if (name !== '__construct' || !owner) return callersByTarget(named, own);
    makers ??= [...program.allCalls.filter(({ kind }) => kind === 'new'), ...named];
    return callersByTarget(makers, own);
  }

  function isByReference(node: PhpNode): boolean {
    const { parent, key, index } = where.get(node) ?? {};
    if (parent?.kind === 'assignref') return key === 'right';
    // Each of its elements may be put anew.
    if (parent?.kind === 'foreach') return key === 'source' && childOf(parent, 'value')?.['byref'] === true;
    if (parent?.kind !== 'call' || key !== 'arguments' || index === undefined) return false;
    const callee = calleeName(program, parent);
    if (/^(?:preg_match|preg_match_all)$/i.test(callee)) return index === 2;
    if (/^parse_str$/i.test(callee)) return index === 1;
    if (/^array_walk/i.test(callee)) return index === 0;
    return ownTargets(program, parent).some(({ params }) => params[index]?.['byref'] === true);
  }

  /** Does it name a file of PHP that is not among those given, nor one that others wrote? */
  function isMissing(include: PhpNode): boolean {
    const path = includedPath(include);
    if (!/\.php$/i.test(path) || /vendor\/|autoload|prolog|epilog|wp-load|wp-config/i.test(path)) return false;
    const name = path.replace(/^.*\//, '');
    return ![...program.roots.keys()].some((path) => path.replace(/^.*\//, '') === name);
  }

  function parameter(node: PhpNode, trail: Trail): PhpValue[] {
    const place = where.get(node);
    const own = place?.parent ? program.functionOf.get(place.parent) : undefined;
    if (!place || !own?.name || node['variadic'] === true) return unknown(node, trail);
    const callers = callersOf(own);
    const values = callers.flatMap((call) => {
      const given = childrenOf(call, 'arguments');
      const named = given.find((one) => one.kind === 'namedargument' && lastName(one) === lastName(node));
      if (given.some(({ kind }) => kind.startsWith('variadic'))) return unknown(call, trail);
      const at = given[place.index];
      const one = named ? childOf(named, 'value') : at?.kind === 'namedargument' ? undefined : at;
      const start = childOf(node, 'value');
      return one ? resolve(one, trail) : start ? resolve(start, trail) : [];
    });
    return callers.length === 0 || isHandedOn(program, own) || isMadeByOthers(program, own)
      ? [...values, ...unknown(node, trail)]
      : values;
  }

  function element(node: PhpNode, trail: Trail): PhpValue[] {
    const key = lastName(node);
    const what = childOf(node, 'what');
    if (key === '' || !what) return unknown(node, trail);
    if (what.kind === 'variable' && lastName(what) === 'GLOBALS') return shared(node, trail);
    const base = lastName(what);
    const isOf = ({ target }: { target: PhpNode }) => lastName(childOf(target, 'what')) === base;
    const set = program.keys.get(key) ?? [];
    const anything = (program.keys.get('') ?? []).filter(isOf).filter(({ target }) => isNodeWithOffset(target));
    const written = puts(set, node, trail);
    const held = resolve(what, trail).flatMap((one) => heldIn(one, key, node));
    const both = [...written, ...held, ...anything.flatMap(({ target }) => unknown(target, trail))];
    return both.length > 0 ? both : unknown(node, trail);
  }

  /** What an array has under a key; in one that is put together, the last that has it. */
  function heldIn({ node: array, isKnown, trail }: PhpValue, key: string, node: PhpNode): PhpValue[] {
    if (
      isKnown &&
      array.kind === 'call' &&
      /^array_(?:merge|replace)(?:_recursive)?$/i.test(calleeName(program, array))
    ) {
      const found: PhpValue[] = [];
      for (const given of childrenOf(array, 'arguments').reverse()) {
        if (/^(?:variadic|named)/.test(given.kind)) return unknown(node, trail);
        const each = resolve(given, trail).map((one) => heldIn(one, key, node));
        found.push(...each.flat());
        if (each.length > 0 && each.every((one) => one.length > 0 && one.every((value) => value.isKnown))) break;
      }
      return found;
    }
    if (!isKnown || array.kind !== 'array') return isNothing(array) ? [] : unknown(array, trail);
    const items = childrenOf(array, 'items');
    if (items.some((item) => item.kind !== 'entry' || item['unpack'] === true)) return unknown(node, trail);
    const value = valueAt(array, key);
    return value ? resolve(value, trail) : [];
  }

  function constant(node: PhpNode, trail: Trail): PhpValue[] {
    const found = program.constants.get(lastName(node)) ?? [];
    const of = node.kind === 'staticlookup' ? childOf(node, 'what') : undefined;
    const owner = of?.kind === 'name' ? program.classes.get(lastName(of).toLowerCase()) : where.get(node)?.owner;
    const own = found.filter((one) => {
      const its = where.get(one)?.owner;
      if (!of) return !its || where.get(one)?.parent?.kind !== 'constant';
      return its && (!owner || isOfOneLine(program, its, owner));
    });
    if (own.length === 0) return unknown(node, trail);
    const before = own.flatMap((one) =>
      isUnlessDefined(one)
        ? program.includes.filter((file) => where.get(file)?.file === where.get(one)?.file && isMissing(file))
        : [],
    );
    return [...own.flatMap((one) => resolve(one, trail)), ...before.flatMap((one) => unknown(one, trail))];
  }

  /** `if (!defined('HOOK')) define('HOOK', …)` */
  function isUnlessDefined(value: PhpNode): boolean {
    for (let at = where.get(value)?.parent; at; at = where.get(at)?.parent) {
      const test = at.kind === 'if' ? childOf(at, 'test') : at.kind === 'bin' ? childOf(at, 'left') : undefined;
      if (test && JSON.stringify(test, (key, one) => (key === 'loc' ? undefined : one)).includes('"defined"'))
        return true;
    }
    return false;
  }

  /** What is put under a property of a name, within the line of a class or from outside of it; in any way, or of its own alone. */
  function propertyPuts(name: string, owner: PhpClass | undefined, isAny = false): readonly PhpPut[] {
    const list = program.properties.get(name) ?? [];
    if (!owner) return list;
    const putsOf = isAny ? putsWithinClass : ownPutsOfClass;
    return [undefined, ...lineAround(program, owner)].flatMap((one) => putsOf(list, one));
  }

  function property(node: PhpNode, trail: Trail): PhpValue[] {
    const what = childOf(node, 'what');
    const isOwn = what && (lastName(what) === 'this' || /^(?:self|static)reference$/.test(what.kind));
    const owner = isOwn ? where.get(node)?.owner : undefined;
    const found = propertyPuts(lastName(node), owner);
    // `$this->$key = …` may put any.
    const any = propertyPuts('', owner, true);
    const values = [...puts(found, node, trail), ...any.flatMap(({ target }) => unknown(target, trail))];
    if (values.length > 0 && lastName(node) !== '') return values;
    const isYii = lastName(node) === 'params' && lastName(what && childOf(what, 'what')) === 'Yii';
    // One of several is put over the others, and that of one machine is no part of a repository.
    const all = [...program.roots.keys()].filter((path) => /config\/params[^/]*\.php$/.test(path));
    const isOne =
      all.length === 1 && !program.includes.some((one) => /params/.test(includedPath(one)) && isMissing(one));
    return isYii && isOne ? setting('params', node, undefined, trail) : unknown(node, trail);
  }

  function included(node: PhpNode, trail: Trail): PhpValue[] {
    const name = includedPath(node).replace(/^.*\//, '');
    const roots = name === '' ? [] : [...program.roots].filter(([path]) => path.replace(/^.*\//, '') === name);
    const returned = roots.flatMap(([, root]) => childrenOf(root, 'children')).filter(({ kind }) => kind === 'return');
    return returned.length > 0
      ? all(
          returned.map((one) => childOf(one, 'expr')),
          node,
          trail,
        )
      : unknown(node, trail);
  }

  function called(node: PhpNode, trail: Trail): PhpValue[] {
    const what = childOf(node, 'what');
    const name = calleeName(program, node);
    const [first, second] = childrenOf(node, 'arguments');
    if (first?.kind === 'variadicplaceholder') return known(node, trail);
    if (what?.kind === 'name' && first) {
      if (/^(?:[rl]?trim|strval|strtolower|htmlspecialchars|filter_var|untrailingslashit|trailingslashit)$/i.test(name))
        return resolve(first, trail);
      if (/^constant$/i.test(name) && first.kind === 'string')
        return constant({ kind: 'name', name: String(first['value']) }, trail);
    }
    const own = ownTargets(program, node);
    if (own.length > 0) {
      if (trail.includes(node)) return [];
      const returns = own.flatMap(({ returns: given }) => given);
      const further = [...trail, node];
      return returns.length > 0 ? returns.flatMap((one) => resolve(one, further)) : unknown(node, trail);
    }
    const isConfig =
      /^config$/i.test(name) || (/^get$/i.test(name) && /^config$/i.test(lastName(what && childOf(what, 'what'))));
    // `$this->config->item('hook')` of CodeIgniter.
    if (/^item$/i.test(name) && /^config$/i.test(lastName(what && childOf(what, 'what'))) && first?.kind === 'string') {
      const set = (program.keys.get(String(first['value'])) ?? []).filter(
        ({ target }) => lastName(childOf(target, 'what')) === 'config',
      );
      const isSet = program.calls.has('set_item');
      return set.length > 0 && !isSet ? puts(set, node, [...trail, node]) : unknown(node, trail);
    }
    if (isConfig && first?.kind === 'string') return setting(String(first['value']), node, second, trail);
    return known(node, trail);
  }

  /** `config('services.bitrix24.webhook')` of Laravel. */
  function setting(path: string, node: PhpNode, start: PhpNode | undefined, trail: Trail): PhpValue[] {
    const [file = '', ...keys] = path.split('.');
    const root = [...program.roots].find(([one]) => one.endsWith(`config/${file}.php`))?.[1];
    let at = root
      ? childOf(childrenOf(root, 'children').find(({ kind }) => kind === 'return') ?? root, 'expr')
      : undefined;
    for (const key of keys) {
      const entry = at ? childrenOf(at, 'items').find((item) => childOf(item, 'key')?.['value'] === key) : undefined;
      at = entry ? childOf(entry, 'value') : undefined;
    }
    const isSet = program.allCalls.some(
      (call) =>
        /^(?:config|set)$/i.test(lastName(childOf(call, 'what'))) &&
        call !== node &&
        childrenOf(call, 'arguments').some((one) => one.kind === 'array' && JSON.stringify(one).includes(`"${path}"`)),
    );
    if (!at || isSet) return unknown(node, trail);
    return [...resolve(at, [...trail, node]), ...(start ? resolve(start, trail) : [])];
  }

  function eachOf(source: PhpNode, trail: Trail): PhpValue[] {
    return resolve(source, trail).flatMap((one) => {
      if (!one.isKnown || one.node.kind !== 'array') return unknown(one.node, one.trail);
      return all(
        childrenOf(one.node, 'items').map((item) => childOf(item, 'value')),
        one.node,
        one.trail,
      );
    });
  }

  return (node, trail = []) => {
    steps = 0;
    return resolve(node, trail);
  };
}

/** The file that is included, as far as it is written. */
function includedPath(node: PhpNode): string {
  const texts: string[] = [];
  const open = [childOf(node, 'target')];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === 'string') texts.push(String(at['value']));
    for (const key of ['right', 'left']) {
      const part = childOf(at, key);
      if (part) open.push(part);
    }
  }
  return texts.join('');
}

function valueAt(array: PhpNode, key: string): PhpNode | undefined {
  const found = childrenOf(array, 'items').find((item) => {
    const its = childOf(item, 'key');
    return its?.['value'] === key || lastName(its) === key;
  });
  return found ? childOf(found, 'value') : undefined;
}

const LITERALS: ReadonlySet<string> = new Set([
  'string',
  'nowdoc',
  'encapsed',
  'array',
  'new',
  'magic',
  'number',
  'boolean',
  'nullkeyword',
  'closure',
  'arrowfunc',
]);
const REFERENCES: ReadonlySet<string> = new Set([
  'variable',
  'parameter',
  'offsetlookup',
  'name',
  'staticlookup',
  'propertylookup',
  'nullsafepropertylookup',
]);

function isNothing({ kind }: PhpNode): boolean {
  return kind === 'nullkeyword' || kind === 'boolean';
}

/** `$config[$key] = …`; `$list[] = …` puts nothing under a name. */
function isNodeWithOffset(target: PhpNode): boolean {
  return childOf(target, 'offset') !== undefined;
}

/** May code that is not seen as a call run it? */
function isHandedOn({ handed, texts, isMethodByText }: PhpProgram, { name = '', owner }: PhpFunction): boolean {
  return handed.has(name) || (texts.has(name) && (!owner || isMethodByText));
}

/** May a container make it? It is told so by the name of the class, unless it is told how at the same place. */
function isMadeByOthers(program: PhpProgram, { name, owner }: PhpFunction): boolean {
  if (name !== '__construct' || !owner) return false;
  const asked = (program.asked.get('class') ?? []).filter(
    (one) => one.kind === 'staticlookup' && lastName(childOf(one, 'what')).toLowerCase() === owner.name,
  );
  const made = program.made.get(owner.name) ?? [];
  const isBound = asked.some((one) => {
    const parent = program.where.get(one)?.parent;
    return parent !== undefined && made.some((each) => isWithin(program, each, parent));
  });
  const isGiven = asked.some((one) => /^(?:key|value|arguments)$/.test(program.where.get(one)?.key ?? ''));
  const isText = program.handed.has(owner.name) || program.texts.has(owner.name);
  return (isGiven && !isBound) || (isText && program.made.has(''));
}

function isWithin({ where }: PhpProgram, node: PhpNode, around: PhpNode): boolean {
  for (let at: PhpNode | undefined = node; at; at = where.get(at)?.parent) if (at === around) return true;
  return false;
}
