import { createImporting } from './adopt/createImporting';
import type { Layout } from './adopt/Layout';
import { type AdoptInput, type AdoptPlan, planAdopt } from './adopt/planAdopt';
import { adoptGateway } from './adoptGateway';
import { discover } from './files/discover';
import { readSource } from './files/readSource';
import { loadSyntax } from './files/sourceFile';
import { workingDirectory } from './files/workingDirectory';
import { findSites } from './find/findSites';
import { mayHoldOccurrence } from './find/occurrences';
import { loadPhp } from './php/loadPhp';
import { assemble, fileResult, notesOf, SKIPPED } from './plan/assemble';
import type { FileResult } from './plan/FileResult';
import { brokenBy, TOO_DEEP } from './plan/planFile';
import { selector } from './plan/selector';
import type { Site, SourceText } from './plan/site';
import { type ReportNote, type ReportSite, summarise } from './report/report';
import { unchanged } from './report/reportSite';
import type { CodemodOptions, CodemodResult } from './runCodemod';
import { textPlan } from './text/textPlan';
import { createReach } from './transport/createReach';
import type { Reach } from './transport/types';
import { createTyping } from './types/createTyping';
import { isTypeChecked } from './types/isTypeChecked';

export interface AdoptOptions extends CodemodOptions {
  /** What is said of transports where their code does not show it: options of wrapCall. */
  readonly said?: Partial<Layout>;
  /** The address of a gateway: the one address of the portal in PHP code becomes it. Other files stay as they are. */
  readonly gateway?: string;
}

/** What `adopt` did or, without `write`, would do. */
export interface AdoptResult extends CodemodResult {
  /** What was understood of the transports, a sentence each. */
  readonly understood: readonly string[];
}

/**
 * Puts the shim under the calls: wraps the function through which they pass with wrapCall, or takes the SDK through its
 * facade. Call sites stay. Writes nothing without `write`.
 * @example
 * const { report, understood, diffs } = await adopt({ paths: ['src'] });
 * console.log(understood, diffs.length, report.summary.auto);
 */
export async function adopt(options: AdoptOptions = {}): Promise<AdoptResult> {
  const { gateway } = options;
  if (gateway !== undefined) return adoptGateway({ ...options, gateway });
  const cwd = workingDirectory(options);
  const found = discover({ ...options, cwd });
  const { failed, skipped } = notesOf(found);
  await loadSyntax();
  const wanted = selector(options);
  const { sound, broken } = await sourcesOf(cwd, found.files, failed, skipped, wanted);
  const reach = createReach(cwd, found.files);
  const importing = createImporting(cwd);
  const typing = createTyping(cwd);
  const given = new Set(found.files);
  const { said } = options;
  const plan = (sources: ReadonlyMap<string, SourceText>, closed: ReadonlySet<string>): AdoptPlan =>
    planAdopt({
      files: sound.flatMap(({ path }) => sources.get(path) ?? []),
      ...sharedFiles(sources, reach),
      importing,
      isChecked: ({ fileName, text }) => isTypeChecked({ path: fileName, text }, typing(fileName)),
      wanted,
      ...(said ? { said } : {}),
      whyClosed: (path) => (closed.has(path) ? 'self-check' : given.has(path) ? undefined : 'transport-not-found'),
    });
  const { made, faults } = settled(plan, new Map(sound.map((file) => [file.path, file])));
  failed.push(...faults);
  const { write = false, allowDirty = false } = options;
  const results = [...made.files.map((file) => fileResult(file, 'adopted', options.drafts !== false)), ...broken];
  results.sort((a, b) => found.files.indexOf(a.path) - found.files.indexOf(b.path));
  const result = assemble({
    cwd,
    write,
    allowDirty,
    looked: found.files.length,
    files: results,
    failed,
    skipped,
    others: found.others,
  });
  return { ...(write ? withoutUnwritten(result, made) : result), understood: made.understood };
}

/** Files that name imbot, and what is said of those that cannot be read. */
async function sourcesOf(
  cwd: string,
  files: readonly string[],
  failed: ReportNote[],
  skipped: ReportNote[],
  wanted: (site: Site) => boolean,
): Promise<{ sound: SourceText[]; broken: FileResult[] }> {
  const sound: SourceText[] = [];
  const broken: FileResult[] = [];
  for (const file of files) {
    const read = readSource(cwd, file, mayHoldOccurrence);
    if (read.kind === 'failed') failed.push({ file, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file, message: SKIPPED[read.why] });
    if (read.kind !== 'source') continue;
    if (/\.php$/i.test(file)) await loadPhp();
    const message = faultIn(read.source);
    if (message === undefined) sound.push(read.source);
    else {
      failed.push({ file, message });
      const reason = message === TOO_DEEP ? 'nested-too-deeply' : 'syntax-error';
      broken.push(fileResult(textPlan(read.source, reason, { wanted }), 'adopted'));
    }
  }
  return { sound, broken };
}

