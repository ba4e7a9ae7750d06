import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import { isTestFile } from '../../files/testFile';
import type { SourceText } from '../../plan/site';
import { attached } from '../../source/attached';
import { apartOf, lookedUp } from '../apartOf';
import { carriesOption } from '../clients/carriesOption';
import { ANY_KEY, isParamName } from '../looks';
import type { ReadingEngine, Value } from '../types';
import { alternatives, UNKNOWN } from '../values/Value';
import { clientsHandedOn } from './clientsHandedOn';
import { handedOn } from './handedOn';
import { heardBy } from './heardBy';
import { type Holder, holdersOf, isRelated, literalHolder } from './holdersOf';
import { onlyCalls } from './onlyCalls';
import { plainRoot } from './plainRoot';
import { type Write, writesIn } from './writesIn';

/** A write that may put something under a name of a holder. */
export interface HolderChange {
  readonly write: Write;
  /** What it puts something into; undefined where nobody knows. */
  readonly holder?: Holder;
  /** What it puts under a name; undefined where that is nothing. */
  readonly valueOf: (name: string) => Value | undefined;
}

interface Index {
  readonly byKey: Map<string, HolderChange[]>;
  readonly unknown: HolderChange[];
}

/** All that the files around one show, looked at once for all readings of a run. */
interface Around {
  readonly named: ReadonlyMap<string, readonly Write[]>;
  readonly handed: ReadonlyMap<string, readonly HolderChange[]>;
  readonly indexed: Map<string, Index>;
  readonly open: Index;
  readonly paths: ReadonlySet<string>;
}

const arounds = new WeakMap<ReadingEngine, Map<string, Around>>();

/** What may change what stands under a name of a holder, in its own file, in the site's and in those that import it. */
export function changesAround(holder: Holder, name: string, engine: ReadingEngine): readonly HolderChange[] {
  const apart = apartOf(engine);
  const own = aroundOf(holder.node.getSourceFile(), name, apart);
  const tree = engine.site.getSourceFile();
  const all = own.paths.has(tree.fileName) ? [own] : [own, aroundOf(tree, name, apart, true)];
  return all.flatMap((one) => changesFor(holder, name, one, apart));
}

/** The same for all that is put into it: under each name, or under those of parameters and what does not show. */
export function allPutInto(
  holder: Holder,
  of: 'params' | 'options' | 'all',
  engine: ReadingEngine,
): readonly HolderChange[] {
  const apart = apartOf(engine);
  const asked = of === 'all' ? EVERY_KEY : of === 'options' ? OPTION_KEY : ANY_KEY;
  const own = aroundOf(holder.node.getSourceFile(), asked, apart);
  const tree = engine.site.getSourceFile();
  const all = own.paths.has(tree.fileName) ? [own] : [own, aroundOf(tree, asked, apart, true)];
  return all.flatMap((around) => {
    const index = around.indexed.get(asked) ?? wholeIndex(around, asked, apart);
    around.indexed.set(asked, index);
    return [...related(index, holder), ...related(around.open, holder)];
  });
}

const EVERY_KEY = '*';
const OPTION_KEY = '* of options';

/** Is a name one of those that are asked for? */
function isAsked(name: string, asked: string): boolean {
  if (asked === OPTION_KEY) return carriesOption(name);
  return asked === EVERY_KEY || (asked === ANY_KEY ? isParamName(name) : name === asked);
}

function wholeIndex({ named, handed }: Around, asked: string, apart: ReadingEngine): Index {
  const wanted = <T>(all: ReadonlyMap<string, readonly T[]>) =>
    [...all].flatMap(([name, list]) => (isAsked(name, asked) ? list : []));
  return indexOf(
    wanted(named).map((one) => changeBy(one, apart)),
    wanted(handed),
  );
}

function changesFor(holder: Holder, name: string, around: Around, apart: ReadingEngine): HolderChange[] {
  const before = around.indexed.get(name);
  const index =
    before ??
    indexOf(
      (around.named.get(name) ?? []).map((one) => changeBy(one, apart)),
      around.handed.get(name) ?? [],
    );
  if (!before) around.indexed.set(name, index);
  const isByCall = (one: HolderChange) => one.valueOf(name)?.kind === 'function';
  return [
    ...related(index, holder),
    ...index.unknown,
    ...related(around.open, holder),
    // Under any name of anything: functions that are put somewhere.
    ...around.open.unknown.filter(isByCall),
  ];
}

