/**
 * `imbot-compat/wrap`: the shim under a team's own transport. Browser-safe.
 */
export { mergeReports } from '../engine/mergeReports';
export type { Mode } from '../engine/modeOf';
export type { MethodUsage, UsageReport } from '../engine/usage';
export { ImbotError } from '../errors/ImbotError';
export type { FacadeOptions, ReportedOptions, WrapControls } from '../facade/types';
export type { AxiosLike, AxiosLikeConfig, AxiosLikeResponse } from './AxiosLike';
export type { CallbackPlaces, CallLayout, Place, WrapOptions } from './types';
export { wrapAxios } from './wrapAxios';
export { wrapCall } from './wrapCall';
export { wrapFetch } from './wrapFetch';
