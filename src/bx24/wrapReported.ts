import { checkFacade } from '../facade/checkFacade';
import { factsCheck } from '../facade/factsCheck';
import { reportedEngine } from '../facade/reportedEngine';
import type { ReportedOptions, WrapControls } from '../facade/types';
import { type BX24Like, type Loose, wrapOver } from './wrapOver';

/** `wrapBX24` in Node. */
export function wrapReported<B extends BX24Like>(bx24: B, options?: ReportedOptions): B & WrapControls;
export function wrapReported(bx24: Loose, options: ReportedOptions = {}): Loose & WrapControls {
  checkFacade('wrapBX24', options, factsCheck);
  return wrapOver(bx24, options, reportedEngine(options));
}
