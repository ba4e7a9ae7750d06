import { ImbotError } from '../errors/ImbotError';
import { methodEntry } from '../map/index';
import { answerRule } from '../map/rules';
import { type BatchCommand, type ReadCommand, readCommand } from '../translate/batchCommand';
import { holdsReference } from '../translate/isReference';
import { CannotTranslate, LossFound, NeedsValue, Refused } from '../translate/signals';
import { translate } from '../translate/translate';
import { type TranslatedCommand, translateBatch } from '../translate/translateBatch';
import type { TranslateContext, Translation } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import { field, MissingField } from '../values/answers';
import type { Engine } from './createEngine';
import { decide, type Way } from './decide';
import { config, notSent, toV1 } from './errors';
import { bridgeKey, type PortalMemory } from './memory';
import { type Mode, modeOf } from './modeOf';
import { reading } from './reading';
import { runPlan, StepFailed } from './runPlan';
import { patienceOf } from './sendAsV2';
import { TEXTS } from './texts';
import type { CallOptions, Envelope, Params, Via } from './types';

export type BatchCalls = readonly BatchCommand[] | Readonly<Record<string, BatchCommand>>;

export interface BatchOptions extends CallOptions {
  /** Stop at the first error. Default false. */
  readonly halt?: boolean;
}

/** The answer of REST `batch`, under the caller's keys: lists for a list of calls. */
export interface BatchResult {
  result: Record<string, unknown> | unknown[];
  result_error: Record<string, unknown> | unknown[];
  result_total: Record<string, unknown> | unknown[];
  result_next: Record<string, unknown> | unknown[];
  result_time: Record<string, unknown> | unknown[];
}

/**
 * Sends up to 50 commands in one request, each as v2 where one v2 call does it, and as v1 otherwise. In mode `v2` one
 * loss that is not accepted refuses the whole batch before anything is sent.
 */
export async function runBatch(
  engine: Engine,
  via: Via,
  calls: BatchCalls,
  own: BatchOptions = {},
): Promise<Envelope & { result: BatchResult }> {
  const commands = reading('batch', () => {
    if (own.accept !== undefined && !Array.isArray(own.accept)) throw config('batch', TEXTS.badAccept);
    return entriesOf(calls);
  });
  const { parts } = engine;
  const memory = parts.memory(via);
  const { context } = memory;
  const items = await inspect(engine, via, commands, memory, context, own);
  const wanted = new Set<string>();
  for (const item of items) if (await goesToV2(engine, via, item, memory, own)) wanted.add(item.key);
  const translated = reading('batch', () =>
    translateBatch(commands, context, {
      halt: own.halt ?? false,
      wanted: (_translation, key) => wanted.has(key),
      complete: parts.complete,
    }),
  );
  count(items, translated);
  const cmd = Array.isArray(calls)
    ? translated.map(({ text }) => text)
    : Object.fromEntries(translated.map(({ key, text }) => [key, text]));
  const envelope = await via.send(
    'batch',
    { halt: own.halt ? 1 : 0, cmd },
    { replay: 'never', signal: own.signal, timeout: own.timeout },
  );
  const result = await answersBack(engine, via, envelope.result, translated, own, commands);
  return { ...envelope, result };
}

interface Item {
  readonly key: string;
  readonly method: string;
  readonly params: Params;
  readonly mode?: Mode;
  readonly translation?: Translation;
  readonly counted?: { sent: { v1: number; v2: number } };
}

function entriesOf(calls: unknown): [string, BatchCommand][] {
  if (typeof calls !== 'object' || calls === null) throw config('batch', TEXTS.badCommand);
  return Object.entries(calls).map(([key, command]): [string, BatchCommand] => {
    const read = readCommand(command);
    if (read === undefined || read.method === '') throw config('batch', TEXTS.badCommand);
    return [key, typeof command === 'string' ? command : read];
  });
}

