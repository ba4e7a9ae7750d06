import type { Clock } from './clock';

/** Resolves or rejects as `work` does, or rejects with an Error of `text` once `ms` milliseconds have passed. `work` itself goes on. */
export function inTime<T>(work: PromiseLike<T>, ms: number, clock: Clock, text: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = clock.after(ms, () => reject(new Error(text)));
    work.then(
      (value) => {
        callOff();
        resolve(value);
      },
      (error: unknown) => {
        callOff();
        reject(error);
      },
    );
  });
}
