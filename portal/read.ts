export type Params = Readonly<Record<string, unknown>>;

/** Reads loosely typed parameters the way PHP does: numeric text is a number, null is absent. */
export const read = { int, text, record, list, indexed, ids, present, truthy, yes, flag };

function int(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  const digits = /^\s*[+-]?\d+/.exec(value);
  return digits ? Number(digits[0]) : 0;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return value === true ? '1' : '';
}

function record(value: unknown): Params | undefined {
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An array, or a PHP map, which PHP does not tell from one. */
function list(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : undefined;
}

/** As `list`, but only where every key is a number, as in `KEYBOARD[0]`: a map with names is something else. */
function indexed(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const keys = isRecord(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? list(value) : undefined;
}

function ids(value: unknown): number[] {
  const found = (list(value) ?? []).map(int).filter((id) => id > 0);
  return [...new Set(found)];
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return present(value) && value !== false && value !== '' && value !== '0' && value !== 0;
}

/** A v1 flag: only `Y`, or a real true, switches it on. */
function yes(value: unknown): boolean {
  return value === 'Y' || value === true;
}

/**
 * A v2 boolean: JSON true and false, or "Y" and "N" as the pages say; else what PHP takes for true.
 * The text "false" is therefore true, as on a real portal.
 */
function flag(value: unknown, byDefault: boolean): boolean {
  if (!present(value)) return byDefault;
  if (value === 'N') return false;
  return truthy(value);
}
