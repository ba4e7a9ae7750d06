import { dirname } from 'node:path/posix';
import { planAdopt } from './adopt/planAdopt';
import { SDK_MODULE } from './adopt/swapImports';
import { assemble, fileResult, notesOf, SKIPPED } from './assemble';
import { discover } from './discover';
import { mayHoldOccurrence } from './occurrences';
import { brokenBy } from './planFile';
import { readSource } from './readSource';
import type { ReportNote } from './report';
import type { CodemodOptions, CodemodResult } from './runCodemod';
import { selector } from './selector';
import type { SourceText } from './site';
import { loadSyntax } from './sourceFile';

export interface AdoptResult extends CodemodResult {
  /** What was understood of the transports, a sentence each. */
  readonly understood: readonly string[];
}

/**
 * Puts the shim under the calls: wraps the function through which they pass with wrapCall, or takes the SDK through its
 * facade. Call sites stay. Writes nothing without `write`.
 */
export async function adopt(options: CodemodOptions = {}): Promise<AdoptResult> {
  const cwd = options.cwd ?? process.cwd();
  const found = discover({ ...options, cwd });
  const { failed, skipped } = notesOf(found);
  await loadSyntax();
  const files = sourcesOf(cwd, found.files, failed, skipped);
  const sound = files.filter((file) => {
    const broken = brokenBy(file);
    if (broken) failed.push({ file: file.path, message: broken });
    return !broken;
  });
  const wanted = selector(options);
  let plan = planAdopt({ files: sound, wanted });
  const fault = faultOf(plan.files.map(({ source, text }) => (source.text === text ? source : { ...source, text })));
  if (fault) {
    failed.push(fault);
    plan = {
      understood: plan.understood,
      files: plan.files.map((file) => ({
        ...file,
        text: file.source.text,
        edits: [],
        sites: file.sites.map(({ site, outcome }) => ({ site, outcome, changed: false })),
      })),
    };
  }
  for (const { source, failure } of plan.files) if (failure) failed.push({ file: source.path, message: failure });
  const { write = false, allowDirty = false } = options;
  const results = plan.files.map((file) => fileResult(file, 'adopted'));
  const result = assemble({ cwd, write, allowDirty, looked: found.files.length, files: results, failed, skipped });
  return { ...result, understood: plan.understood };
}

/** Files that name imbot or the SDK, and those beside or above them that may hold the transport. */
function sourcesOf(cwd: string, files: readonly string[], failed: ReportNote[], skipped: ReportNote[]): SourceText[] {
  const sources: SourceText[] = [];
  let hasSites = false;
  for (const file of files) {
    const read = readSource(
      cwd,
      file,
      (bytes) => mayHoldOccurrence(bytes) || bytes.includes(SDK_MODULE) || maySend(bytes),
    );
    if (read.kind === 'failed') failed.push({ file, message: read.message });
    if (read.kind === 'skipped') skipped.push({ file, message: SKIPPED[read.why] });
    if (read.kind !== 'source') continue;
    sources.push(read.source);
    hasSites ||= /\bimbot\./.test(read.source.text);
  }
  return hasSites ? sources.sort((a, b) => (dirname(a.path) < dirname(b.path) ? -1 : 1)) : [];
}

/** A transport that serves any method names none. */
function maySend(bytes: Buffer): boolean {
  return (
    (bytes.includes('/rest/') || bytes.includes('webhook') || bytes.includes('bitrix') || bytes.includes('method')) &&
    (bytes.includes('fetch') || bytes.includes('axios') || bytes.includes('request') || bytes.includes('.post('))
  );
}

/** After the change every file parses, and a second run finds nothing to do. */
function faultOf(after: readonly SourceText[]): ReportNote | undefined {
  for (const file of after) {
    const broken = brokenBy(file);
    if (broken) return { file: file.path, message: `left as it was: after the change it ${broken}` };
  }
  const again = planAdopt({ files: after }).files.find(({ source, text }) => text !== source.text);
  return again && { file: again.source.path, message: 'left as it was: a second run would change it again' };
}
