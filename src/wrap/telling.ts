import type { Reading } from '../facade/Form';
import type { WrappedCall } from './WrappedCall';

/** Reads as `read` does, and tells the call of each answer that can be read. */
export function telling<Given>(
  read: (given: Given) => Reading,
  { answered }: Pick<WrappedCall, 'answered'>,
): (given: Given) => Reading {
  return (given) => {
    const reading = read(given);
    if ('envelope' in reading) answered?.();
    return reading;
  };
}
