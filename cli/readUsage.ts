import { readFileSync } from 'node:fs';
import { isUsageReport } from '../src/engine/isUsageReport';
import type { UsageReport } from '../src/engine/usage';
import { UsageError } from '../src/errors/UsageError';
import { unmarkedText } from './unmarkedText';

/**
 * Reads a usage report.
 * @param given the file as the user named it
 * @throws UsageError where it is none
 */
export function readUsage(path: string, given: string): UsageReport {
  let value: unknown;
  try {
    value = JSON.parse(unmarkedText(readFileSync(path)));
  } catch (error) {
    throw new UsageError(`${given} ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}.`);
  }
  if (!isUsageReport(value)) throw new UsageError(`${given} is no usage report of imbot-compat.`);
  return value;
}
