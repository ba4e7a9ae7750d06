import type { createTransport } from '../../src/transport/createTransport';

interface Transports {
  readonly createTransport: typeof createTransport;
}

/**
 * For `vi.mock`: the command line’s hundred calls without the waits that a real portal asks for, twenty seconds a run. All
 * else is the transport as it is; IMBOT_FULL leaves the waits in.
 */
export function withoutLimits(given: Transports): Transports {
  if (process.env['IMBOT_FULL'] !== undefined) return given;
  return { ...given, createTransport: (options) => given.createTransport({ ...options, limits: false }) };
}
