import { scalar } from './scalar';

/** Text passed on as it is; numbers become text. */
export function string(value: unknown): string | undefined {
  return scalar(value);
}
