import { createImporting } from './adopt/createImporting';
import { addressesOf } from './events/addressesOf';
import { mayHoldHandler } from './events/unnamedHandlers';
import { type DiscoverOptions, discover } from './files/discover';
import { readSource } from './files/readSource';
import { loadSyntax } from './files/sourceFile';
import { workingDirectory } from './files/workingDirectory';
import { mayHoldOccurrence } from './find/occurrences';
import { loadPhp } from './php/loadPhp';
import { acceptable } from './plan/acceptable';
import { assemble, type CodemodResult, fileResult, notesOf, SKIPPED } from './plan/assemble';
import type { FileResult } from './plan/FileResult';
import { type FilePlan, type PlanFileOptions, planFile, TOO_DEEP } from './plan/planFile';
import { selector } from './plan/selector';
import type { SiteOutcome, SourceText, Transform } from './plan/site';
import { mayHoldTodo } from './plan/todos';
import type { ReasonId } from './report/reasons';
import { createPlaces } from './rewrite/createPlaces';
import { createPortals } from './rewrite/createPortals';
import { callsOfBroken } from './text/callsOfBroken';
import { isTextOnly } from './text/syntaxes';
import { textPlan } from './text/textPlan';
import { namesV1Codes } from './transport/answer/namesV1Codes';
import { createReach } from './transport/createReach';
import { createTyping } from './types/createTyping';

export type { CodemodResult } from './plan/assemble';

/** Which files and sites a codemod looks at, and what it may take for granted. Without `write` no file is changed. */
export interface CodemodOptions extends Omit<DiscoverOptions, 'cwd'> {
  /** Default: that of the process. */
  readonly cwd?: string;
  /** Methods, events, kinds or prefixes with `*`: only these sites. */
  readonly only?: readonly string[];
  /** The same words: these sites are left out. */
  readonly skip?: readonly string[];
  /** Change the files; without it only diffs are made. */
  readonly write?: boolean;
  /** Also files with uncommitted changes. */
  readonly allowDirty?: boolean;
  /** Leave markers at sites that stay. */
  readonly todo?: boolean;
  /** Send through the facade what cannot be proven. */
  readonly delegate?: boolean;
  /** `json`: transports that are not seen nest objects as JSON, authorise by OAuth and answer the envelope. Default: their calls stay. */
  readonly assumeTransport?: 'json';
  /** Nobody outside of the given files compares error codes of v1. Default: a call whose error code can leave its function stays. */
  readonly assumeErrors?: boolean;
  /**
   * Losses taken by name (`menu`, `event-format`), and `higher-rank` and `denied-by-v2`: calls that have no other move, and the report says which
   * loss each has. An unknown name rejects with UsageError.
   */
  readonly accept?: readonly string[];
  /** Write a draft for each site that stays; default: yes. */
  readonly drafts?: boolean;
  /** Called before each file. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Finds the files, plans each by the transform, writes what was asked for, and accounts for everything. */
export async function runCodemod(options: CodemodOptions, transform: Transform): Promise<CodemodResult> {
  const cwd = workingDirectory(options);
  const found = discover({ ...options, cwd });
  const { failed, skipped } = notesOf(found);
  const wanted = selector(options);
  const accept = acceptable(options.accept ?? []);
  const files: FileResult[] = [];
  await loadSyntax();
  const { resolve, importers, named, sharing } = createReach(cwd, found.files);
  const codes = namesV1Codes(cwd, found.files);
  const addresses = addressesOf(cwd, found.files);
  const importing = createImporting(cwd);
  const typing = createTyping(cwd);
  const place = createPlaces(cwd);
  const given = new Set(found.files);
  const portals = createPortals();
  const planned = async (file: string): Promise<FileResult | undefined> => {
    const read = readSource(
      cwd,
      file,
      (bytes) => mayHoldOccurrence(bytes) || mayHoldHandler(bytes) || mayHoldTodo(bytes),
    );
    if (read.kind === 'failed') failed.push({ file, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file, message: SKIPPED[read.why] });
    if (read.kind !== 'source') return undefined;
    // Only now: most runs see no PHP that names imbot.
    if (/\.php$/i.test(file)) await loadPhp();
    const { failure, result } = isTextOnly(file)
      ? asTextOnly(read.source, wanted)
      : planOrFail(read.source, options.drafts !== false, {
          transform,
          wanted,
          resolve: (specifier, from = file) => resolve?.(specifier, from),
          importers,
          named,
          sharing,
          importing,
          isGiven: (path) => given.has(path),
          typing,
          place,
          shared: portals.shared,
          assumeTransport: options.assumeTransport,
          assumeErrors: options.assumeErrors ?? false,
          accept,
          namesV1Codes: codes,
          addresses,
          delegate: options.delegate ?? false,
          todo: options.todo ?? false,
        });
    if (failure) failed.push({ file, message: failure });
    portals.note(result);
    return result;
  };
  for (const [done, file] of found.files.entries()) {
    options.onProgress?.(done, found.files.length);
    const result = await planned(file);
    if (result) files.push(result);
  }
  // One client would send to one portal what goes to several.
  for (const file of portals.again()) {
    const result = await planned(file);
    const at = files.findIndex(({ path }) => path === file);
    if (result) files.splice(at, 1, result);
  }
  const { write = false, allowDirty = false } = options;
  return assemble({ cwd, write, allowDirty, looked: found.files.length, files, failed, skipped, others: found.others });
}

/** Python, Go and C# are told of, by text; no command changes them. */
function asTextOnly(source: SourceText, wanted: PlanFileOptions['wanted']): Planned {
  return { failure: undefined, result: fileResult(textPlan(source, 'other-language', { wanted }), 'moved') };
}

interface Planned {
  readonly failure: string | undefined;
  readonly result: FileResult;
}

/** A mistake of ours in one file must not cost the user the others, nor the ledger its sites. */
function planOrFail(source: SourceText, drafts: boolean, options: PlanFileOptions): Planned {
  const { wanted } = options;
  const attempt = (plan: () => FilePlan): Planned => {
    const made = plan();
    return { failure: made.failure, result: fileResult(made, 'moved', drafts) };
  };
  const asText = (reason: ReasonId, failure: string) => attempt(() => textPlan(source, reason, { wanted, failure }));
  try {
    return attempt(() => callsOfBroken(source, planFile(source, options), wanted));
  } catch (error) {
    // The parser, like most of what walks its trees, calls itself for each level.
    if (error instanceof RangeError) return asText('nested-too-deeply', TOO_DEEP);
    const failure = `left as it was: a mistake of this tool, please report it (${messageOf(error)})`;
    try {
      return attempt(() => ({ ...planFile(source, { transform: () => LEFT, wanted }), failure }));
    } catch {
      return asText('self-check', failure);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const LEFT: SiteOutcome = { edits: [], verdict: 'manual', reasons: ['self-check'] };
