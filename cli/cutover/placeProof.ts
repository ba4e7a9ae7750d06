import type { LivePortal } from '../livePortal';
import type { Sleep } from '../prove/askProbe';
import { runProbes } from '../prove/runProbes';
import { readProfile } from '../readProfile';

/** What imbot-portal.json says of moving in place; undefined where it was not asked. */
export interface Known {
  readonly holds: boolean | undefined;
  readonly file: string;
}

/** Reads the profile, if there is one. */
export function knownFact(cwd: string, file: string): Known {
  return { holds: readProfile(cwd, file)?.facts[IN_PLACE], file };
}

export type Proof = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Asks the portal in throwaway bots whether a bot of v1 can be moved into the queue. */
export async function placeProof(portal: LivePortal, code: string, sleep: Sleep): Promise<Proof> {
  const [found] = await runProbes(portal, { inPlace: true, only: [IN_PLACE], code, sleep, onProgress: () => {} });
  switch (found?.outcome) {
    case 'holds':
      return { ok: true };
    case 'fails':
      return { ok: false, why: `a throwaway bot of v1 was not moved into the queue: ${found.came}` };
    default:
      return { ok: false, why: `it could not be asked: ${found?.why ?? 'there is no probe'}` };
  }
}

const IN_PLACE = 'in-place';
