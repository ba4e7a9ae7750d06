import { Agent } from 'undici';
import { systemClock } from '../http/clock';
import type { AuthIo } from './types';

/** Runs `work` with the way out of a transport, or, where there is none, with a connection for this once. */
export async function withIo(io: AuthIo | undefined, work: (io: AuthIo) => Promise<void>): Promise<void> {
  if (io !== undefined) return work(io);
  const dispatcher = new Agent({ connections: 1 });
  try {
    await work({ sender: { dispatcher, announces: true, own: true }, clock: systemClock });
  } finally {
    await dispatcher.close();
  }
}
