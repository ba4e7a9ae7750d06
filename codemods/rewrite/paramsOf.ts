import { Unprovable } from '../source/Unprovable';
import { Lossy } from './planParams';

/** The parameters that a failed plan is about. */
export function paramsOf(error: unknown): readonly string[] {
  if (error instanceof Lossy) return error.params;
  return error instanceof Unprovable && error.param !== undefined ? [error.param] : [];
}
