import type { LossId } from '../map/losses';
import { Signal } from '../values/answers';
import type { Refusal } from './types';

/** Thrown by a plan: v1 would answer this error. */
export class Refused extends Signal {
  constructor(readonly refusal: Refusal) {
    super(refusal.description);
  }
}

/** Thrown by a plan: the answer shows a loss that nobody could know before. `value` is what v2 gave. */
export class LossFound extends Signal {
  constructor(
    readonly loss: LossId,
    readonly value: unknown,
  ) {
    super(loss);
  }
}

/** Thrown by a plan: what v2 wants cannot be found out; nothing that changes anything was sent. */
export class CannotTranslate extends Signal {
  constructor(readonly loss: LossId) {
    super(loss);
  }
}

/** A batch reference stands where the translation needs the value: the command stays on v1. */
export class NeedsValue extends Signal {
  constructor(readonly param: string) {
    super(param);
  }
}
