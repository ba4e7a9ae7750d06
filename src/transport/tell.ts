import type { Outcome } from '../errors/ImbotError';
import { channels } from '../http/channels';
import type { Clock } from '../http/clock';
import { safeCode } from '../http/redact';
import type { PendingCall } from './PendingCall';

/** Publishes what happens to calls, for those who listen; `call` is to be asked only where somebody does. */
export const tell = { call, retry, wait };

/** Arranges for a message at the end of the call. */
function call(call: PendingCall, portal: () => string, clock: Clock): void {
  const startedAt = clock.now();
  const { release } = call;
  call.release = () => {
    release();
    const { method, as, attempts, failure } = call;
    const { code, outcome, status } = failure ?? {};
    const ms = clock.now() - startedAt;
    const ok = failure === undefined;
    channels.call.publish({ method, as, portal: portal(), ok, code, outcome, status, attempts, ms });
  };
}

function retry(call: PendingCall, portal: () => string, given: string, outcome: Outcome, ms: number): void {
  if (!channels.retry.hasSubscribers) return;
  const { method, as, attempts } = call;
  const code = safeCode(given, call.secrets());
  channels.retry.publish({ method, as, portal: portal(), code, outcome, attempt: attempts, ms });
}

function wait({ method, as }: PendingCall, portal: () => string, reason: 'limit' | 'operating'): void {
  if (!channels.wait.hasSubscribers) return;
  channels.wait.publish({ method, as, portal: portal(), reason });
}
