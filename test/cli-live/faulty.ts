import type { LivePortal, Said } from '../../cli/livePortal';

export interface Fault {
  readonly code: string;
  readonly status?: number;
  readonly ran: boolean;
  readonly isFinal: boolean;
  /** How many calls in a row. */
  readonly calls: number;
}

/** What a portal, its front and the network say to a call once transport has tried all it may. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'an answer that got lost': { code: 'NO_ANSWER', ran: true, isFinal: false, calls: 1 },
  'no connection': { code: 'NO_ANSWER', ran: false, isFinal: false, calls: 1 },
  'a 500 after the call ran': { code: 'INTERNAL_SERVER_ERROR', status: 500, ran: true, isFinal: false, calls: 1 },
  'a 500 before it': { code: 'INTERNAL_SERVER_ERROR', status: 500, ran: false, isFinal: false, calls: 1 },
  'a limit': { code: 'QUERY_LIMIT_EXCEEDED', status: 503, ran: false, isFinal: false, calls: 4 },
  'a refusal': { code: 'ACCESS_DENIED', status: 403, ran: false, isFinal: true, calls: 1 },
  'a token that is over': { code: 'expired_token', status: 401, ran: false, isFinal: false, calls: 1_000 },
  'an application that is gone': { code: 'REINSTALL', ran: false, isFinal: false, calls: 1_000 },
};

/** A portal that has one of these at a call. `met` tells whether it came to that call. */
export function faulty(live: LivePortal, at: number, fault: Fault, onCall: () => void) {
  let count = 0;
  let met = false;
  const { code, status, isFinal } = fault;
  const through = async (run: () => Promise<Said>): Promise<Said> => {
    count += 1;
    onCall();
    const isHit = count >= at && count < at + fault.calls;
    met ||= isHit;
    const said: Said | undefined = isHit && !fault.ran ? undefined : await run();
    onCall();
    return isHit || said === undefined
      ? { ok: false, code, text: 'as told', isFinal, ...(status === undefined ? {} : { status }) }
      : said;
  };
  const way: LivePortal = {
    ...live,
    isUnreachable: (said) => said === 'NO_ANSWER',
    read: (method, params) => through(() => live.read(method, params)),
    change: (method, params, replay) => through(() => live.change(method, params, replay)),
  };
  return { way, met: () => met };
}
