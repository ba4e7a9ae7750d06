/** Something that goes wrong on demand. It meets whole requests: a batch, not the commands in it. */
export interface Fault {
  /** Which calls; every REST call when left out. The authorization server is `oauth/token`, and only by name. */
  method?: string | RegExp;
  /** How many calls, default 1. */
  times?: number;
  /**
   * - `drop-before`: the connection goes before the call runs
   * - `drop-after`: the call runs, then the connection goes without an answer
   * - `html`: a page instead of JSON, 502 unless `status` says otherwise; not executed
   * - `truncated`: executed, the JSON of the answer is cut in half
   * - `slow`: executed when `gate` opens, or after `ms` of real time
   * - `redirect`: 302 to `location`; not executed
   * - `expired`: 401 expired_token; not executed
   * - `status`: any `status` and `code`; not executed
   */
  kind: 'drop-before' | 'drop-after' | 'html' | 'truncated' | 'slow' | 'redirect' | 'expired' | 'status';
  /** HTTP status of `status`, `html` and `redirect`. */
  status?: number;
  /** Error code of `status`. */
  code?: string;
  /** The text beside the code. */
  description?: string;
  /** Where `redirect` leads; default `/`. */
  location?: string;
  /** Milliseconds that `slow` takes; default 0. */
  ms?: number;
  /** What `slow` waits for instead. */
  gate?: Promise<void>;
}

export const AUTHORIZATION_SERVER = 'oauth/token';

/** Takes the first fault that fits a method, and counts it down. */
export function createFaults(): {
  add: (fault: Fault) => void;
  take: (method: string) => Fault | undefined;
  clear: () => void;
} {
  let waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take: (method) => {
      const found = waiting.find(({ fault }) => fits(fault.method, method));
      if (!found) return undefined;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}

function fits(wanted: string | RegExp | undefined, method: string): boolean {
  if (wanted === undefined) return method !== AUTHORIZATION_SERVER;
  if (typeof wanted === 'string') return wanted.toLowerCase() === method.toLowerCase();
  return new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, '')).test(method);
}

/**
 * Thrown by `portal.handle` where a server would close the socket without an answer.
 * @example
 * const { path } = portal.webhook();
 * portal.fault({ kind: 'drop-after', method: 'imbot.v2.Revision.get' });
 * await portal.handle(new Request(`https://acme.example${path}imbot.v2.Revision.get`)).catch((error) => {
 *   console.log(error instanceof ConnectionDropped && error.executed); // true
 * });
 */
export class ConnectionDropped extends Error {
  /** Whether the call had run when the connection went. */
  readonly executed: boolean;

  constructor(executed: boolean) {
    super(executed ? 'The portal ran the call and closed the connection' : 'The portal closed the connection');
    this.name = 'ConnectionDropped';
    this.executed = executed;
  }
}
