import { checkFacade } from '../facade/checkFacade';
import { createFacadeEngine } from '../facade/createFacadeEngine';
import type { FacadeOptions, WrapControls } from '../facade/types';
import { type BX24Like, type Loose, wrapOver } from './wrapOver';

/**
 * The page's own BX24 with calls of `imbot.*` translated, single and in batches; answers are classic results, errors carry
 * the v1 code. Everything else of BX24 is there unchanged, and other methods go to it untouched.
 *
 * @param bx24 the global of `//api.bitrix24.com/api/v1/`; it is not changed: `window.BX24 = wrapBX24(BX24)` swaps it
 * @example
 * window.BX24 = wrapBX24(window.BX24, { mode: 'auto' });
 */
export function wrapBX24<B extends BX24Like>(bx24: B, options?: FacadeOptions): B & WrapControls;
export function wrapBX24(bx24: Loose, options: FacadeOptions = {}): Loose & WrapControls {
  checkFacade('wrapBX24', options);
  return wrapOver(bx24, options, createFacadeEngine(options));
}
