import type { Draft } from '../draft/Draft';
import type { Assumption, SiteKind, SiteVerdict } from '../plan/site';
import type { ReasonId } from './reasons';

/** One place in the code that names a method or an event. */
export interface ReportSite {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** From 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** The v1 name, or that of the event. */
  readonly method: string;
  /** What stands there. */
  readonly kind: SiteKind;
  /** `ignored`: mentions and silenced sites. */
  readonly verdict: SiteVerdict | 'ignored';
  /** Worst first. */
  readonly reasons: readonly ReasonId[];
  /** The v1 parameters, or the fields of the event, that the reasons are about; absent where that is none or not known. */
  readonly params?: readonly string[];
  /** The v2 method, or the event, where there is one. */
  readonly target?: string;
  /** Commands that change: what happened to this site. `held`: under the facade, and kept on v1; the reason says why. */
  readonly change?: 'moved' | 'delegated' | 'adopted' | 'held';
  /** What the site was moved on the user's word for, `--assume-transport` or `--assume-errors`. */
  readonly assumed?: readonly Assumption[];
  /** What this site loses, taken by name with `--accept`. */
  readonly accepted?: readonly ReasonId[];
  /** A site to review: its v2 call written out for the one who moves it, and what is left to decide. */
  readonly draft?: Draft;
  /** Its lines before and, where it changes, after. */
  readonly before?: string;
  readonly after?: string;
}

/** What the sites of a report add up to. */
export interface ReportSummary {
  /** Files looked at. */
  readonly files: number;
  /** All but mentions. */
  readonly sites: number;
  /** Sites that a command moves. */
  readonly auto: number;
  /** Sites that somebody has to look at. */
  readonly review: number;
  /** Sites without a v2 form. */
  readonly manual: number;
  /** Names in comments, texts and the like. */
  readonly mentions: number;
  /** Sites per method. */
  readonly methods: Readonly<Record<string, number>>;
}

/** A file that was left out or could not be read, and why. */
export interface ReportNote {
  /** Relative to the working directory. */
  readonly file: string;
  /** Why. */
  readonly message: string;
}

/** What a codemod found, as JSON: every site, and every file that could not be looked at. */
export interface Report {
  /** Of this form. */
  readonly version: 1;
  /** Paths are relative to the working directory. */
  readonly root: '.';
  /** Counts. */
  readonly summary: ReportSummary;
  /** In the order of files and places. */
  readonly sites: readonly ReportSite[];
  /** Files that could not be read, parsed or changed; absent where there are none. */
  readonly failed?: readonly ReportNote[];
  /** What holds for the whole report; absent where there is nothing to say. */
  readonly notes?: readonly string[];
  /** Files left out that would have been looked at; absent where there are none. */
  readonly skipped?: readonly ReportNote[];
}

/** Counts what a list of sites holds. */
export function summarise(files: number, sites: readonly ReportSite[]): ReportSummary {
  const of = (verdict: ReportSite['verdict']) => sites.filter((site) => site.verdict === verdict).length;
  const found = sites.filter((site) => site.kind !== 'mention');
  const methods: Record<string, number> = {};
  for (const { method } of found) methods[method] = (methods[method] ?? 0) + 1;
  return {
    files,
    sites: found.length,
    auto: of('auto'),
    review: of('review'),
    manual: of('manual'),
    mentions: sites.length - found.length,
    methods: Object.fromEntries(Object.entries(methods).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
