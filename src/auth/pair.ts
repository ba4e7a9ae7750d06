import { createHash } from 'node:crypto';
import { z } from 'zod';
import { authError } from './authError';

/** An OAuth pair with everything the vendor handed over besides. */
export interface Pair {
  /** Goes with every call; lives an hour. */
  access_token: string;
  /** Buys the next pair, once; lives 180 days. */
  refresh_token: string;
  /** Unix seconds. */
  expires?: number | undefined;
  /** The REST address of the portal, ending in `/`. */
  client_endpoint?: string | undefined;
  /** The host of the portal, or of its authorization server. */
  domain?: string | undefined;
  /** Names the portal, whatever its address. */
  member_id?: string | undefined;
  /** Our own notes. */
  imbot_compat?: PairNotes | undefined;
  [key: string]: unknown;
}

/** Kept beside the pair so that any process can tell older from newer. Hashes only. */
interface PairNotes {
  /** Refresh tokens that led to this pair, newest last. */
  spent?: string[] | undefined;
  /** The refresh token that the authorization server called invalid. */
  dead?: string | undefined;
  /**
   * Unix seconds on the clock of the one who renewed. `expires` is on the vendor's clock: where the two are an hour apart,
   * every call would come with a renewal, and the vendor blocks applications for that.
   */
  until?: number | undefined;
  /** The authorization server that answered last, if it is a known one. */
  server?: string | undefined;
  /** Whose pair this is: the client id (hashed). Pairs of earlier versions have none. */
  client?: string | undefined;
  /**
   * The refresh token that turned out spent while the one who spent it was silent, perhaps only frozen: whoever reads this
   * waits for its pair and asks nobody.
   */
  lost?: string | undefined;
  /** Who is about to spend a refresh token, or has done so and has not stored its pair yet. */
  asking?: AskingNote | undefined;
  /** The last renewal in a row that brought nothing, see `isResting`. */
  barren?: Barren | undefined;
}

/** The word of a process that asks the authorization server. */
export interface AskingNote {
  /** The refresh token. */
  token: string;
  /** The client that asks, by a random name. */
  by: string;
}

/** A renewed access token that the portal refused at once. */
export interface Barren {
  /** The access token. */
  token: string;
  /** How many in a row. */
  times: number;
  /** Unix seconds before which the pair is not renewed again. */
  until: number;
}

/** No moment in seconds is later than the year 5138, none in milliseconds earlier than 1973. */
const MILLISECONDS = 100_000_000_000;

const text = z.string().min(1);
const seconds = z
  .union([z.number(), z.string().regex(/^\d+$/)])
  .transform((value) => (Number(value) < MILLISECONDS ? Number(value) : Math.floor(Number(value) / 1000)));
const notes = z.looseObject({
  spent: z.array(z.string()).optional(),
  dead: z.string().optional(),
  until: z.number().optional(),
  server: z.string().optional(),
  client: z.string().optional(),
  lost: z.string().optional(),
  asking: z.object({ token: z.string(), by: z.string() }).optional(),
  barren: z.object({ token: z.string(), times: z.number(), until: z.number() }).optional(),
});
const shape = z.looseObject({
  access_token: text,
  refresh_token: text,
  expires: seconds.optional(),
  expires_in: seconds.optional(),
  client_endpoint: text.optional(),
  domain: text.optional(),
  member_id: text.optional(),
  imbot_compat: notes.optional(),
});

/** Application pages hand the same over under these names. */
const SPELLINGS: Readonly<Record<string, string>> = {
  AUTH_ID: 'access_token',
  REFRESH_ID: 'refresh_token',
  AUTH_EXPIRES: 'expires_in',
  DOMAIN: 'domain',
  SERVER_ENDPOINT: 'server_endpoint',
  APP_SID: 'APP_SID',
};
/** No Unix time of today is smaller, no life of a token longer. */
const ABSOLUTE = 1_000_000_000;
const LINEAGE = 20;

/** The pair in `input`, whichever way Bitrix24 spelled it. `dated`: its expiry was given as a moment, not as a duration. */
export function readPair(input: unknown, now: number, what = 'tokens'): { pair: Pair; dated: boolean } {
  const parsed = shape.safeParse(respell(input));
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole'))].join(', ');
    throw authError(
      'CONFIG',
      `${what}: missing or malformed: ${wrong}. Pass the auth object as Bitrix24 hands it over`,
    );
  }
  const { expires, expires_in, ...rest } = parsed.data;
  const moment = [expires, expires_in].find((value) => value !== undefined && value >= ABSOLUTE);
  const duration = [expires_in, expires].find((value) => value !== undefined && value < ABSOLUTE);
  const until = moment ?? (duration === undefined ? undefined : Math.floor(now / 1000) + duration);
  const pair: Pair = { ...rest, ...(until === undefined ? {} : { expires: until }) };
  if (expires_in !== undefined) pair['expires_in'] = expires_in;
  return { pair, dated: moment !== undefined };
}

/** A pair that was paid for with a one-time token: whatever else is wrong with the answer, it is not thrown away. */
export function readRenewedPair(input: Record<string, unknown>, now: number): Pair {
  const parsed = shape.safeParse(input);
  const malformed = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  const sound = Object.fromEntries(Object.entries(input).filter(([key]) => !malformed.has(key)));
  const { access_token, refresh_token } = input;
  return readPair({ ...sound, access_token, refresh_token }, now, 'the answer of the authorization server').pair;
}

/** `next` over `old`: unknown keys and application_token survive; `domain` of a renewal is not the portal's, so the old one stays. */
export function mergePair(old: Pair, next: Pair): Pair {
  const merged: Pair = { ...old, ...next };
  if (old.domain === undefined) delete merged.domain;
  else merged.domain = old.domain;
  const spent = [...(old.imbot_compat?.spent ?? []), fingerprint(old.refresh_token)];
  const kept = spent.length > LINEAGE ? [...spent.slice(0, 1), ...spent.slice(1 - LINEAGE)] : spent;
  merged.imbot_compat = { ...next.imbot_compat, spent: kept };
  return merged;
}

/** Is `stored` to be used instead of `ours`? The lineage tells for sure, the expiry is the fallback. */
export function isNewer(stored: Pair, ours: Pair, oursDated = true): boolean {
  if (stored.refresh_token === ours.refresh_token) {
    return stored.access_token !== ours.access_token && (stored.expires ?? 0) >= (ours.expires ?? 0);
  }
  if (stored.imbot_compat?.spent?.includes(fingerprint(ours.refresh_token))) return true;
  if (ours.imbot_compat?.spent?.includes(fingerprint(stored.refresh_token))) return false;
  if (!oursDated || stored.expires === undefined || ours.expires === undefined) return false;
  return stored.expires >= ours.expires;
}

/** A short hash: names a token without giving it away. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 22);
}

/** The secrets in a pair, for redaction. */
export function pairSecrets(pair: Pair): string[] {
  const { access_token, refresh_token } = pair;
  const application = pair['application_token'];
  return typeof application === 'string' ? [access_token, refresh_token, application] : [access_token, refresh_token];
}

function respell(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    const name = SPELLINGS[key] ?? key;
    if (value === undefined || value === null || (name !== key && name in input)) continue;
    out[name] = value;
  }
  return out;
}
