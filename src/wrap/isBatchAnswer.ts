import { field } from '../values/answers';

/** Is a result what REST answers to a batch? Many wrappers take the results out, each in its own way. */
export function isBatchAnswer(result: unknown): boolean {
  return ['result', 'result_error'].every((name) => {
    const inner = field(result, name);
    return typeof inner === 'object' && inner !== null;
  });
}
