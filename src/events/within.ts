/**
 * The outcome of `work`, or a rejection when there is none after so many milliseconds. The work itself goes on; should it
 * fail later, that is nobody's unhandled rejection.
 *
 * @param what who is waited for, for the message: `the offset store`
 */
export function within<Value>(
  milliseconds: number,
  what: string,
  work: () => Value | PromiseLike<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswerInTime(what, milliseconds)), milliseconds);
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    // Started in here, so that one that throws at once is a rejection too.
    new Promise<Value>((begin) => begin(work())).then(
      (value) => done(() => resolve(value)),
      (error: unknown) => done(() => reject(error)),
    );
  });
}

/** Told apart from a failure: the work may still be done later. */
export class NoAnswerInTime extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} did not answer within ${milliseconds / 1000} s`);
    this.name = 'NoAnswerInTime';
  }
}
