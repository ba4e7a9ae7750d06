import type { ImbotError } from '../errors/ImbotError';
import type { MethodEntry, Replay } from '../map/entry';
import { BRIDGE_REFUSALS, NO_SUCH_METHOD } from '../map/errors';
import { methodEntry, NEVER_EXISTED, REVISION_GET } from '../map/index';
import { type Explanation, explain } from '../translate/explain';
import { CannotTranslate, LossFound, Refused } from '../translate/signals';
import { translate } from '../translate/translate';
import type { Translation } from '../translate/types';
import { config, cutList, lookupFailed, notSent, refusedLikeV1, toV1, unknownMethod } from './errors';
import { forget } from './forget';
import { bridgeKey, createPortalMemory, learn, type PortalMemory } from './memory';
import { checked, type Mode, modeOf } from './modeOf';
import { notify } from './notify';
import { observeTranslation } from './observe';
import { reading } from './reading';
import { StepFailed } from './runPlan';
import { sendAsV2 } from './sendAsV2';
import { portalState } from './shared';
import { NOTICES, TEXTS } from './texts';
import type { CallOptions, EngineOptions, Envelope, Journey, LearnedFacts, Params, Via } from './types';
import { createUsage, type MethodUsage, type UsageReport } from './usage';
import { lacksV2, v2Usable } from './v2Usable';
import { withSignal } from './withSignal';

/** Runs v1 calls on v1 or v2, by mode and verdict. Every facade stands on it. */
export interface Engine {
  /** Resolves to the envelope with the v1 result. Methods other than imbot v1 pass through. */
  request(via: Via, method: string, params?: object | null, own?: CallOptions): Promise<Envelope>;
  explain(via: Pick<Via, 'portal'>, method: string, params?: Params | null): Explanation;
  report(): UsageReport;
  learn(via: Pick<Via, 'portal'>, facts: LearnedFacts): void;
  /** What a batch needs of the engine. */
  readonly parts: EngineParts;
}

interface EngineParts {
  readonly options: EngineOptions;
  memory(via: Pick<Via, 'portal'>): PortalMemory;
  /** Counts a call, warns once about its method. */
  note(entry: MethodEntry, translation?: Translation): MethodUsage;
  /** Counts a call of a name that imbot v1 never had, and warns once; false for other names. */
  noteUnknown(named: string): boolean;
  /** Says once that the portal does not accept a bot through v2. */
  noteBridge(via: Pick<Via, 'portal'>): void;
  /** May v2 be used, in mode `auto`? */
  usable(via: Via, own: CallOptions, method: string): Promise<boolean>;
  accepts(own: CallOptions, loss: string): boolean;
  /** The parameters with CLIENT_ID or botToken, where this client adds them. */
  complete(method: string, params: Params): Params;
}

let engines = 0;

