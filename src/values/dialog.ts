import { scalar } from './scalar';

/** DIALOG_ID as v2 wants it: the same text, `"5"` for a user, `"chat5"` or `"sg5"` for a group. */
export function dialog(value: unknown): string | undefined {
  return scalar(value);
}
