import type { ImbotError } from '../errors/ImbotError';
import { asImbotError } from './asImbotError';
import { attempt, verdictOn } from './attempt';
import { createRepeats } from './createRepeats';
import type { FailedAttempt } from './judgeAnswer';
import { NO_NAME, type PendingCall, SETTLED } from './PendingCall';
import { prepare } from './prepare';
import type { TransportState } from './TransportState';

/**
 * Takes a call from its first attempt to its end, and settles it. Whether it may go again is asked of the call, which asks
 * `mayRepeat`; what a repeat waits for is in `createRepeats`.
 */
export async function drive(call: PendingCall, state: TransportState): Promise<void> {
  const { encoding, blocks, forms } = state;
  let repeats: ReturnType<typeof createRepeats> | undefined;
  let form: boolean | undefined;
  let jsonRefusal: FailedAttempt | undefined;
  let failed: FailedAttempt | undefined;
  try {
    if (call.method === NO_NAME) {
      const text = 'a method name holds letters, digits, dots and underscores';
      throw call.error('CONFIG', { outcome: 'refused', text });
    }
    for (;;) {
      const ready = await prepare(call, state);
      if (call.settled) throw SETTLED;
      // Another call may have come while this one waited.
      if (failed !== undefined && !call.mayGoAgain(failed.outcome)) throw overtaken(call, failed);
      const { origin } = ready.address;
      form ??= encoding === 'form' || (encoding === undefined && forms.has(origin));
      const { done } = attempt(call, ready, state, form);
      const verdict = verdictOn(call, ready.address, await done);
      if (verdict.envelope !== undefined) {
        if (jsonRefusal !== undefined) forms.add(origin);
        blocks.note(call.method, verdict.envelope);
        return call.resolve(verdict.envelope);
      }
      if (verdict.outcome !== 'refused') call.mayHaveRun = true;
      // An older portal answers a form with the same refusal; the first one tells more.
      failed = jsonRefusal?.code === verdict.code ? jsonRefusal : verdict;
      if (!call.mayGoAgain(verdict.outcome)) throw overtaken(call, failed);
      if (verdict.repeat === 'form' && !form && encoding === undefined) {
        jsonRefusal = verdict;
        form = true;
        continue;
      }
      repeats ??= createRepeats(call, state);
      if (!(await repeats(verdict, ready))) throw refusalError(call, failed);
    }
  } catch (error) {
    if (error !== SETTLED) call.reject(asImbotError(call, error));
  }
}

function refusalError(
  call: PendingCall,
  { code, outcome, status, description, cause, text }: FailedAttempt,
): ImbotError {
  return call.error(code, { outcome, status, description, cause, ...(text === undefined ? {} : { text }) });
}

function overtaken(call: PendingCall, failed: FailedAttempt): ImbotError {
  if (call.turn?.overtaken() === 'no' || call.options.replay === 'never') return refusalError(call, failed);
  const text = 'a later call has set the same thing meanwhile, so this one was not repeated';
  return refusalError(call, { ...failed, text: failed.text ?? text });
}
