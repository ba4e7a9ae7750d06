import { isFinalRefusal } from '../../cli/isFinalRefusal';
import type { LivePortal, Said } from '../../cli/livePortal';
import type { Portal } from '../../portal/index';

/** A portal as the command line asks it, without the wire and its limits. */
export function direct(portal: Portal, path: string, clientId?: string): LivePortal {
  const send = async (method: string, params: object = {}): Promise<Said> => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(`http://127.0.0.1:9${path}${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(params),
    });
    const answer = await portal.handle(request);
    const body: Record<string, unknown> = await answer.json();
    if (answer.ok) return { ok: true, result: body['result'] };
    const code = String(body['error']);
    const { status } = answer;
    const outcome = status >= 400 && status < 500 ? 'refused' : 'unknown';
    const isFinal = isFinalRefusal({ code, status, outcome });
    return { ok: false, code, text: String(body['error_description']), status, isFinal };
  };
  return {
    kind: 'webhook',
    clientId,
    name: 'portal',
    read: send,
    change: send,
    isUnreachable: () => false,
    close: async () => {},
  };
}

/** Ends a process, as far as what is under test can tell. */
class Killed extends Error {}

/** A portal whose caller is killed at a call: before it, or after it ran. `onCall` is told of each that ran. */
export function dying(
  live: LivePortal,
  at: number,
  ran: boolean,
  onCall: (count: number) => void = () => {},
): LivePortal {
  let calls = 0;
  const through = async <T>(run: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls > at || (calls === at && !ran)) throw new Killed();
    onCall(calls);
    const said = await run();
    onCall(calls);
    if (calls === at) throw new Killed();
    return said;
  };
  return {
    ...live,
    read: (method, params) => through(() => live.read(method, params)),
    change: (method, params, replay) => through(() => live.change(method, params, replay)),
  };
}

/** Did a run end by the kill that `dying` puts into it? Any other failure is thrown. */
export async function isKilled(run: Promise<unknown>): Promise<boolean> {
  return run.then(
    () => false,
    (error: unknown) => {
      if (error instanceof Killed) return true;
      throw error;
    },
  );
}
