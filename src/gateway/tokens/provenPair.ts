import { mergePair, type Pair, readPair } from '../../auth/pair';
import { type SpendOptions, spend } from '../../auth/spend';
import type { AuthIo } from '../../auth/types';
import { ImbotError } from '../../errors/ImbotError';

/**
 * What a pair becomes by a renewal for this application, which nobody else can do; `refused` where the authorization server says
 * that it is none of ours. Undefined where it does not say.
 */
export async function provenPair(
  given: Readonly<Record<string, unknown>>,
  options: SpendOptions,
  io: AuthIo,
): Promise<Pair | 'refused' | undefined> {
  try {
    const { pair } = readPair(given, io.clock.now());
    return mergePair(pair, await spend(pair, options, io));
  } catch (error) {
    const code = error instanceof ImbotError ? error.code : '';
    return REFUSED.test(code) ? 'refused' : undefined;
  }
}

/** CONFIG: what was brought is no pair. */
const REFUSED = /^(?:REINSTALL|CONFIG|(?:wrong|unauthorized)_\w+)$/i;
