import { type Clock, systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import { authError } from './authError';
import { fingerprint, type Pair } from './pair';
import type { StoreAccess, TokenStore } from './TokenStore';

/** Milliseconds for each question to a store, and for giving its lock back (a COMMIT). */
const STORE_MS = 5_000;
/** For getting the lock: whoever has it may be waiting five minutes for an authorization server. */
const LOCK_WAIT_MS = 360_000;

/** What the keeper asks of a store. */
export interface GuardedStore {
  read(): Promise<Pair | undefined>;
  exclusive<T>(work: (access: StoreAccess) => Promise<T>): Promise<T>;
}

/**
 * A store as the keeper asks it. Every question is bounded in time, so that a store that hangs stops nothing for good. What is
 * written names its application, and the pair of another application is an error: it must neither be used nor spent.
 */
export function guardedStore(store: TokenStore, clientId: string, clock: Clock = systemClock): GuardedStore {
  const application = fingerprint(clientId);

  function own(stored: Pair | undefined): Pair | undefined {
    const theirs = stored?.imbot_compat?.client;
    if (theirs === undefined || theirs === application) return stored;
    throw authError(
      'CONFIG',
      'the token store holds the pair of another application (another clientId). It is left as it is; give each application a file or key of its own, with the clientId in its name',
    );
  }

  async function read(from: { read(): Promise<Pair | undefined> }): Promise<Pair | undefined> {
    return own(pairOrNone(await bounded('read', () => from.read())));
  }

  function bounded<T>(what: string, ask: () => Promise<T>): Promise<T> {
    return inTime(started(ask), STORE_MS, clock, `${what}: no answer within ${STORE_MS} ms`);
  }

  return {
    read: () => read(store),
    exclusive<T>(work: (access: StoreAccess) => Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        let isOver = false;
        let callOff = clock.after(LOCK_WAIT_MS, () => giveUp(`no lock within ${LOCK_WAIT_MS} ms`));
        function giveUp(text: string): void {
          isOver = true;
          reject(new Error(text));
        }
        const locked = async (access: StoreAccess): Promise<T> => {
          if (isOver) throw new Error('the lock came too late');
          callOff();
          try {
            return await work({
              ...(access.takenOver === undefined ? {} : { takenOver: access.takenOver }),
              read: () => read(access),
              isMine: async () => (await bounded('lock', async () => access.isMine?.())) ?? true,
              write(pair) {
                const notes = { ...pair.imbot_compat, client: application };
                return bounded('write', () => access.write({ ...pair, imbot_compat: notes }));
              },
            });
          } finally {
            callOff = clock.after(STORE_MS, () => giveUp(`the lock was not given back within ${STORE_MS} ms`));
          }
        };
        started(() => store.exclusive(locked)).then(
          (value) => {
            callOff();
            resolve(value);
          },
          (error: unknown) => {
            callOff();
            reject(error);
          },
        );
      });
    },
  };
}

/** Stores are written by users, in JavaScript too: `null` is what a database answers while there is nothing. */
function pairOrNone(stored: unknown): Pair | undefined {
  if (stored === undefined || stored === null) return undefined;
  if (isPair(stored)) return stored;
  throw new Error(
    'its read() gave no pair; it has to give the object that was written, or undefined while there is none',
  );
}

function isPair(stored: unknown): stored is Pair {
  if (typeof stored !== 'object' || stored === null) return false;
  const { access_token, refresh_token }: { access_token?: unknown; refresh_token?: unknown } = stored;
  return typeof access_token === 'string' && typeof refresh_token === 'string' && refresh_token !== '';
}

/** A store that throws at once rejects too. */
async function started<T>(ask: () => Promise<T>): Promise<T> {
  return ask();
}
