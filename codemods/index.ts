/**
 * `imbot-compat/codemods`: the codemods as functions. Node only; needs ts-morph, an optional dependency, at run time.
 */

export { UsageError } from '../src/errors/UsageError';
export { type AdoptResult, adopt } from './adopt';
export { type CheckResult, check } from './check';
export { moveEvents as events } from './events';
export type { SiteKind, SiteVerdict } from './plan/site';
export type { ReasonId } from './report/reasons';
export { type ReportFormat, renderReport } from './report/renderReport';
export type { Report, ReportNote, ReportSite, ReportSummary } from './report/report';
export { rewrite } from './rewrite';
export type { CodemodOptions, CodemodResult } from './runCodemod';
export { scan } from './scan';
