import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { declarationOf, functionAround } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { setsAddress } from '../clients/setsAddress';
import { isForeign } from '../isForeign';
import { pathOf } from '../pathOf';
import type { ReadingEngine, Value } from '../types';
import { alternatives, FOREIGN, REPLACED, UNKNOWN } from '../values/Value';
import { changesAround, type HolderChange } from './changesAround';
import { type Holder, holdersOf } from './holdersOf';
import { plainRoot } from './plainRoot';
import { OF_ALL, sharedChanges } from './sharedChanges';

/**
 * What else may stand under a name of something by the time it is asked for: what is put there under another name of it,
 * in another file, by a function that it is handed to. A reading follows a call and does not come by those.
 */
export function otherValues(value: Value, name: string, found: Value, engine: ReadingEngine): readonly Value[] {
  if (engine.isApart) return [];
  if (value.kind === 'object' ? !value.at : !/^(?:instance|class|module|function)$/.test(value.kind)) return [];
  if (value.kind === 'function' && /^(?:apply|bind|length|name|toString)$/.test(name)) return [];
  const [holder] = holdersOf(value, engine) ?? [];
  if (!holder) return [];
  const isOwn = (value.kind === 'object' || value.kind === 'instance') && value.fields.has(name);
  const key = `${holder.key} ${name} ${isOwn}`;
  const known = engine.others.get(key);
  if (known) return known;
  engine.others.set(key, []);
  const isClosed = value.kind === 'instance' && engine.instances.get(value.of.node) !== value;
  const all = changesAround(holder, name, engine)
    .filter((one) => !(isClosed && one.holder?.above.includes(holder.key)))
    .filter((one) => !isSeen(one, holder, engine) && !(isOwn && one.write.isPrototype) && mayMean(one, found))
    .flatMap((one) => {
      const put = one.valueOf(name);
      return put ? plain(put, found, one, engine) : [];
    })
    .filter((one) => !alternatives(found).some((other) => isSame(one, other)));
  engine.others.set(key, all);
  return all;
}

const CLIENT = ['interceptors', 'defaults'];

/**
 * Is a client changed where the reading does not come by: handed to one that nobody sees, given interceptors or defaults
 * under another name or in another file?
 */
export function isChangedClient(value: Value, name: string, node: ts.Node, engine: ReadingEngine): boolean {
  if (engine.isApart) return false;
  if (value.kind !== 'made' && value.kind !== 'external') return false;
  if ([OF_ALL, ...sharedBy(value)].some((one) => sharedChanges(one, engine).length > 0)) return true;
  const [client] = holdersOf(value, engine) ?? [];
  if (!client) return false;
  const key = `${client.key} ${name}`;
  const known = engine.others.get(key);
  if (known) return known.length > 0;
  const holder = value.kind === 'external' ? { ...client, node } : client;
  const all = [name, ...CLIENT].flatMap((one) => changesAround(holder, one, engine));
  const found = all.find(
    (one) =>
      one.holder &&
      !(value.kind === 'external' && setsAddress(one.write.node)) &&
      !isSeen(one, holder, engine) &&
      !isByOwnName(one, holder),
  );
  engine.others.set(key, found ? [UNKNOWN] : []);
  if (found) engine.trace.changedBy.push(found.write.node);
  return found !== undefined;
}

/** What all files share of a client. */
function sharedBy(value: Extract<Value, { kind: 'made' | 'external' }>): readonly string[] {
  if (value.kind === 'made') {
    if (value.what === 'axios') return ['axios.defaults'];
    return SHARED_MADE.test(value.what) ? [value.what.replace(/[.:].*$/, '')] : [];
  }
  const [first = ''] = value.path;
  if (value.module === 'undici') return first === 'fetch' || first === 'request' ? ['undici'] : [];
  if (value.module !== 'global') {
    if (value.module === 'axios' && value.path.at(-1) === 'create') return ['axios.defaults'];
    return SHARED_MODULES.test(value.module) ? [value.module] : [];
  }
  return first === 'fetch' ? [] : [first, ...(first === '$' ? ['jQuery'] : first === 'jQuery' ? ['$'] : [])];
}

