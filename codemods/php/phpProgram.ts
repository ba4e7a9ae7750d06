import type { SourceText } from '../plan/site';
import type { PhpNode } from './loadPhp';
import { isNode, parsePhp } from './parsePhp';

/** A function, method or closure of PHP. */
export interface PhpFunction {
  readonly node: PhpNode;
  /** In small letters; none for closures. */
  readonly name?: string;
  /** With its namespace. */
  readonly whole?: string;
  readonly owner?: PhpClass;
  readonly around?: PhpFunction;
  readonly params: readonly PhpNode[];
  readonly returns: PhpNode[];
  readonly calls: PhpNode[];
}

/** A class, trait or interface; all names in small letters, without their namespace. */
export interface PhpClass {
  readonly name: string;
  /** What it extends, implements and uses. */
  readonly above: string[];
  /** Several, where namespaces have a class of one name. */
  readonly methods: Map<string, PhpFunction[]>;
}

/** What is put under a variable, a property or a key; no value where it is known only when the code runs. */
export interface PhpPut {
  readonly value?: PhpNode;
  /** One of the values of it, in a loop. */
  readonly isEach?: boolean;
  /** `.=` */
  readonly isMore?: boolean;
  readonly target: PhpNode;
}

interface PhpWhere {
  readonly file: SourceText;
  readonly parent?: PhpNode;
  readonly key: string;
  readonly index: number;
  readonly within?: PhpFunction;
  readonly owner?: PhpClass;
}

/** All that the PHP files of a project define, put and call, by name. */
export interface PhpProgram {
  readonly where: ReadonlyMap<PhpNode, PhpWhere>;
  readonly roots: ReadonlyMap<string, PhpNode>;
  readonly functions: ReadonlyMap<string, readonly PhpFunction[]>;
  readonly methods: ReadonlyMap<string, readonly PhpFunction[]>;
  readonly functionOf: ReadonlyMap<PhpNode, PhpFunction>;
  readonly classes: ReadonlyMap<string, PhpClass>;
  /** Classes by their whole names. */
  readonly whole: ReadonlySet<string>;
  /** `use Vendor\\Client as Rest`, by file: the whole name of what is imported. */
  readonly imports: ReadonlyMap<SourceText, ReadonlyMap<string, string>>;
  /** What a call by a name may mean, with its namespace: `use function curl_init as start`. */
  readonly meant: ReadonlyMap<PhpNode, readonly string[]>;
  readonly constants: ReadonlyMap<string, readonly PhpNode[]>;
  readonly variables: ReadonlyMap<string, readonly PhpPut[]>;
  readonly properties: ReadonlyMap<string, readonly PhpPut[]>;
  readonly keys: ReadonlyMap<string, readonly PhpPut[]>;
  /** Calls and `new`, by the last part of the name. */
  readonly calls: ReadonlyMap<string, readonly PhpNode[]>;
  readonly allCalls: readonly PhpNode[];
  readonly includes: readonly PhpNode[];
  readonly made: ReadonlyMap<string, readonly PhpNode[]>;
  /** Names of functions that are handed on: `[$this, 'send']`, `array_map('send', …)`. */
  readonly handed: ReadonlySet<string>;
  /** Texts that are put somewhere and may be the name of a function: `$send = 'b24'`. */
  readonly texts: ReadonlySet<string>;
  /** `$this->$name()` */
  readonly isMethodByText: boolean;
  /** Where a variable, a property, a constant or a key is asked for. */
  readonly asked: ReadonlyMap<string, readonly PhpNode[]>;
  /** `global $hook` */
  readonly shared: ReadonlyMap<PhpFunction, readonly string[]>;
}

