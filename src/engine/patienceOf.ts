import type { Mode } from './modeOf';
import type { OwnOptions } from './types';

/** In mode `auto` a question may take half of the time, so that the call is still made where nobody answers it. */
export function patienceOf(mode: Mode, { timeout }: OwnOptions): number | undefined {
  return mode === 'auto' && timeout !== undefined ? timeout / 2 : timeout;
}