/** Looks at every command by itself; look-ups that several need are made once, before. */
async function inspect(
  engine: Engine,
  via: Via,
  commands: readonly (readonly [string, BatchCommand])[],
  memory: PortalMemory,
  context: TranslateContext,
  own: BatchOptions,
): Promise<Item[]> {
  const { parts } = engine;
  const items: Item[] = [];
  const refused: { code: 'LOSSY' | 'UNTRANSLATABLE'; losses: readonly string[] }[] = [];
  for (const [key, command] of commands) {
    const read = readCommand(command);
    const entry = read && methodEntry(read.method);
    if (read === undefined || entry === undefined) {
      const unknown = read !== undefined && parts.noteUnknown(read.method);
      if (unknown && reading('batch', () => modeOf(parts.options, read.method, read.params, own.mode)) === 'v2') {
        refused.push({ code: 'UNTRANSLATABLE', losses: ['unknown-method'] });
      }
      items.push({ key, method: read?.method ?? '', params: read?.params ?? {} });
      continue;
    }
    const mode = reading('batch', () => modeOf(parts.options, entry.v1, read.params, own.mode));
    let translation = mode === 'v1' ? undefined : inBatch(read, context, mode);
    const way = wayOf(engine, via, mode, translation, own);
    if ('losses' in way) refused.push({ code: way.refuse, losses: way.losses });
    const asks = translation?.prepare !== undefined && via.portal !== undefined && 'to' in way && way.to === 'v2';
    if (asks && translation && (mode === 'v2' || (await parts.usable(via, own, 'batch')))) {
      if (await prepared(translation, via, memory, own, mode)) translation = inBatch(read, context, mode);
    }
    items.push({
      key,
      method: read.method,
      params: read.params,
      mode,
      translation,
      counted: parts.note(entry, translation),
    });
  }
  const worst = refused.find(({ code }) => code === 'UNTRANSLATABLE') ?? refused[0];
  if (worst) throw notSent('batch', worst.code, [...new Set(refused.flatMap(({ losses }) => losses))]);
  return items;
}

function wayOf({ parts }: Engine, via: Via, mode: Mode, translation: Translation | undefined, own: BatchOptions): Way {
  const accepts = (loss: string): boolean => parts.accepts(own, loss);
  return decide({ mode, translation, portalKnown: via.portal !== undefined, foreign: via.foreign === true, accepts });
}

/** What cannot be read is refused in mode `v2` alone: v1 may take it all the same. */
function inBatch({ method, params }: ReadCommand, context: TranslateContext, mode: Mode): Translation | undefined {
  try {
    return reading(method, () => translate(method, params, context, { inBatch: true }));
  } catch (error) {
    if (error instanceof NeedsValue || mode !== 'v2') return undefined;
    throw error;
  }
}

/** Makes the look-ups of a command; one that fails leaves the command on v1. */
async function prepared(
  { prepare, method }: Translation,
  via: Via,
  memory: PortalMemory,
  own: BatchOptions,
  mode: Mode,
): Promise<boolean> {
  if (prepare === undefined) return false;
  try {
    await runPlan(prepare(), {
      as: method,
      send: via.send,
      signal: own.signal,
      timeout: own.timeout,
      patience: patienceOf({ mode, own }),
      lookups: memory.lookups,
    });
    return true;
  } catch (error) {
    if (error instanceof StepFailed || error instanceof Refused || error instanceof CannotTranslate) return false;
    throw error;
  }
}

async function goesToV2(
  engine: Engine,
  via: Via,
  item: Item,
  memory: PortalMemory,
  own: BatchOptions,
): Promise<boolean> {
  const { translation, mode } = item;
  if (translation?.one === undefined || mode === undefined) return false;
  // Nobody knows yet which bot a reference will name: a registration in this batch, say, which goes out as v1.
  if (typeof translation.unseenBot === 'string' || (mode === 'auto' && translation.unseenBot !== undefined))
    return false;
  const way = wayOf(engine, via, mode, translation, own);
  if (!('to' in way) || way.to === 'v1') return false;
  if (mode === 'v2') return true;
  // v2 may deny what v1 allows, and in a batch nothing could be sent again in its place.
  if (methodEntry(item.method)?.higherRank) return false;
  // A list that turns out to be cut is asked for again as v1, after the batch: a reference means nothing then.
  if (answerRule(translation.one.answer).full && holdsReference(item.params)) return false;
  return (
    (await engine.parts.usable(via, own, 'batch')) && bridgeHolds(engine, translation.one.params, via, memory, own)
  );
}

/** In a batch a refused v2 command could not be made good without breaking its order, so the bridge is proven first. */
async function bridgeHolds(
  { parts }: Engine,
  params: Params,
  via: Via,
  memory: PortalMemory,
  own: BatchOptions,
): Promise<boolean> {
  const key = bridgeKey(params);
  const known = memory.bridges.get(key);
  if (known !== undefined && known !== 'ask') return known;
  return typeof params.botId === 'number' && parts.proveBridge(via, params, own, 'batch');
}

function count(items: readonly Item[], translated: readonly TranslatedCommand[]): void {
  items.forEach((item, index) => {
    if (item.counted) item.counted.sent[translated[index]?.v2 ? 'v2' : 'v1'] += 1;
  });
}

