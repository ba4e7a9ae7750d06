import type { BatchCommand } from '../translate/batchCommand';
import { holdsReference } from '../translate/isReference';
import { refersTo } from '../translate/refersTo';
import { translateBatch } from '../translate/translateBatch';
import { type BatchResult, batchAnswers } from './batchAnswers';
import { portalTakesCommand } from './bridge';
import type { Asking } from './Call';
import { complete } from './complete';
import { decideInBatch } from './decide';
import type { Desk } from './desk';
import { type Command, givenOf, readCommands } from './readCommands';
import { reading } from './reading';
import type { CallOptions, Connection, Envelope, OwnOptions } from './types';

export type { BatchResult };

/** The commands of a batch, up to 50: a list, or an object by the keys under which the answers are wanted. */
export type BatchCalls = readonly BatchCommand[] | Readonly<Record<string, BatchCommand>>;

/** What one batch may be told. */
export interface BatchOptions extends CallOptions {
  /** Stop at the first error. Default false. */
  readonly halt?: boolean;
}

/**
 * Sends up to 50 commands in one request, each as v2 where one v2 call does it, and as v1 otherwise. In mode `v2` one
 * loss that is not accepted refuses the whole batch before anything is sent.
 */
export async function runBatch(
  desk: Desk,
  connection: Connection,
  calls: BatchCalls,
  own: OwnOptions & BatchOptions,
): Promise<Envelope & { result: BatchResult }> {
  const { portal } = connection;
  const known = desk.memory(portal);
  const asking: Asking = { method: 'batch', connection, portal, known, own };
  const commands = await readCommands(desk, asking, calls);
  const wanted = new Set<Command>();
  for (const [index, command] of commands.entries()) {
    if (await goesToV2(desk, asking, command, commands.slice(index + 1), own.halt ?? false)) wanted.add(command);
  }
  const { context } = desk.options;
  const sent = reading('batch', () =>
    translateBatch(commands, known.context, {
      wanted: (command) => wanted.has(command),
      complete: (method, params) => complete(context, method, params),
    }),
  );
  for (const { counted, v2 } of sent) if (counted) counted.sent[v2 ? 'v2' : 'v1'] += 1;
  const cmd = Array.isArray(calls)
    ? sent.map(({ text }) => text)
    : Object.fromEntries(sent.map(({ key, text }) => [key, text]));
  const { signal, timeout, until } = own;
  const options = { replay: 'never', signal, timeout, until } as const;
  const envelope = await connection.send('batch', { halt: own.halt ? 1 : 0, cmd }, options);
  return { ...envelope, result: await batchAnswers(desk, asking, envelope.result, sent) };
}

async function goesToV2(
  desk: Desk,
  asking: Asking,
  { key, read, mode, translation }: Command,
  later: readonly Command[],
  halt: boolean,
): Promise<boolean> {
  if (mode === undefined || translation?.one === undefined) return false;
  const decision = decideInBatch(givenOf(desk, asking, mode, translation), {
    halt,
    refersBack: () => holdsReference(read.params),
    isReferredTo: () => later.some(({ given }) => refersTo(key, given)),
  });
  if (decision === 'v1') return false;
  return mode === 'v2' || portalTakesCommand(desk, asking, translation.one.params);
}