function related({ byKey }: Index, holder: Holder): HolderChange[] {
  const found = new Set(byKey.get(holder.key));
  for (const key of holder.above)
    for (const one of byKey.get(key) ?? []) if (one.holder && isRelated(one.holder, holder)) found.add(one);
  return [...found];
}

function aroundOf(tree: ts.SourceFile, asked: string, apart: ReadingEngine, isAlone = false): Around {
  const around = arounds.get(apart) ?? new Map<string, Around>();
  arounds.set(apart, around);
  const key = `${tree.fileName} ${asked}${isAlone ? ' alone' : ''}`;
  const known = around.get(key);
  if (known) return known;
  const named = new Map<string, Write[]>();
  const open: Told[] = [];
  const handed = new Map<string, HolderChange[]>();
  const handedOpen: HolderChange[] = [];
  const paths = new Set([tree.fileName]);
  const facts = [factsOf(tree, apart), ...(isAlone ? [] : importing(tree.fileName, asked, apart, paths))];
  for (const one of facts) {
    for (const [name, writes] of one.named) named.set(name, [...(named.get(name) ?? []), ...writes]);
    open.push(...one.open);
    for (const { holder, write } of one.handed) {
      const change: HolderChange = { holder, write, valueOf: (name) => valueUnder(write, name, apart) };
      if (write.name === undefined) handedOpen.push(change);
      else handed.set(write.name, [...(handed.get(write.name) ?? []), change]);
    }
  }
  const made: Around = { named, handed, indexed: new Map(), open: indexOf(open, handedOpen), paths };
  around.set(key, made);
  return made;
}

/** What one file shows. */
interface Facts {
  readonly named: ReadonlyMap<string, readonly Write[]>;
  readonly open: readonly Told[];
  readonly handed: ReturnType<typeof handedOn>;
}

const allFacts = new WeakMap<ReadingEngine, Map<string, Facts>>();

/** Of a file whose tree is held anyway: looked at once for all that is asked of it, whatever tree of it comes by. */
function factsOf(tree: ts.SourceFile, apart: ReadingEngine): Facts {
  const known = allFacts.get(apart) ?? new Map<string, Facts>();
  allFacts.set(apart, known);
  const before = known.get(tree.fileName);
  if (before) return before;
  const facts = lookInto(tree, apart);
  known.set(tree.fileName, facts);
  return facts;
}

function lookInto(tree: ts.SourceFile, apart: ReadingEngine): Facts {
  const { named, open } = writesIn(tree);
  return { named, open: open.map((write) => changeBy(write, apart)), handed: handedBy(tree, apart) };
}

/** The same of a file to which a holder comes by import: what is put into things of its own is no matter. */
function foreignOf({ named, open, handed }: Facts, apart: ReadingEngine): Facts {
  const isForeign = ({ target }: Write) => {
    const root = plainRoot(target);
    return !root || 'parameter' in root;
  };
  const kept = [...named].flatMap(([name, writes]): [string, readonly Write[]][] => {
    const all = writes.filter(isForeign);
    return all.length > 0 ? [[name, all]] : [];
  });
  return { named: new Map(kept), open: open.filter((one) => isForeign(one.write) && mayCount(one, apart)), handed };
}

function handedBy(tree: ts.SourceFile, apart: ReadingEngine): Facts['handed'] {
  return [...handedOn(tree, apart), ...heardBy(tree, apart), ...clientsHandedOn(tree, apart)];
}

/** What is put under any name of something that nobody knows counts where it is a function. */
function mayCount({ write, holders }: Told, apart: ReadingEngine): boolean {
  if (holders) return holders.length > 0;
  const { source, value } = write;
  if (source) return lookedUp(source, apart).kind === 'object';
  return value !== undefined && lookedUp(value, apart).kind === 'function';
}

/** Under which names a file may put something; `any`: under each. */
type Shows = ReadonlySet<string> | 'any';

const shown = attached<SourceText, Shows>();
const NOTHING: Shows = new Set();

function showsOf(file: SourceText, apart: ReadingEngine): Shows {
  const known = shown.get(file);
  if (known) return known;
  const found = onlyCalls(file.text) ? NOTHING : namesIn(foreignFacts(file, apart));
  shown.set(file, found);
  return found;
}

