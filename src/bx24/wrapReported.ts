import { checkFacade } from '../facade/checkFacade';
import { reportedEngine } from '../facade/reportedEngine';
import type { FacadeOptions, WrapControls } from '../facade/types';
import { type BX24Like, type Loose, wrapOver } from './wrapOver';

/** `wrapBX24` in Node. */
export function wrapReported<B extends BX24Like>(bx24: B, options?: FacadeOptions): B & WrapControls;
export function wrapReported(bx24: Loose, options: FacadeOptions = {}): Loose & WrapControls {
  checkFacade('wrapBX24', options);
  return wrapOver(bx24, options, reportedEngine(options));
}
