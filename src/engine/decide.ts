import type { Translation } from '../translate/types';
import type { Mode } from './modeOf';

/**
 * Where a call goes, by its mode and its translation: out under its v1 name, to v2, or nowhere. In mode `auto` `v2` means
 * that v2 would do; the portal and the bot have a say too. Only mode `v2` refuses anything by itself: in the others v1
 * refuses, in the form that the caller knows.
 */
export type Way =
  | { readonly to: 'v1' | 'v2' }
  | { readonly refuse: 'like-v1' | 'no-portal' }
  | { readonly refuse: 'UNTRANSLATABLE' | 'LOSSY'; readonly losses: readonly string[] };

export interface Decider {
  readonly mode: Mode;
  /** Undefined where the call has none, or where it could not be read. */
  readonly translation: Translation | undefined;
  /** Does the transport tell which portal it serves? Without that nothing can be looked up. */
  readonly portalKnown: boolean;
  /** Somebody else's transport, whose failures may come without their status. */
  readonly foreign: boolean;
  readonly accepts: (loss: string) => boolean;
}

export function decide({ mode, translation, portalKnown, foreign, accepts }: Decider): Way {
  if (translation === undefined || mode === 'v1' || mode === 'audit') return V1;
  const { verdict, losses, refusal, lookup, byRefusal } = translation;
  if (mode === 'auto') {
    const whole = (verdict === 'exact' || verdict === 'emulated') && refusal === undefined;
    return whole && (portalKnown || !lookup) && !(foreign && byRefusal) ? V2 : V1;
  }
  if (refusal) return { refuse: 'like-v1' };
  if (losses.length > 0 || verdict === 'none') {
    const ids = [...new Set(losses.map(({ id }) => id))];
    if (verdict === 'none') return { refuse: 'UNTRANSLATABLE', losses: ids };
    const open = ids.filter((loss) => !accepts(loss));
    if (open.length > 0) return { refuse: 'LOSSY', losses: open };
  }
  return lookup && !portalKnown ? { refuse: 'no-portal' } : V2;
}

const V1: Way = { to: 'v1' };
const V2: Way = { to: 'v2' };
