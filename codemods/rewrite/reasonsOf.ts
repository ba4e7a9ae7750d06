import { NeedsValue } from '../../src/translate/signals';
import type { ReasonId } from '../report/reasons';
import { Unprovable } from '../source/Unprovable';
import { Lossy } from './planParams';

/** Reasons of a plan that failed; anything but these is a bug and flies on. */
export function reasonsOf(error: unknown): readonly ReasonId[] {
  if (error instanceof Unprovable) return [error.reason];
  if (error instanceof Lossy) return error.reasons;
  if (error instanceof NeedsValue) return ['batch-reference'];
  throw error;
}