export function createEngine(options: EngineOptions): Engine {
  if (options.mode !== undefined && typeof options.mode !== 'function') checked(options.mode, 'mode', 'createImbot');
  const usage = createUsage(options.ignoredFile);
  const memories = new Map<string, PortalMemory>();
  engines += 1;
  /** Stands for all portals of a transport that does not tell them apart. */
  const anonymous = `anonymous ${engines}`;

  function memory({ portal }: Pick<Via, 'portal'>): PortalMemory {
    const key = portal ?? anonymous;
    const known = memories.get(key);
    if (known) return known;
    const made = createPortalMemory(options.context);
    memories.set(key, made);
    return made;
  }

  function note(entry: MethodEntry, translation?: Translation): MethodUsage {
    const counted = usage.count(entry.v1);
    if (translation) usage.judge(counted, translation);
    if (counted.calls === 1) {
      notify(options.warnings, `deprecated:${entry.v1}`, NOTICES.deprecated(entry.v1, entry.v2[0]), entry.v1);
    }
    return counted;
  }

  function usable(via: Via, own: CallOptions, method: string): Promise<boolean> {
    // Half of the time, so that a question without an answer leaves some for the call as v1.
    const half = own.timeout === undefined ? undefined : own.timeout / 2;
    const answer = v2Usable(via.portal ?? anonymous, via, options.warnings, half);
    return withSignal(answer, own.signal, method);
  }

  function accepts(own: CallOptions, loss: string): boolean {
    return (options.accept?.includes(loss) ?? false) || (own.accept?.includes(loss) ?? false);
  }

  function complete(method: string, params: Params): Params {
    const { auth, clientId, botToken } = options.context;
    const plain = withoutThen(params);
    const given = isV1(method) ? withoutNulls(plain) : plain;
    if (auth !== 'webhook') return given;
    if (isV2(method)) {
      const token = botToken ?? clientId;
      return token === undefined || given.botToken !== undefined || method.toLowerCase() === REVISION_GET.toLowerCase()
        ? given
        : { ...given, botToken: token };
    }
    if (clientId === undefined || !isV1(method)) return given;
    const name = Object.keys(given).find((key) => key.toUpperCase() === 'CLIENT_ID');
    return name !== undefined && given[name] !== '' && given[name] !== undefined
      ? given
      : { ...given, [name ?? 'CLIENT_ID']: clientId };
  }

  async function sendV1({ method, named, params, via, own }: Journey, replay: Replay): Promise<Envelope> {
    const full = reading(named, () => complete(named, params));
    const envelope = await via.send(named, full, {
      replay,
      signal: own.signal,
      timeout: own.timeout,
    });
    forget(memory(via).facts, method, params);
    return envelope;
  }

  function noteUnknown(named: string): boolean {
    if (!isV1(named)) return false;
    usage.count(named).sent.v1 += 1;
    if (NEVER_EXISTED.includes(named.toLowerCase())) {
      notify(options.warnings, `misnamed:${named}`, NOTICES.misnamed(named), 'never-existed');
    }
    return true;
  }

  function noteBridge({ portal }: Pick<Via, 'portal'>): void {
    notify(options.warnings, `bridge:${portal ?? anonymous}`, NOTICES.bridge, 'bridge');
  }

  function passThrough(journey: Journey): Promise<Envelope> {
    const { named, params, own } = journey;
    if (noteUnknown(named) && reading(named, () => modeOf(options, named, params, own.mode)) === 'v2') {
      throw unknownMethod(named);
    }
    return sendV1(journey, READS.test(named) ? 'read' : 'never');
  }

  async function request(via: Via, named: string, input?: object | null, own: CallOptions = {}): Promise<Envelope> {
    const params = reading('call', () => checkedCall(named, input ?? {}, own));
    const entry = methodEntry(named);
    const journey: Journey = { method: entry?.v1 ?? named, named, params, via, own };
    if (entry === undefined) return passThrough(journey);
    const mode = reading(entry.v1, () => modeOf(options, entry.v1, params, own.mode));
    if (mode === 'v1') {
      note(entry).sent.v1 += 1;
      return sendV1(
        journey,
        reading(named, () => replayOf(entry, params)),
      );
    }
    const known = memory(via);
    const translation = reading(named, () => translate(named, params, known.context));
    if (translation === undefined) return passThrough(journey);
    const counted = note(entry, translation);
    observeTranslation(translation, mode);
    const stays = mode === 'audit' || (mode === 'auto' && (await staysOnV1(journey, translation, known)));
    if (stays) {
      counted.sent.v1 += 1;
      return sendV1(journey, translation.replay);
    }
    const refused = refusal(journey, translation, mode);
    if (refused) {
      counted.sent.refused += 1;
      throw refused;
    }
    try {
      const envelope = await sendAsV2(journey, translation, known);
      counted.sent.v2 += 1;
      forget(known.facts, entry.v1, params);
      return envelope;
    } catch (error) {
      if (mode === 'auto' && goesBack(error, via, translation, known)) {
        counted.sent.v1 += 1;
        return sendV1(journey, translation.replay);
      }
      counted.sent[error instanceof Refused || error instanceof CannotTranslate ? 'refused' : 'v2'] += 1;
      return afterFailure(error, journey, translation);
    }
  }

  /** Mode `auto`: is this call better sent as it is? */
  async function staysOnV1(
    { method, via, own }: Journey,
    translation: Translation,
    known: PortalMemory,
  ): Promise<boolean> {
    if (translation.verdict === 'lossy' || translation.verdict === 'none') return true;
    // A BOT_ID that names nobody: whether v1 takes it for none is for v1 to say.
    if (translation.refusal)
      return translation.refusal.code === 'BOT_ID_ERROR' && methodEntry(method)?.bot === 'optional';
    if (translation.lookup && via.portal === undefined) return true;
    if (portalState(via.portal ?? anonymous).v2 !== true && !(await usable(via, own, method))) return true;
    return (
      known.bridges.size > 0 && known.bridges.get(bridgeKey(translation.one?.params ?? translation.token)) === false
    );
  }

  /** What keeps a call from being sent as v2: an error that v1 would answer, or a loss that nobody accepted. */
  function refusal({ method, via, own }: Journey, translation: Translation, mode: Mode): ImbotError | undefined {
    if (translation.refusal) return refusedLikeV1(method, translation.refusal);
    if (mode !== 'v2') return undefined;
    const losses = translation.losses.length === 0 ? [] : [...new Set(translation.losses.map((loss) => loss.id))];
    if (translation.verdict === 'none') return notSent(method, 'UNTRANSLATABLE', losses);
    const open = losses.filter((loss) => !accepts(own, loss));
    if (open.length > 0) {
      const params = translation.losses.filter((loss) => open.includes(loss.id)).map((loss) => loss.param);
      return notSent(method, 'LOSSY', open, params);
    }
    return translation.lookup && via.portal === undefined ? config(method, TEXTS.noPortal) : undefined;
  }

  /** Nothing ran, nothing changed, or a look-up found nothing, which v1 may know better: this call may go out as v1, and where the bridge failed, the bot's later ones too. */
  function goesBack(error: unknown, via: Via, translation: Translation, known: PortalMemory): boolean {
    if (error instanceof LossFound || error instanceof Refused) return true;
    if (!(error instanceof StepFailed) || error.changed) return false;
    if (error.error.code === NO_SUCH_METHOD) {
      lacksV2(via.portal ?? anonymous, options.warnings);
      return true;
    }
    const failed = error.step.params;
    const key = bridgeKey(failed.botId === undefined ? translation.token : failed);
    if (!BRIDGE_REFUSALS.has(error.error.code) || known.bridges.get(key) === true) {
      return isPreliminary(error, translation) && !OVER.has(error.error.code);
    }
    known.bridges.set(key, false);
    noteBridge(via);
    return true;
  }

  /** What the caller gets when the v2 call failed: the v1 error, or the value v1 answers in its place. */
  function afterFailure(error: unknown, { method, own }: Journey, translation: Translation): Envelope {
    if (error instanceof LossFound) {
      if (accepts(own, error.loss)) return { result: error.value };
      throw cutList(method, error.loss);
    }
    if (error instanceof Refused) throw refusedLikeV1(method, error.refusal);
    if (error instanceof CannotTranslate) throw notSent(method, 'UNTRANSLATABLE', [error.loss]);
    if (!(error instanceof StepFailed)) throw error;
    if (error.error.outcome !== 'refused' && isPreliminary(error, translation)) {
      throw lookupFailed(method, error.step.method, error.error);
    }
    const v1 = toV1(method, error.step.method, error.error);
    if ('answer' in v1) return { result: v1.answer };
    throw v1.error;
  }

  return {
    request,
    explain: (via, method, params) =>
      reading('explain', () => explain(checkedName(method), checkedParams(method, params ?? {}), memory(via).context)),
    report: usage.report,
    learn: (via, facts) => learn(memory(via), facts),
    parts: { options, memory, note, noteUnknown, noteBridge, usable, accepts, complete },
  };
}

