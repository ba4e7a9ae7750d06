import type { ts } from 'ts-morph';
import { findSites } from '../find/findSites';
import { judgeSite, targetOf } from '../plan/judgeSite';
import type { PlannedSite } from '../plan/planFile';
import type { Edit, Site, SiteOutcome, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { readWays, type Way, type Ways } from '../transport/readWays';
import type { FunctionRun, Reach } from '../transport/types';
import type { Asked, Need } from './Asked';
import type { Choice } from './Choice';
import { choicesFor, wholeChoice } from './choicesFor';
import { cover } from './cover';
import { type ChoiceWriter, createChoiceWriter } from './createChoiceWriter';
import { createTransports, type Transports } from './createTransports';
import type { Importing } from './Importing';
import { isHandedIn } from './isHandedIn';
import { isSdkLike } from './isSdkLike';
import { keptBefore, keptOnV1 } from './keptOnV1';
import { knowsCall } from './knowsCall';
import type { Layout } from './Layout';
import { SDK_MODULE } from './sdkFiles';
import { type SiteRead, siteReads } from './siteReads';
import { choiceWords, unclearWords } from './words';
import type { CannotWrite } from './writeChoices';

interface AdoptedSite extends PlannedSite {
  /** Files whose changes put this site under the facade. */
  readonly by: readonly string[];
}

interface AdoptedFile {
  readonly source: SourceText;
  readonly sites: readonly AdoptedSite[];
  readonly text: string;
  readonly edits: readonly Edit[];
}

export interface AdoptPlan {
  readonly files: readonly AdoptedFile[];
  /** What was understood, for people. */
  readonly understood: readonly string[];
}

export interface AdoptInput {
  /** Files with sites, in stable order. */
  readonly files: readonly SourceText[];
  /** A given file by its path. */
  readonly fileAt: (path: string) => SourceText | undefined;
  readonly reach: Reach;
  readonly importing: (tree: ts.SourceFile) => Importing | undefined;
  /** Does a compiler look at the types of a file? */
  readonly isChecked: (tree: ts.SourceFile) => boolean;
  readonly wanted?: (site: Site) => boolean;
  /** What the user says of transports that do not show it. */
  readonly said?: Partial<Layout>;
  /** Why a file is left as it is; undefined where it may change. */
  readonly whyClosed?: (path: string) => ReasonId | undefined;
}

/** Finds what the calls of all sites pass, and puts as little as possible of it under the facade. */
export function planAdopt(input: AdoptInput): AdoptPlan {
  const { files, reach, fileAt, importing, isChecked, wanted, said, whyClosed = () => undefined } = input;
  const transports = createTransports(reach, said);
  const writer = createChoiceWriter({ fileAt, importing, isChecked, reach, whyClosed });
  const sitesOf = new Map(
    files.map((file) => [file, findSites(file).filter((site) => site.kind === 'mention' || !wanted || wanted(site))]),
  );
  const followed = [...sitesOf].flatMap(([file, sites]) =>
    sites.filter(isCall).map((site) => ({ site, file, found: shallow(() => follow(site, file, transports, reach)) })),
  );
  // Only now: what a function shows is what all calls show of it together.
  const asked = followed.map(({ site, file, found }): Asked => {
    const result = found && shallow(() => ask(site, file, found, transports, writer, reach));
    return result ?? { site, file, needs: [], first: [], isCut: false, reason: 'nested-too-deeply' };
  });
  const needs = asked.filter(isCovered).flatMap((one) => one.needs.filter(({ isDone }) => !isDone));
  const chosen = cover(needs);
  const choices = [...new Map([...chosen.values()].map((choice) => [choice.key, choice])).values()];
  const { files: written, done } = writer.write(choices);
  const understood = new Set(choices.filter(({ key }) => done.has(key)).flatMap(choiceWords));
  const results = new Map<Site, { readonly outcome: SiteOutcome; readonly by: readonly string[] }>();
  for (const one of asked) {
    const { site } = one;
    const told =
      reasonFor(one, chosen, done) ?? (one.needs.length === 0 ? unledReason(one, choices, reach) : undefined);
    const reason = told && one.isCut && UNSEEN.has(told) ? 'transport-too-far' : told;
    const target = targetOf(site);
    const base = { edits: [], ...(target ? { target } : {}) };
    const own = reason ? [] : one.needs.flatMap((need) => filesOf(chosen.get(need), writer));
    const held = one.needs.flatMap((need) => keptOnV1(need, chosen.get(need)) ?? []);
    const hides = one.needs.some((need) => hidesCode(need, chosen.get(need)));
    results.set(site, {
      outcome: reason
        ? { ...base, verdict: 'review', reasons: [...site.reasons, reason] }
        : held.length > 0
          ? { ...base, verdict: 'review', reasons: [...new Set(held)], isHeld: true }
          : { ...base, verdict: 'auto', reasons: hides ? ['v2-error-text'] : [] },
      by: [...new Set(own)],
    });
    if (reason) for (const text of shallow(() => unclearWords(one, transports)) ?? []) understood.add(text);
  }
  const paths = [...new Set([...files.map(({ path }) => path), ...written.keys()])];
  return {
    files: paths.flatMap((path): AdoptedFile[] => {
      const source = fileAt(path);
      if (!source) return [];
      const sites = sitesOf.get(source) ?? findSites(source);
      const { text = source.text, edits = [] } = written.get(path) ?? {};
      return [{ source, sites: sites.map((site) => planned(site, results.get(site))), text, edits }];
    }),
    understood: [...understood],
  };
}

/** What may be said of a call only that was followed to its end. */
const UNSEEN: ReadonlySet<ReasonId> = new Set(['transport-not-found', 'transport-not-understood', 'constant-unused']);

/** Carried, but for the text of a refusal. */
function hidesCode(need: Need, choice: Choice | undefined): boolean {
  return need.hidesCode === true || (choice?.kind === 'call' && choice.hidesCode);
}

function isCall({ kind, ignored, shape, reasons }: Site): boolean {
  if (ignored !== undefined || !shape || reasons.some((reason) => reason === 'script-in-text')) return false;
  return kind === 'call' || kind === 'batch' || kind === 'url' || kind === 'constant';
}

function planned(
  site: Site,
  result: { readonly outcome: SiteOutcome; readonly by: readonly string[] } | undefined,
): AdoptedSite {
  if (result)
    return {
      site,
      outcome: result.outcome,
      changed: result.outcome.verdict === 'auto' || result.outcome.isHeld === true,
      by: result.by,
    };
  const isLeft = site.kind !== 'mention' && site.ignored === undefined;
  return { site, outcome: isLeft ? judgeSite(site) : NOTHING, changed: false, by: [] };
}

const NOTHING: SiteOutcome = { edits: [], verdict: 'manual', reasons: [] };

/** The parser, and what follows its trees, calls itself for each level. */
function shallow<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Follows a site to all clients, and lets the functions on the way know of it. */
function follow(
  site: Site,
  file: SourceText,
  transports: Transports,
  reach: Reach,
): { readonly ways: Ways; readonly read: SiteRead }[] {
  return siteReads(site, file, reach).map((one) => {
    const { read, tree, form } = one;
    const ways = readWays(read, tree, reach);
    for (const { steps } of ways.ways) for (const step of steps) transports.pass(step, read.method, form);
    if (ways.ways.length === 0) for (const step of ways.first) transports.enter(step, read.method, form);
    return { ways, read: one };
  });
}

function ask(
  site: Site,
  file: SourceText,
  found: readonly { readonly ways: Ways; readonly read: SiteRead }[],
  transports: Transports,
  writer: ChoiceWriter,
  reach: Reach,
): Asked {
  const needs = found.flatMap(({ ways, read }) => {
    const own = read.read.call ? { call: read.read.call } : {};
    const done = (steps: readonly FunctionRun[]): Need => {
      const held = keptBefore(steps, own.call, reach);
      const hides = steps.some(({ node, of }) => of.isWrapped && transports.of(node)?.hidesCode);
      return { ...own, steps, isDone: true, by: [], ...(held ? { held } : {}), ...(hides ? { hidesCode: true } : {}) };
    };
    // Of what is not seen to send, the user may say how it does.
    if (ways.ways.length === 0 && ways.isWrapped) return [done(ways.first)];
    const told = ways.ways.length > 0 ? [] : toldChoices(ways.first, transports, writer);
    if (told.length > 0) return [{ ...own, isDone: false, by: told, steps: ways.first }];
    return ways.ways.map((way): Need => {
      const groups = choicesFor(way, ways, read, transports, reach);
      const { steps } = way;
      if (groups === 'done') return done(steps);
      const able = groups.map((group) => group.filter((one) => typeof writer.tried(one) !== 'string'));
      const by = able.find((group) => group.length > 0) ?? [];
      const why = groups.flat().flatMap((one) => {
        const made = writer.tried(one);
        return typeof made === 'string' ? made : [];
      });
      const reason = by.length > 0 ? undefined : reasonOf(way, why);
      const isRenamed = reason !== undefined && steps.some((step) => !knowsCall(step, read));
      return { ...own, steps, isDone: false, by, ...(isRenamed ? { isRenamed } : {}), ...(reason ? { reason } : {}) };
    });
  });
  const isLost =
    needs.length > 0 &&
    (needs.length < found.length || found.some(({ ways }) => ways.ways.length > 0 && ways.isPartly));
  const first = found.flatMap(({ ways }) => ways.first);
  const reason: ReasonId | undefined = isLost ? 'transport-not-understood' : undefined;
  const isCut = found.some(({ ways }) => ways.isCut);
  return { site, file, needs, first, isCut, ...(reason ? { reason } : {}) };
}

function toldChoices(first: readonly FunctionRun[], transports: Transports, writer: ChoiceWriter): Choice[] {
  return first
    .flatMap(({ node }) => transports.of(node) ?? [])
    .flatMap((one) => wholeChoice(one) ?? [])
    .filter((one) => typeof writer.tried(one) !== 'string');
}

function reasonOf({ sent, steps }: Way, why: readonly CannotWrite[]): ReasonId {
  if (sent.client === SDK_MODULE) return 'sdk-unseen';
  if (sent.client === 'BX24' && steps.length === 0) return 'bx24-page';
  const told = why.find((one) => one !== 'form');
  if (told === 'no-import') return 'classic-script';
  if (told !== undefined) return told;
  return steps.length === 0 ? 'url-call' : 'transport-not-understood';
}

function isCovered({ needs, reason }: Asked): boolean {
  return !reason && needs.length > 0 && needs.every(({ by, isDone }) => isDone || by.length > 0);
}

function reasonFor(
  { needs, reason }: Asked,
  chosen: ReadonlyMap<unknown, Choice>,
  done: ReadonlySet<string>,
): ReasonId | undefined {
  if (reason) return reason;
  for (const need of needs) {
    if (need.isDone) continue;
    if (need.reason) return need.reason;
    const choice = chosen.get(need);
    if (!choice || !done.has(choice.key)) return 'transport-not-understood';
  }
  return undefined;
}

/** Of a site that was not seen to be sent: one that only stands somewhere goes by the one transport that there is. */
function unledReason({ site, first }: Asked, choices: readonly Choice[], reach: Reach): ReasonId | undefined {
  const { shape, kind } = site;
  if (kind === 'url') return 'url-call';
  if (/^BX24\./.test(shape?.callee ?? '')) return 'bx24-page';
  if (first.length > 0 || /\.bind$/.test(shape?.callee ?? '')) return 'transport-not-understood';
  if (shallow(() => isSdkLike(site))) return 'sdk-unseen';
  if (kind === 'constant' && shallow(() => isHandedIn(site, reach))) return 'transport-not-understood';
  if (kind === 'constant' && !shape?.constant) return 'constant-unused';
  const stands =
    shape?.place === 'property' || shape?.place === 'tuple' || shape?.place === 'query' || kind === 'constant';
  return stands && !shape?.callee && choices.length === 1 ? undefined : 'transport-not-found';
}

function filesOf(choice: Choice | undefined, writer: ChoiceWriter): string[] {
  const made = choice && writer.tried(choice);
  return made === undefined || typeof made === 'string' ? [] : made.map(({ tree }) => tree.fileName);
}
