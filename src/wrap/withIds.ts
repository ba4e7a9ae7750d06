import type { FoundBatch } from '../facade/batchOf';
import { methodEntry } from '../map/index';
import { readCommand } from '../translate/batchCommand';
import type { Params } from '../values/structures';
import { findPlace } from './findPlace';
import type { WrapOptions } from './types';

/**
 * The parameters with the CLIENT_ID and BOT_ID that the layout finds for this very call, where the call leaves them out. What
 * goes out as v1 stays as it was.
 */
export function withIds(
  method: string,
  params: Params,
  args: readonly unknown[],
  self: unknown,
  { clientId, botId }: Pick<WrapOptions, 'clientId' | 'botId'>,
): Params {
  const found: Record<string, unknown> = {};
  if (!isGiven(params, 'CLIENT_ID')) found.CLIENT_ID = askedFor(clientId, args, self);
  if (methodEntry(method)?.bot === 'optional' && !isGiven(params, 'BOT_ID')) found.BOT_ID = askedFor(botId, args, self);
  const added = Object.entries(found).filter(([, value]) => isId(value));
  return added.length === 0 ? params : { ...params, ...Object.fromEntries(added) };
}

export function withIdsInBatch(
  batch: FoundBatch,
  args: readonly unknown[],
  self: unknown,
  options: Pick<WrapOptions, 'clientId' | 'botId'>,
): FoundBatch {
  const isAsked = [options.clientId, options.botId].some((id) => typeof id === 'function' || typeof id === 'object');
  if (!isAsked) return batch;
  const entries = Object.entries(batch.calls).map(([key, command]) => {
    const read = readCommand(command);
    if (read === undefined || methodEntry(read.method) === undefined) return [key, command] as const;
    const params = withIds(read.method, read.params, args, self, options);
    return [key, params === read.params ? command : { method: read.method, params }] as const;
  });
  return {
    ...batch,
    calls: Array.isArray(batch.calls) ? entries.map(([, command]) => command) : Object.fromEntries(entries),
  };
}

type Source = WrapOptions['clientId'] | WrapOptions['botId'];

/** What is asked for at the call; an id that was given at the wrap is the engine's. */
function askedFor(source: Source, args: readonly unknown[], self: unknown): unknown {
  if (typeof source === 'function') return Reflect.apply(source, self, args);
  return typeof source === 'object' ? findPlace(source.place, args, self)?.value : undefined;
}

function isGiven(params: Params, name: string): boolean {
  return Object.entries(params).some(
    ([key, value]) => key.toUpperCase() === name && value !== '' && value !== undefined && value !== null,
  );
}

function isId(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value));
}
