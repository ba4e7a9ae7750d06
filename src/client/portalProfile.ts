import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { isFactId } from '../map/restsOn';

/** What `imbot-compat prove` found on a portal: the content of imbot-portal.json. */
export interface PortalProfile {
  /** Of this form. */
  version: 1;
  /** The day of the run, `2026-11-27`. */
  date?: string | undefined;
  /** REST revision of the portal; null where it did not say. */
  revision?: number | null | undefined;
  /** By id of a fact: whether it holds. One that is not named was not asked. */
  facts: Record<string, boolean>;
}

const shape: z.ZodType<PortalProfile> = z.strictObject({
  version: z.literal(1),
  date: z.string().optional(),
  revision: z.number().nullable().optional(),
  facts: z.record(z.string(), z.boolean()),
});

/**
 * Reads what `prove` wrote.
 * @param given the path of imbot-portal.json, or its content
 * @throws ImbotError CONFIG for a file that cannot be read, is not such a profile, or names a fact that this version does not know
 */
export function portalProfile(given: unknown): PortalProfile {
  const from = typeof given === 'string' ? given : 'the object given';
  const parsed = shape.safeParse(typeof given === 'string' ? contentOf(given) : given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    throw unusable(`${from} is not a profile that imbot-compat prove wrote${where}.`);
  }
  const unknown = Object.keys(parsed.data.facts).filter((id) => !isFactId(id));
  if (unknown.length > 0) {
    throw unusable(`${from} names facts that this version does not know: ${unknown.join(', ')}. Run prove again.`);
  }
  return parsed.data;
}

function contentOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw unusable(`${path} cannot be read (${code}). imbot-compat prove --write makes it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw unusable(`${path} is not complete JSON. Run imbot-compat prove --write again.`);
  }
}

function unusable(message: string): ImbotError {
  return configError('createImbot', `facts: ${message}`);
}
