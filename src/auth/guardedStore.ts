import type { ImbotError } from '../errors/ImbotError';
import { type Clock, systemClock } from '../http/clock';
import { inTime } from '../http/inTime';
import { authError } from './authError';
import { mayReplace } from './mayReplace';
import { fingerprint, type Pair } from './pair';
import type { StoreAccess, TokenStore } from './TokenStore';

/** Milliseconds for each question to a store, and for giving its lock back (a COMMIT). */
const STORE_MS = 5_000;
/** For getting the lock: whoever has it may be waiting five minutes for an authorization server. */
const LOCK_WAIT_MS = 360_000;

/** What may be done under the lock, besides what the store itself knows. */
export interface GuardedAccess extends StoreAccess {
  /** Writes what was read, changed by nothing but a note, without saying whose it is. */
  annotate(pair: Pair): Promise<void>;
}

/** What the keeper asks of a store. */
export interface GuardedStore {
  read(): Promise<Pair | undefined>;
  exclusive<T>(work: (access: GuardedAccess) => Promise<T>): Promise<T>;
}

/**
 * A store as the keeper asks it. Every question is bounded in time, so that a store that hangs stops nothing for good. What is
 * written names its application, and the pair of another application is an error: it must neither be used nor spent. A pair
 * that names none may be used, and is overwritten only where `mayReplace` says that nobody loses it.
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
    exclusive<T>(work: (access: GuardedAccess) => Promise<T>): Promise<T> {
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
          let seen: { pair: Pair | undefined } | undefined;
          const look = async () => {
            seen = { pair: await read(access) };
            return seen.pair;
          };
          try {
            return await work({
              ...(access.takenOver === undefined ? {} : { takenOver: access.takenOver }),
              lasting: access.lasting === true,
              read: look,
              isMine: async () => (await bounded('lock', async () => access.isMine?.())) ?? true,
              async write(pair) {
                const before = seen === undefined ? await look() : seen.pair;
                if (!mayReplace(before, pair, systemClock.now())) throw nameless();
                const named = { ...pair, imbot_compat: { ...pair.imbot_compat, client: application } };
                await bounded('write', () => access.write(named));
                seen = { pair: named };
              },
              async annotate(pair) {
                await bounded('write', () => access.write(pair));
                seen = { pair };
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

/**
 * The pair in the way does not say whose it is, and is not renewed for us.
 * @param refusal what the authorization server said about it
 */
export function nameless(refusal?: ImbotError): ImbotError {
  const asked =
    refusal === undefined ? '' : `, and the authorization server refused it to this clientId (${wordOf(refusal)})`;
  return authError(
    'CONFIG',
    `the token store holds a pair that does not say whose it is${asked}. It may be the live pair of another application, so it is left as it is; a renewed pair of ours could not be kept there, so none was asked for. Give each application a file or key of its own, with the clientId in its name; or delete the stored pair if it is an old one of this application`,
    refusal === undefined ? {} : { cause: refusal },
  );
}

/** What the authorization server said, in its own word. */
export function wordOf({ code }: ImbotError): string {
  return code === 'REINSTALL' ? 'invalid_grant' : code;
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
