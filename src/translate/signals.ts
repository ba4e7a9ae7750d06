import type { LossId } from '../map/losses';
import type { Refusal } from './types';

/** Thrown by a plan: v1 would answer this error. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.description);
  }
}

/** Thrown by a plan: the answer shows a loss that nobody could know before. `value` is what v2 gave. */
export class LossFound extends Error {
  constructor(
    readonly loss: LossId,
    readonly value: unknown,
  ) {
    super(loss);
  }
}

/** Thrown by a plan: what v2 wants cannot be found out; nothing that changes anything was sent. */
export class CannotTranslate extends Error {
  constructor(readonly loss: LossId) {
    super(loss);
  }
}
