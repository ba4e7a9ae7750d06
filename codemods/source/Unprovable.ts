import type { ReasonId } from '../report/reasons';

/** Thrown where a rewrite would be a guess; the site stays and the reason is reported. */
export class Unprovable extends Error {
  constructor(
    readonly reason: ReasonId,
    /** The v1 parameter, or the field of an event, that it is about, where there is one. */
    readonly param?: string,
  ) {
    super(reason);
    this.name = 'Unprovable';
  }
}
