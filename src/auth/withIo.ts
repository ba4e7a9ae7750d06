import { systemClock } from '../http/clock';
import { undiciSender } from '../http/senders/undiciSender';
import type { AuthIo } from './types';

/** Runs `work` with the way out of a transport, or, where there is none, with a connection for this once. */
export async function withIo(io: AuthIo | undefined, work: (io: AuthIo) => Promise<void>): Promise<void> {
  if (io !== undefined) return work(io);
  const sender = undiciSender();
  try {
    await work({ sender, clock: systemClock });
  } finally {
    await sender.end();
  }
}