/** Reads the files once, and all of them together: what one defines, another asks for. */
export function phpProgram(files: readonly SourceText[]) {
  const where = new Map<PhpNode, PhpWhere>();
  const roots = new Map<string, PhpNode>();
  const functions = new Map<string, PhpFunction[]>();
  const methods = new Map<string, PhpFunction[]>();
  const functionOf = new Map<PhpNode, PhpFunction>();
  const classes = new Map<string, PhpClass>();
  const whole = new Set<string>();
  const imports = new Map<SourceText, Map<string, string>>();
  const aliases = new Map<SourceText, Map<string, string>>();
  const meant = new Map<PhpNode, readonly string[]>();
  const texts = new Set<string>();
  let isMethodByText = false;
  const spaces = new Map<SourceText, string>();
  const constants = new Map<string, PhpNode[]>();
  const variables = new Map<string, PhpPut[]>();
  const properties = new Map<string, PhpPut[]>();
  const keys = new Map<string, PhpPut[]>();
  const calls = new Map<string, PhpNode[]>();
  const made = new Map<string, PhpNode[]>();
  const asked = new Map<string, PhpNode[]>();
  const allCalls: PhpNode[] = [];
  const includes: PhpNode[] = [];
  const handed = new Set<string>();
  const shared = new Map<PhpFunction, string[]>();

  const put = (target: PhpNode, more: Omit<PhpPut, 'target'>) => {
    const name = lastName(target);
    const inner = childOf(target, 'value');
    if (target.kind === 'list' || target.kind === 'array')
      for (const item of childrenOf(target, 'items'))
        put(item.kind === 'entry' ? (childOf(item, 'value') ?? item) : item, {});
    else if (target.kind === 'entry' && inner) put(inner, {});
    else if (target.kind === 'variable') add(variables, name, { ...more, target });
    else if (/propertylookup|staticlookup/.test(target.kind)) add(properties, name, { ...more, target });
    else if (target.kind === 'offsetlookup') {
      const what = childOf(target, 'what');
      if (what?.kind === 'variable' && lastName(what) === 'GLOBALS') add(variables, name, { ...more, target });
      else add(keys, name, { ...more, target });
    }
  };

  const inSpace = (file: SourceText, name: string) =>
    [spaces.get(file) ?? '', name].filter(Boolean).join('\\').toLowerCase();

  /** Where a name has no function of its namespace, it is the one of PHP. */
  const meanings = (file: SourceText, what: PhpNode): readonly string[] => {
    const name = String(what['name']).toLowerCase();
    if (what['resolution'] === 'fqn') return [name.replace(/^\\/, '')];
    if (what['resolution'] === 'rn') return [inSpace(file, name)];
    const [first = '', ...rest] = name.split('\\');
    if (rest.length === 0) {
      const alias = aliases.get(file)?.get(name);
      return alias === undefined ? [inSpace(file, name), name] : [alias];
    }
    const imported = imports.get(file)?.get(first);
    return [imported === undefined ? inSpace(file, name) : [imported, ...rest].join('\\')];
  };

  const visit = (node: PhpNode, place: PhpWhere): { within?: PhpFunction; owner?: PhpClass } => {
    where.set(node, place);
    const { within, owner } = place;
    const value = childOf(node, 'value');
    const name = lastName(node);
    const stay = { ...(within ? { within } : {}), ...(owner ? { owner } : {}) };
    if (/^(?:class|trait|interface|enum)$/.test(node.kind)) {
      const above = [node['extends'], node['implements']]
        .flat()
        .filter(isNode)
        .map((one) => lastName(one).toLowerCase());
      whole.add(inSpace(place.file, name));
      const known = classes.get(name.toLowerCase());
      const own = known ?? { name: name.toLowerCase(), above, methods: new Map<string, PhpFunction[]>() };
      if (known) known.above.push(...above);
      else if (name) classes.set(own.name, own);
      return { ...(within ? { within } : {}), owner: own };
    }
    if (node.kind === 'namespace') spaces.set(place.file, String(node['name'] ?? ''));
    if (node.kind === 'useitem') {
      const named = [place.parent?.['name'], node['name']]
        .filter((one) => typeof one === 'string')
        .join('\\')
        .replace(/^\\/, '')
        .toLowerCase();
      const alias = childOf(node, 'alias');
      const type = node['type'] ?? place.parent?.['type'];
      const all = type === 'function' ? aliases : imports;
      const own = all.get(place.file) ?? new Map<string, string>();
      if (type !== 'const') own.set(String(alias?.['name'] ?? named.replace(/^.*\\/, '')).toLowerCase(), named);
      all.set(place.file, own);
    }
    if (node.kind === 'traituse')
      owner?.above.push(...childrenOf(node, 'traits').map((one) => lastName(one).toLowerCase()));
    if (/^(?:function|method|closure|arrowfunc)$/.test(node.kind)) {
      const isNamed = node.kind === 'function' || node.kind === 'method';
      const own: PhpFunction = {
        node,
        ...(isNamed ? { name: name.toLowerCase(), whole: inSpace(place.file, name.toLowerCase()) } : {}),
        ...(owner ? { owner } : {}),
        ...(within ? { around: within } : {}),
        params: childrenOf(node, 'arguments'),
        returns: [],
        calls: [],
      };
      functionOf.set(node, own);
      // What a closure is given by reference is the variable outside, as `global` is.
      const given = childrenOf(node, 'uses').filter((one) => one['byref'] === true);
      if (given.length > 0 && !within) shared.set(own, given.map(lastName));
      if (node.kind === 'function') add(functions, name.toLowerCase(), own);
      if (node.kind === 'method') {
        add(methods, name.toLowerCase(), own);
        if (owner) add(owner.methods, name.toLowerCase(), own);
      }
      const body = childOf(node, 'body');
      if (node.kind === 'arrowfunc' && body) own.returns.push(body);
      for (const param of own.params)
        if (Number(param['flags']) > 0) add(properties, lastName(param), { value: param, target: param });
      return { within: own, ...(owner ? { owner } : {}) };
    }
    const inner = childOf(node, 'expr');
    if (node.kind === 'include') includes.push(node);
    if (node.kind === 'return' && inner) within?.returns.push(inner);
    if (node.kind === 'constant' && value) add(constants, name, value);
    if (node.kind === 'property') add(properties, name, { ...(value ? { value } : {}), target: node });
    const left = childOf(node, 'left');
    const right = childOf(node, 'right');
    if ((node.kind === 'assign' || node.kind === 'assignref') && left) {
      const isMore = node['operator'] === '.=';
      put(left, { ...(right ? { value: right } : {}), ...(isMore ? { isMore } : {}) });
    }
    if (node.kind === 'foreach') {
      const source = childOf(node, 'source');
      if (value) put(value, source ? { value: source, isEach: true } : {});
      const each = childOf(node, 'key');
      if (each) put(each, {});
    }
    if (node.kind === 'static')
      for (const one of childrenOf(node, 'variables')) {
        const start = childOf(one, 'defaultValue');
        put(childOf(one, 'variable') ?? one, start ? { value: start } : {});
      }
    if (node.kind === 'catch') put(childOf(node, 'variable') ?? node, {});
    if (node.kind === 'global' && within)
      shared.set(within, [...(shared.get(within) ?? []), ...childrenOf(node, 'items').map(lastName)]);
    if (node.kind === 'call' || node.kind === 'new') {
      const what = childOf(node, 'what');
      if (node.kind === 'call' && what?.kind === 'name') meant.set(node, meanings(place.file, what));
      const offset = what ? childOf(what, 'offset') : undefined;
      if (what?.kind === 'array' || (offset && what?.kind !== 'offsetlookup' && offset.kind !== 'identifier'))
        isMethodByText = true;
      const callee = meant.has(node) ? calleeName({ meant }, node).toLowerCase() : lastName(what).toLowerCase();
      allCalls.push(node);
      within?.calls.push(node);
      add(node.kind === 'new' ? made : calls, callee, node);
      const [first, second] = childrenOf(node, 'arguments');
      if (callee === 'define' && first && second)
        add(constants, String(first['value'] ?? '').replace(/^.*\\/, ''), second);
      for (const one of childrenOf(node, 'arguments'))
        if (one.kind === 'string') handed.add(textName(one));
        else if (one.kind === 'variadicplaceholder') handed.add(callee);
    }
    if (node.kind === 'string' && PUT.has(place.key) && String(node['value']).length < 80) texts.add(textName(node));
    if (node.kind === 'array') {
      const [first, second, ...more] = childrenOf(node, 'items').map((item) => childOf(item, 'value'));
      if (first && second?.kind === 'string' && more.length === 0) handed.add(textName(second));
    }
    if (ASKED.test(node.kind) && name) add(asked, name, node);
    return stay;
  };

  for (const file of files) {
    const { root } = parsePhp(file);
    if (!root) continue;
    roots.set(file.path, root);
    const open: { node: PhpNode; place: PhpWhere }[] = [{ node: root, place: { file, key: '', index: 0 } }];
    for (let entry = open.pop(); entry; entry = open.pop()) {
      const { node } = entry;
      const inside = visit(node, entry.place);
      for (const [key, value] of Object.entries(node).reverse()) {
        if (SKIPPED.has(key)) continue;
        const children = Array.isArray(value) ? value : [value];
        for (let index = children.length - 1; index >= 0; index -= 1) {
          const child: unknown = children[index];
          if (isNode(child)) open.push({ node: child, place: { file, parent: node, key, index, ...inside } });
        }
      }
    }
  }
  return {
    where,
    roots,
    functions,
    methods,
    functionOf,
    classes,
    whole,
    imports,
    meant,
    texts,
    isMethodByText,
    constants,
    variables,
    properties,
    keys,
    calls,
    allCalls,
    includes,
    made,
    handed,
    asked,
    shared,
  } satisfies PhpProgram;
}