/** Why a file cannot be followed, as a sentence. */
function faultIn(file: SourceText): string | undefined {
  const broken = brokenBy(file);
  if (broken !== undefined) return broken;
  try {
    findSites(file);
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

/** One text for each file, wherever it is reached from: edits are made against it. */
function sharedFiles(sources: ReadonlyMap<string, SourceText>, reach: Reach): Pick<AdoptInput, 'fileAt' | 'reach'> {
  const others = new Map<string, SourceText>();
  const names = new Set<string>();
  const share = (file: SourceText): SourceText => {
    const known = sources.get(file.path) ?? others.get(file.path);
    if (known) return known;
    others.set(file.path, file);
    return file;
  };
  return {
    fileAt: (path) => sources.get(path) ?? others.get(path),
    reach: {
      resolve(specifier, from) {
        const found = reach.resolve?.(specifier, from);
        return found && share(found);
      },
      importers: (path) => (reach.importers?.(path) ?? []).map(share),
      sharing: () => (reach.sharing?.() ?? []).map(share),
      // Each name is looked for in every file.
      named(name) {
        if (!names.has(name) && names.size >= NAMES) return [];
        names.add(name);
        return (reach.named?.(name) ?? []).map(share);
      },
    },
  };
}

const NAMES = 6;
const ROUNDS = 5;

/**
 * A plan after which every file parses and a second run finds nothing to do. A file for which that is not so is left as it is,
 * and the others are planned without it.
 */
function settled(
  plan: (sources: ReadonlyMap<string, SourceText>, closed: ReadonlySet<string>) => AdoptPlan,
  before: ReadonlyMap<string, SourceText>,
): { made: AdoptPlan; faults: ReportNote[] } {
  const faults: ReportNote[] = [];
  const closed = new Set<string>();
  for (;;) {
    const made = plan(before, closed);
    const changed = made.files.filter(({ source, text }) => text !== source.text);
    const after = new Map(before);
    const found: ReportNote[] = [];
    for (const { source, text } of changed) {
      const file: SourceText = { ...source, text };
      const broken = brokenBy(file);
      if (broken) found.push({ file: source.path, message: `left as it was: after the change it ${broken}` });
      after.set(source.path, file);
    }
    if (found.length === 0 && changed.length > 0) {
      for (const { source, text } of plan(after, closed).files)
        if (text !== source.text)
          found.push({ file: source.path, message: 'left as it was: a second run would change it again' });
    }
    const isLast = closed.size >= ROUNDS;
    if (found.length === 0 || isLast) return { made: isLast ? withoutEdits(made) : made, faults };
    for (const fault of found) {
      faults.push(fault);
      closed.add(fault.file);
    }
  }
}

/** Nothing changes: what does not settle is not written. */
function withoutEdits(plan: AdoptPlan): AdoptPlan {
  return {
    ...plan,
    files: plan.files.map((file) => ({
      ...file,
      text: file.source.text,
      edits: [],
      sites: file.sites.map((site) =>
        site.changed
          ? { ...site, changed: false, outcome: { ...site.outcome, verdict: 'review', reasons: ['self-check'] } }
          : site,
      ),
    })),
  };
}

/** A site whose transport stands in a file that was not written is where it was. */
function withoutUnwritten(result: CodemodResult, made: AdoptPlan): CodemodResult {
  const written = new Set(result.written);
  const lost = new Set(
    made.files
      .filter(({ source, text }) => text !== source.text && !written.has(source.path))
      .map(({ source }) => source.path),
  );
  if (lost.size === 0) return result;
  const without = new Set(
    made.files.flatMap(({ source, sites }) =>
      sites
        .filter(({ by }) => by.some((path) => lost.has(path)))
        .map(({ site }) => `${source.path}:${site.line}:${site.column}`),
    ),
  );
  const sites = result.report.sites.map(
    (site): ReportSite =>
      without.has(`${site.file}:${site.line}:${site.column}`)
        ? { ...unchanged(site), verdict: 'review', reasons: ['not-written'] }
        : site,
  );
  return { ...result, report: { ...result.report, sites, summary: summarise(result.report.summary.files, sites) } };
}