/** A question before the call itself failed: the call was not sent, and v1 may need no such question. */
function isPreliminary({ step, changed }: StepFailed, { replay }: Translation): boolean {
  return !changed && (step.lookup === true || (step.replay === 'read' && replay !== 'read'));
}

/** Failures after which the same call fails as v1 too: its time is up, or nothing can be sent. */
const OVER: ReadonlySet<string> = new Set(['TIMEOUT', 'ABORTED', 'CLOSED', 'REINSTALL', 'CONFIG']);

/** Names of other methods that plainly read: only these may be repeated when nobody knows whether they ran. */
const READS = /\.(get|list|fields|count|current)$/i;

/** An object with a function `then` would be waited for instead of sent; as a parameter a function is nothing. */
function withoutThen(params: Params): Params {
  if (typeof params.then !== 'function') return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'then'));
}

/** v1 takes null for a parameter that was not given; a form could only say '', which clears. */
function withoutNulls(params: Params): Params {
  if (!Object.values(params).some((value) => value === null)) return params;
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
}

function isV2(method: string): boolean {
  return /^imbot\.v2\./i.test(method);
}

function isV1(method: string): boolean {
  return /^imbot\.(?!v2\.)/i.test(method);
}

function replayOf({ replay }: MethodEntry, params: Params): Replay {
  if (typeof replay !== 'function') return replay;
  return replay(Object.fromEntries(Object.entries(params).map(([name, value]) => [name.toUpperCase(), value])));
}

/** The parameters, once the call is one; a misuse is told before anything is sent. */
function checkedCall(method: unknown, params: unknown, own: CallOptions): Params {
  const name = checkedName(method);
  const given = checkedParams(name, params);
  if (own.accept !== undefined && !Array.isArray(own.accept)) throw config(name, TEXTS.badAccept);
  return given;
}

function checkedName(method: unknown): string {
  // Anything else may be an address with a secret in it, and the name stands in errors and reports.
  if (typeof method === 'string' && /^[\w.]+$/.test(method)) return method;
  throw config('call', TEXTS.badMethod);
}

function checkedParams(method: string, params: unknown): Params {
  if (isParams(params)) return params;
  throw config(method, TEXTS.badParams);
}

function isParams(value: unknown): value is Params {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(typeof AbortSignal !== 'undefined' && value instanceof AbortSignal);
}
