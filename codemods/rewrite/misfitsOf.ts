import type { ts } from 'ts-morph';
import { applyEdits } from '../files/edits';
import type { Edit, Site, SourceText } from '../plan/site';
import { createTypes, type Types } from '../types/createTypes';
import { isTypeChecked } from '../types/isTypeChecked';
import { type Extension, extensionFor } from './extensionFor';
import type { RewriteContext } from './RewriteContext';

export interface Fitted {
  readonly edits: readonly Edit[];
  /** Syntax alone does not tell that it fits: the compiler has to know all types. */
  readonly isDoubtful?: boolean;
  /** Edits after which the file type-checks as before. */
  readonly plain?: readonly Edit[];
  /** Module of the facade, where the call goes through it. */
  readonly delegatedTo?: string;
  readonly target?: string;
  /** The call that sends a command which is gathered first. */
  readonly called?: ts.CallExpression;
  /** Edits of types, in this file and in others. */
  readonly elsewhere?: Extension;
}

export interface Misfit {
  /** The types that it does not fit, as far as the compiler names them. */
  readonly types: readonly string[];
  /** With these edits of types it fits. */
  readonly extension?: Extension;
}

/**
 * Sites whose change would not pass the compiler where the file passed before, and the types that they do not fit. Empty for
 * files that nobody type-checks.
 * @param importsFor the edits that bring in what some of the sites need
 */
export function misfitsOf<Plan extends Fitted>(
  plans: ReadonlyMap<Site, Plan>,
  file: SourceText,
  context: RewriteContext,
  importsFor: (plans: ReadonlyMap<Site, Plan>) => readonly Edit[],
): Map<Site, Misfit> {
  const misfits = new Map<Site, Misfit>();
  const changing = [...plans].filter(([, { edits, plain }]) => edits.length > 0 && edits !== plain);
  const compilerOptions = context.typing?.(file.path);
  if (changing.length === 0 || !isTypeChecked(file, compilerOptions)) return misfits;
  const facade = changing.map(([, { delegatedTo }]) => delegatedTo).find((one) => one !== undefined);
  const types = createTypes(file, context, { compilerOptions, ...(facade === undefined ? {} : { facade }) });
  const groups = new Map<readonly Edit[], [Site, Plan][]>();
  for (const [site, plan] of changing) {
    if (isTrusted(site, plan, types)) groups.set(plan.edits, [...(groups.get(plan.edits) ?? []), [site, plan]]);
    else misfits.set(site, { types: [] });
  }
  const faultsOf = (some: readonly [Site, Plan][][], extension?: Extension): readonly string[] => {
    const all = new Map(some.flat());
    const elsewhere = [...all.values()].flatMap((plan) => [...(plan.elsewhere ?? []), ...(extension ?? [])]);
    const lists = [...[...all.values()].map((plan) => plan.edits), importsFor(all)];
    const inFile = [...lists, ...elsewhere.flatMap(([one, edits]) => (one.path === file.path ? [edits] : []))];
    const others = new Map(
      elsewhere
        .filter(([one]) => one.path !== file.path)
        .map(([one]) => [
          one,
          applied(
            one,
            elsewhere.flatMap(([other, edits]) => (other === one ? [edits] : [])),
          ),
        ]),
    );
    return types.faultsOf(applied(file, inFile), others);
  };
  for (const { members, faults } of faulty([...groups.values()], (some) => faultsOf(some), budgetFor(file))) {
    const extension = extended(members, types, context);
    const isEnough = extension !== undefined && faultsOf([[...members]], extension).length === 0;
    for (const [site] of members) misfits.set(site, { types: typesIn(faults), ...(isEnough ? { extension } : {}) });
  }
  return misfits;
}

function applied(file: SourceText, lists: readonly (readonly Edit[])[]): string {
  const owner = undefined;
  return applyEdits(
    file,
    lists.map((edits) => ({ owner, edits })),
  ).text;
}

/** The unions that name these methods, with their v2 names; undefined where there are none, or where it was tried. */
function extended<Plan extends Fitted>(
  members: readonly (readonly [Site, Plan])[],
  types: Types,
  { isGiven }: RewriteContext,
): Extension | undefined {
  const renamed = new Map<string, string>();
  for (const [{ method }, { target, delegatedTo, elsewhere }] of members) {
    if (target === undefined || delegatedTo !== undefined || elsewhere) return undefined;
    renamed.set(method, target);
  }
  const extension = extensionFor(
    renamed,
    types.files().filter(({ path }) => isGiven?.(path) !== false),
  );
  return extension.size > 0 ? extension : undefined;
}

/** Checks of one file: many for one that is read in a blink, few for one of thousands of lines. */
function budgetFor({ text }: SourceText): number {
  return Math.max(4, Math.floor(2_000_000 / (text.length + 10_000)));
}

function isTrusted(site: Site, { isDoubtful, delegatedTo, called }: Fitted, types: Types): boolean {
  const { shape } = site;
  if (!shape) return true;
  const calls = shape.constant?.calls.length ? shape.constant.calls : [shape];
  return calls.every(({ call, name, params, container }) => {
    const places: ts.Node[] = [name, ...(params ? [params] : []), ...(container ? [container] : [])];
    const trust = types.trustIn(delegatedTo === undefined ? (called ?? call) : undefined, places);
    return trust !== 'unknown' && !(trust === 'untyped' && isDoubtful && delegatedTo === undefined);
  });
}

interface Faulty<Member> {
  readonly members: readonly Member[];
  readonly faults: readonly string[];
}

/** The groups that do not pass, by halving; where the checks run out, those that were not shown to pass. */
function faulty<Member>(
  groups: readonly Member[][],
  faultsOf: (groups: readonly Member[][]) => readonly string[],
  budget: number,
): Faulty<Member>[] {
  let left = budget;
  const among = (some: readonly Member[][]): Faulty<Member>[] => {
    if (some.length === 0) return [];
    left -= 1;
    const faults = faultsOf(some);
    if (faults.length === 0) return [];
    const all = some.map((members) => ({ members, faults }));
    if (some.length === 1 || left <= 0) return all;
    const half = some.length >> 1;
    const found = [...among(some.slice(0, half)), ...among(some.slice(half))];
    // Each half passes by itself: it is what they do together.
    return found.length > 0 ? found : all;
  };
  return among(groups);
}

/** The types that the compiler speaks of: `… is not assignable to parameter of type 'RestMethod'`. */
function typesIn(faults: readonly string[]): string[] {
  const names = faults.flatMap((fault) =>
    [...fault.matchAll(/(?:to (?:parameter of )?type|in type|on type) '([^']+)'/g)].map(([, name]) => name ?? ''),
  );
  return [...new Set(names)].filter((name) => name.length <= 80 && name !== 'never' && name !== '{}').slice(0, 3);
}