function namesIn({ named, open, handed }: Facts): Shows {
  if (open.length > 0 || handed.some(({ write }) => write.name === undefined)) return 'any';
  return new Set([...named.keys(), ...handed.flatMap(({ write }) => write.name ?? [])]);
}

/** What is kept of files that import something. */
interface Foreign {
  readonly byPath: Map<string, Facts>;
  /** How much text may still be held as trees. */
  left: number;
}

const foreign = new WeakMap<ReadingEngine, Foreign>();

/** A tree takes some thirty times its text: of a huge repository those that show nothing are looked at and let go. */
const MOST_HELD = 8_000_000;

function foreignFacts(file: SourceText, apart: ReadingEngine, isAsked = false): Facts {
  const kept = foreign.get(apart) ?? { byPath: new Map<string, Facts>(), left: MOST_HELD };
  foreign.set(apart, kept);
  const before = kept.byPath.get(file.path);
  if (before) return before;
  if (!isAsked && kept.left < file.text.length) return foreignOf(lookInto(treeOf({ ...file }), apart.apart()), apart);
  kept.left -= file.text.length;
  const facts = foreignOf(factsOf(treeOf(file), apart), apart);
  kept.byPath.set(file.path, facts);
  return facts;
}

const MOST = 4_000;

/** Of files that import one, also through others: those that may put something under the name. */
function importing(path: string, asked: string, apart: ReadingEngine, paths: Set<string>): Facts[] {
  const found: Facts[] = [];
  const open = [path];
  for (let at = open.pop(); at !== undefined && paths.size < MOST; at = open.pop()) {
    for (const file of apart.reach.importers?.(at) ?? []) {
      if (paths.has(file.path) || isTestFile(file.path)) continue;
      paths.add(file.path);
      open.push(file.path);
      const shows = showsOf(file, apart);
      if (shows !== 'any' && ![...shows].some((one) => isAsked(one, asked))) continue;
      found.push(foreignFacts(file, apart, true));
    }
  }
  return found;
}

type Told = Pick<HolderChange, 'write'> & {
  readonly holders: readonly Holder[] | undefined;
  readonly valueOf: HolderChange['valueOf'];
};

function changeBy(write: Write, apart: ReadingEngine): Told {
  return { write, holders: targets(write, apart), valueOf: (name) => valueUnder(write, name, apart) };
}

/** What a write may put something into: of a parameter its callers tell, who hand it over. */
function targets({ target, name }: Write, apart: ReadingEngine): readonly Holder[] | undefined {
  const root = plainRoot(target);
  if (root && 'made' in root) return syntax().isObjectLiteralExpression(root.made) ? [literalHolder(root.made)] : [];
  if (root && name === undefined) return undefined;
  return holdersOf(lookedUp(target, apart), apart);
}

function indexOf(told: readonly Told[], handed: readonly HolderChange[]): Index {
  const index: Index = { byKey: new Map(), unknown: [] };
  const add = (change: HolderChange) => {
    if (!change.holder) index.unknown.push(change);
    else
      for (const key of [change.holder.key, ...change.holder.above])
        index.byKey.set(key, [...(index.byKey.get(key) ?? []), change]);
  };
  for (const { write, holders, valueOf: put } of told) {
    if (!holders) add({ write, valueOf: put });
    else for (const holder of holders) add({ write, holder, valueOf: put });
  }
  for (const one of handed) add(one);
  return index;
}

function valueUnder({ key, source, value, name: own }: Write, name: string, apart: ReadingEngine): Value | undefined {
  if (own !== undefined && own !== name) return undefined;
  if (key) {
    const known = lookedUp(key, apart);
    if (alternatives(known).every((one) => one.kind === 'literal' && String(one.value) !== name)) return undefined;
  }
  if (source) return fromSource(lookedUp(source, apart), name, source, apart);
  return value ? lookedUp(value, apart) : UNKNOWN;
}

function fromSource(value: Value, name: string, node: ts.Node, apart: ReadingEngine): Value | undefined {
  if (value.kind !== 'object') return UNKNOWN;
  if (value.fields.has(name)) return apart.member(value, name, node);
  return value.spreads.length + value.others.length > 0 ? UNKNOWN : undefined;
}