const SHARED_MADE = /^(?:XMLHttpRequest|got|ky|request|@bitrix24\/b24jssdk)/;
const SHARED_MODULES = /^(?:axios|https?|superagent|got|ky|needle|request|request-promise(?:-native)?)$/;

/** What is done to a client by the name that it is made under has been followed. */
function isByOwnName({ write }: HolderChange, { key, node }: Holder): boolean {
  const s = syntax();
  if (!key.startsWith('made ')) return false;
  let at = write.target;
  while (s.isPropertyAccessExpression(at)) at = at.expression;
  const declaration = s.isIdentifier(at) ? declarationOf(at, at.getSourceFile()) : undefined;
  if (!declaration || !s.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  return CLIENT.includes(write.name ?? '') && pathOf(unwrap(declaration.initializer)) === pathOf(node);
}

/** The constructor, or the function that made the holder and has run, has put it there already. */
function isSeen({ write, holder }: HolderChange, of: Holder, { stack, trace }: ReadingEngine): boolean {
  if (isHandedAway(write)) return false;
  const around = functionAround(write.node);
  if (syntax().isSourceFile(around)) return false;
  const path = pathOf(around);
  const isIn = (node: ts.Node | undefined) => node !== undefined && pathOf(node) === path;
  if (syntax().isConstructorDeclaration(around))
    return holder !== undefined && pathOf(holder.node) === pathOf(around.parent);
  if (isIn(of.node)) return true;
  if (!isIn(functionAround(of.node))) return false;
  return stack.some(({ node }) => isIn(node)) || [...trace.returned.keys()].some(isIn);
}

/** What a function of elsewhere does with it, no reading comes by. */
export function isHandedAway({ node, name, key, source, value }: HolderChange['write']): boolean {
  const s = syntax();
  return (
    [name, key, source, value].every((one) => one === undefined) &&
    (s.isCallExpression(node) || s.isNewExpression(node))
  );
}

/** Of something that nobody knows only what may hold a transport or decide on one is taken. */
function mayMean({ holder }: HolderChange, found: Value): boolean {
  if (holder) return true;
  return alternatives(found).some(
    (one) =>
      /^(?:function|class|instance|native)$/.test(one.kind) ||
      (one.kind === 'literal' && typeof one.value === 'boolean'),
  );
}

/** What counts is what can be called or asked; of anything else, and of what is only taken away, that it may be another value. */
function plain(value: Value, found: Value, change: HolderChange, engine: ReadingEngine): Value {
  const isEmpty = value.kind === 'literal' && (value.value === null || value.value === undefined);
  if (isEmpty && alternatives(found).some(({ kind }) => kind === 'function')) return REPLACED;
  if (value.kind === 'union' && value.of.length > 0 && value.of.every(isPlain)) return value;
  if (isPlain(value)) return value;
  const seen = alternatives(found).filter(isSeenThere);
  if (seen.length > 0 && !(seen.every(isClient) && isGiven(change))) return REPLACED;
  return isForeign(value, engine) ? FOREIGN : UNKNOWN;
}

/** `use(fetcher) { this.fetch = fetcher; }`: another of the same kind. */
function isGiven({ write }: HolderChange): boolean {
  const root = write.value && plainRoot(write.value);
  return root !== undefined && 'parameter' in root;
}

function isClient({ kind }: Value): boolean {
  return kind === 'external' || kind === 'native' || kind === 'made';
}

function isSeenThere(one: Value): boolean {
  return isPlain(one) && !(one.kind === 'literal' && (one.value ?? undefined) === undefined);
}

function isPlain({ kind }: Value): boolean {
  return /^(?:function|class|instance|literal|object|module|native|external)$/.test(kind);
}

function isSame(one: Value, other: Value): boolean {
  if (one.kind === 'literal' && other.kind === 'literal') return one.value === other.value;
  if (one.kind === 'unknown') return other.kind === 'unknown' && other.from.length === 0;
  if (one.kind !== 'function' || other.kind !== 'function') return one === other;
  return one.node === other.node || pathOf(one.node) === pathOf(other.node);
}
