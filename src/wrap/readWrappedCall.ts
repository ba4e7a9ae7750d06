import { configError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import { batchOf } from '../facade/batchOf';
import { readBody } from '../facade/readBody';
import { isV1Imbot, isV2Imbot } from '../map/imbotName';
import { methodEntry } from '../map/index';
import { isAsBefore, snapshot } from '../values/snapshot';
import type { Params } from '../values/structures';
import type { Feeler } from './createFeeler';
import { argumentOf, findPlace } from './findPlace';
import { type NamedMethod, namedMethod } from './namedMethod';
import type { Carriage } from './proveCarriage';
import * as texts from './texts';
import type { Place, WrapOptions } from './types';
import type { WrappedCall } from './WrappedCall';
import { withIds, withIdsInBatch } from './withIds';

/** What a call turns out to be: one for the engine, none of ours, or one that the layout does not fit. */
export type ReadCall =
  | { readonly kind: 'ours'; readonly call: WrappedCall }
  | { readonly kind: 'other'; readonly notice?: string }
  | { readonly kind: 'misfit'; readonly method: string; readonly params: Params; readonly error: ImbotError };

/** `given` is read as it stands now, and sent so: the caller may change it before it goes out. */
export function readWrappedCall(
  given: readonly unknown[],
  self: unknown,
  options: WrapOptions,
  feeler: Feeler,
): ReadCall {
  const methodPlace = options.method ?? 0;
  const paramsPlace = options.params ?? (typeof methodPlace === 'number' ? methodPlace + 1 : 'params');
  const read = [methodPlace, paramsPlace].map((place) => argumentOf(place, given));
  // Whatever else a transport takes may be a container of services, which makes each as it is looked at.
  const args = given.map((arg, index) => (read.includes(index) ? snapshot(arg) : arg));
  const found = findPlace(methodPlace, args, self);
  if (typeof found?.value !== 'string') {
    const astray = imbotArgument(args, methodPlace);
    if (astray) return misfit(astray.name, texts.methodElsewhere(placeName(methodPlace), astray.index));
    return { kind: 'other', notice: texts.methodIsNoText(placeName(methodPlace)) };
  }
  const named = nameWith(options.prefix, found.value);
  if (
    named === undefined ||
    !(isV1Imbot(named.name) || isV2Imbot(named.name) || named.name.toLowerCase() === 'batch')
  ) {
    const astray = imbotArgument(args, methodPlace);
    if (astray) return misfit(astray.name, texts.methodElsewhere(placeName(methodPlace), astray.index));
    const half = methodEntry(`imbot.${found.value}`)?.v1;
    return half === undefined ? { kind: 'other' } : { kind: 'other', notice: texts.halfName(half) };
  }
  if (isV2Imbot(named.name)) return { kind: 'other' };
  const { replace } = found;
  const held = findPlace(paramsPlace, args, self);
  const body = readBody(held?.value, feeler.encoding);
  const felt = body?.nests || options.encoding === 'form' ? feeler : undefined;
  if (body === undefined || replace === undefined) {
    if (!isV1Imbot(named.name)) return { kind: 'other' };
    const text =
      body === undefined
        ? texts.paramsElsewhere(placeName(paramsPlace), whatIs(held?.value))
        : texts.methodIsNoText(placeName(methodPlace));
    return misfit(named.name, text);
  }
  const json = snapshot(body.params, true);
  const batch = batchOf(named.name, json);
  if (!isV1Imbot(named.name) && batch === undefined) return { kind: 'other' };
  const writeParams = held?.replace ?? paramsBeside(methodPlace);
  if (writeParams === undefined) {
    return misfit(named.name, texts.paramsElsewhere(placeName(paramsPlace), 'nothing'));
  }
  const params = batch ? body.params : withIds(named.name, json, args, self, options);
  const whole = batch && withIdsInBatch(batch, args, self, options);
  return {
    kind: 'ours',
    call: { method: named.name, named: found.value, params, batch: whole, argumentsFor, argumentsIn, felt },
  };

  function argumentsFor(method: string, sent: Params): readonly unknown[] {
    // v1 gets the call as it was made.
    if (method === named?.name && (batch === undefined || sent === body?.params))
      return isAsBefore(given, args) ? given : args;
    const encoding = batch && isFlat(body?.params) ? 'form' : (feeler.encoding ?? 'json');
    return argumentsIn(encoding, method, sent);
  }

  function argumentsIn(encoding: Carriage, method: string, sent: Params): readonly unknown[] {
    const renamed = replace?.(args, named?.rename(method)) ?? [...args];
    // What was found out since the call was read counts.
    const isForm = felt !== undefined && encoding === 'form';
    const written = isForm ? readBody(held?.value, 'form')?.write(sent) : body?.write(sent);
    return writeParams?.(renamed, written) ?? renamed;
  }
}

/** A batch whose commands the caller names `cmd[a]` goes out as it was given. */
function isFlat(params: Params | undefined): boolean {
  return !Object.values(params ?? {}).some((value) => typeof value === 'object' && value !== null);
}

/** Parameters that a call in one object leaves out go beside its method. */
function paramsBeside(method: Place): ((args: readonly unknown[], value: unknown) => unknown[]) | undefined {
  if (typeof method === 'number') return undefined;
  const path = method.split('.').slice(0, -1);
  const index = /^\d+$/.test(path[0] ?? '') ? path.join('.') : ['0', ...path].join('.');
  return findPlace(`${index}.params`, [{}], undefined)?.replace;
}

function imbotArgument(args: readonly unknown[], method: Place): { name: string; index: number } | undefined {
  for (const [index, arg] of args.entries()) {
    const name = typeof arg === 'string' && index !== method ? namedMethod(arg)?.name : undefined;
    if (name !== undefined && isV1Imbot(name)) return { name, index };
  }
  return undefined;
}

/** A name as the wrapper completes it; one that is whole already is taken as it stands, and so are the names of v2. */
function nameWith(prefix: string | undefined, text: string): NamedMethod | undefined {
  if (prefix === undefined || text.toLowerCase().startsWith(prefix.toLowerCase())) return namedMethod(text);
  const named = namedMethod(prefix + text);
  if (named === undefined || methodEntry(named.name) === undefined) return namedMethod(text);
  return {
    name: named.name,
    rename: (method) => {
      const whole = named.rename(method);
      return whole.toLowerCase().startsWith(prefix.toLowerCase()) ? whole.slice(prefix.length) : whole;
    },
  };
}

function misfit(method: string, message: string): ReadCall {
  return {
    kind: 'misfit',
    method,
    params: {},
    error: configError(method, `${message} Modes v1, audit and auto send the call as it is; v2 sends nothing.`),
  };
}

function placeName(place: Place): string {
  return typeof place === 'number' ? `argument ${place}` : `'${place}'`;
}

function whatIs(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object that holds no parameters' : `a ${typeof value}`;
}
