import type { UsageReport } from './usage';

/** Is this parsed JSON a usage report of this package? */
export function isUsageReport(value: unknown): value is UsageReport {
  if (typeof value !== 'object' || value === null) return false;
  const { version, tool, methods } = { version: undefined, tool: undefined, methods: undefined, ...value };
  if (version !== 1 || tool !== 'imbot-compat' || typeof methods !== 'object' || methods === null) return false;
  return Object.values(methods).every(isUsage);
}

const COUNTS = ['sent', 'verdicts', 'losses', 'auto', 'v2', 'sites'];

function isUsage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const own = new Map<string, unknown>(Object.entries(value));
  return (
    typeof own.get('calls') === 'number' &&
    COUNTS.every((key) => typeof own.get(key) === 'object' && own.get(key) !== null)
  );
}