const ASKED = /^(?:variable|propertylookup|nullsafepropertylookup|staticlookup|name|offsetlookup)$/;
const SKIPPED: ReadonlySet<string> = new Set(['loc', 'comments', 'leadingComments', 'trailingComments', 'errors']);

/** Where a text may be put that is called later. */
const PUT: ReadonlySet<string> = new Set(['right', 'value', 'expr', 'trueExpr', 'falseExpr', 'body']);

/** `'\\App\\Rest::send'` */
function textName(text: PhpNode): string {
  return String(text['value'])
    .toLowerCase()
    .replace(/^.*(?:\\|::)/s, '');
}

/** The name of the function that a call runs, whatever it is called in its file. */
export function calleeName({ meant }: Pick<PhpProgram, 'meant'>, call: PhpNode): string {
  return meant.get(call)?.at(-1)?.replace(/^.*\\/, '') ?? lastName(childOf(call, 'what'));
}

/** The name by which a node asks for something, or defines it, without what it belongs to. */
export function lastName(node: PhpNode | undefined): string {
  if (!node) return '';
  if (/propertylookup|staticlookup/.test(node.kind)) {
    const offset = childOf(node, 'offset');
    return offset?.kind === 'variable' && node.kind !== 'staticlookup' ? '' : lastName(offset);
  }
  if (node.kind === 'offsetlookup') {
    const offset = childOf(node, 'offset');
    if (offset?.kind === 'string') return String(offset['value']);
    return offset?.kind === 'name' || offset?.kind === 'staticlookup' ? lastName(offset) : '';
  }
  const name: unknown = node['name'];
  if (node.kind === 'variable' && isNode(name)) return '';
  const text = isNode(name) ? name['name'] : name;
  return typeof text === 'string' ? text.replace(/^.*\\/, '') : '';
}

export function childOf(node: PhpNode, key: string): PhpNode | undefined {
  const child = node[key];
  return isNode(child) ? child : undefined;
}

export function childrenOf(node: PhpNode, key: string): PhpNode[] {
  const children = node[key];
  return Array.isArray(children) ? children.filter(isNode) : [];
}

function add<T>(map: Map<string, T[]>, name: string, one: T): void {
  const before = map.get(name);
  if (before) before.push(one);
  else map.set(name, [one]);
}
