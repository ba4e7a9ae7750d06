import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type PortalProfile, portalProfile } from '../src/client/portalProfile';
import { ImbotError } from '../src/errors/ImbotError';
import { UsageError } from '../src/errors/UsageError';

/** Where `prove` writes what it found, and where others look for it. */
export const DEFAULT_PROFILE = 'imbot-portal.json';

/**
 * What `prove` found on the portal; undefined where nobody named a file and there is none.
 * @throws UsageError for a file that is none, or is not there though it was named
 */
export function readProfile(cwd: string, file: string): PortalProfile | undefined {
  const path = resolve(cwd, file);
  if (file === DEFAULT_PROFILE && !existsSync(path)) return undefined;
  try {
    return portalProfile(path);
  } catch (error) {
    if (error instanceof ImbotError) throw new UsageError(error.message);
    throw error;
  }
}