async function answersBack(
  engine: Engine,
  via: Via,
  given: unknown,
  translated: readonly TranslatedCommand[],
  own: BatchOptions,
  commands: readonly (readonly [string, BatchCommand])[],
): Promise<BatchResult> {
  const results = new Map(pairs(field(given, 'result')));
  const errors = new Map(pairs(field(given, 'result_error')));
  for (const [index, { key, method, v2 }] of translated.entries()) {
    if (v2 === undefined) {
      const read = readCommand(commands[index]?.[1]);
      if (read !== undefined && results.has(key))
        engine.parts.noteRegistered(via, method, read.params, results.get(key));
      continue;
    }
    if (errors.has(key)) {
      const outcome = errorBack(method, v2.method, errors.get(key));
      if ('answer' in outcome) {
        errors.delete(key);
        results.set(key, outcome.answer);
      } else errors.set(key, outcome.error);
    } else if (results.has(key)) {
      const command = commands[index]?.[1];
      const value = await valueBack(engine, via, method, v2, results.get(key), own, command);
      if (value.error === undefined) results.set(key, value.result);
      else {
        results.delete(key);
        errors.set(key, value.error);
      }
    }
  }
  return {
    result: sameForm(field(given, 'result'), results),
    result_error: sameForm(field(given, 'result_error'), errors),
    result_total: sameForm(field(given, 'result_total'), new Map(pairs(field(given, 'result_total')))),
    result_next: sameForm(field(given, 'result_next'), new Map(pairs(field(given, 'result_next')))),
    result_time: sameForm(field(given, 'result_time'), new Map(pairs(field(given, 'result_time')))),
  };
}

interface BatchError {
  readonly error: string;
  readonly error_description: string;
}

function errorBack(method: string, v2: string, error: unknown): { error: unknown } | { answer: unknown } {
  const code = field(error, 'error');
  const description = field(error, 'error_description');
  if (typeof code !== 'string') return { error };
  const v1Name = methodEntry(method)?.v1 ?? method;
  const text = typeof description === 'string' ? description : '';
  const v1 = toV1(
    v1Name,
    v2,
    new ImbotError({ code, method: v1Name, outcome: 'refused', description: text, message: text }),
  );
  if ('answer' in v1) return v1;
  return { error: v1.error.v2Code === undefined ? error : inV1(v1.error) };
}

/** As v1 answers it; what v2 said stands beside, out of sight of those who print or compare. */
function inV1({ code, description = '', v2Code, v2Description }: ImbotError): BatchError {
  const answer: BatchError = { error: code, error_description: description };
  return Object.defineProperties(answer, { v2Code: { value: v2Code }, v2Description: { value: v2Description } });
}

async function valueBack(
  engine: Engine,
  via: Via,
  method: string,
  v2: NonNullable<TranslatedCommand['v2']>,
  value: unknown,
  own: BatchOptions,
  command: BatchCommand | undefined,
): Promise<{ result?: unknown; error?: BatchError }> {
  try {
    return { result: v1Answer(v2.answer, value) };
  } catch (error) {
    if (error instanceof MissingField) {
      return { error: { error: 'BAD_ANSWER', error_description: TEXTS.badAnswer(v2.method, error.path) } };
    }
    if (!(error instanceof LossFound)) throw error;
    const mode = modeOf(engine.parts.options, method, {}, own.mode);
    if (mode === 'v2') {
      if (engine.parts.accepts(own, error.loss)) return { result: error.value };
      return { error: { error: 'LOSSY', error_description: TEXTS.cutList([error.loss]) } };
    }
    const read = command === undefined ? undefined : readCommand(command);
    if (read === undefined) return { result: error.value };
    return askAgain(engine, via, read, own);
  }
}

/** The list as v1 has it. The batch ran, so a failure of this question is one of its command alone. */
async function askAgain(
  { parts }: Engine,
  via: Via,
  { method, params }: ReadCommand,
  { signal, timeout }: BatchOptions,
): Promise<{ result?: unknown; error?: BatchError }> {
  try {
    const { result } = await via.send(method, parts.complete(method, params), { replay: 'read', signal, timeout });
    return { result };
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    return { error: { error: error.code, error_description: error.description ?? error.message } };
  }
}

function pairs(container: unknown): [string, unknown][] {
  return typeof container === 'object' && container !== null ? Object.entries(container) : [];
}

/** PHP writes an empty map as a list, and a list with gaps as a map: what came as a list stays one while it has no gaps. */
function sameForm(container: unknown, values: ReadonlyMap<string, unknown>): Record<string, unknown> | unknown[] {
  const sorted = [...values];
  const isList = Array.isArray(container) && sorted.every(([key], index) => key === String(index));
  return isList ? sorted.map(([, value]) => value) : Object.fromEntries(sorted);
}
