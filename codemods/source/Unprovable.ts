import type { ReasonId } from '../reasons';

/** Thrown while a site is planned: it stays, for this reason. Nothing has been edited yet. */
export class Unprovable extends Error {
  constructor(readonly reason: ReasonId) {
    super(reason);
    this.name = 'Unprovable';
  }
}
