import { configError } from '../errors/callError';
import { environment } from './notify';

/** `v1`: send as is. `auto`: v2 where provably the same. `v2`: always v2. `audit`: send v1, record what v2 would be. */
export type Mode = 'v1' | 'auto' | 'v2' | 'audit';
/**
 * A mode for all calls, or a function that is asked at each call. `method` is the v1 name, `params` stand under their v1
 * names.
 */
export type ModeChoice = Mode | ((call: { method: string; params: Readonly<Record<string, unknown>> }) => Mode);

export interface ModeOptions {
  readonly mode?: ModeChoice;
  /** Mode per v1 method, or per prefix that ends in `*`; the longest match wins. */
  readonly methods?: Readonly<Record<string, Mode>>;
  /** Calls that rest on what is not so on this portal: they stay on v1 where `auto` would decide. */
  readonly heldOnV1?: (method: string, params: Readonly<Record<string, unknown>>) => boolean;
}

const MODES: ReadonlySet<unknown> = new Set<Mode>(['v1', 'auto', 'v2', 'audit']);

/** The mode of a call: the environment, then the call, then its method, then the client; `auto` where nobody says. */
export function modeOf(
  options: ModeOptions,
  method: string,
  params: Readonly<Record<string, unknown>>,
  own?: Mode,
): Mode {
  const mode = wishedMode(options, method, params, own);
  return mode === 'auto' && options.heldOnV1?.(method, params) ? 'v1' : mode;
}

function wishedMode(
  options: ModeOptions,
  method: string,
  params: Readonly<Record<string, unknown>>,
  own: Mode | undefined,
): Mode {
  const forced = environment('IMBOT_COMPAT_MODE');
  if (forced !== undefined && forced !== '') return checked(forced.trim().toLowerCase(), 'IMBOT_COMPAT_MODE', method);
  if (own !== undefined) return checked(own, 'mode', method);
  const byMethod = options.methods && longestMatch(options.methods, method);
  if (byMethod !== undefined) return checked(byMethod, 'methods', method);
  const { mode } = options;
  if (mode === undefined) return 'auto';
  return typeof mode === 'function' ? checked(mode({ method, params }), 'mode(call)', method) : mode;
}

/** Refuses a mode that is none, before anything is sent. */
export function checked(mode: unknown, from: string, method: string): Mode {
  if (isMode(mode)) return mode;
  throw configError(method, `${from} must be one of v1, auto, v2 and audit. Nothing was sent.`);
}

function isMode(value: unknown): value is Mode {
  return MODES.has(value);
}

function longestMatch(methods: Readonly<Record<string, Mode>>, method: string): Mode | undefined {
  let best: string | undefined;
  const name = method.toLowerCase();
  for (const pattern of Object.keys(methods)) {
    const lower = pattern.toLowerCase();
    const matches = lower.endsWith('*') ? name.startsWith(lower.slice(0, -1)) : lower === name;
    if (matches && (best === undefined || pattern.length > best.length)) best = pattern;
  }
  return best === undefined ? undefined : methods[best];
}
