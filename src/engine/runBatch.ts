import { methodEntry } from '../map/index';
import { lineOf } from '../map/lineOf';
import { replayByName } from '../map/reads';
import type { BatchCommand } from '../translate/batchCommand';
import { holdsReference } from '../translate/isReference';
import { refersTo } from '../translate/refersTo';
import { type SentCommand, translateBatch } from '../translate/translateBatch';
import { type BatchResult, batchAnswers } from './batchAnswers';
import { portalTakesCommand } from './bridge';
import type { Asking } from './Call';
import { complete } from './complete';
import type { Departure } from './Departure';
import { decideInBatch } from './decide';
import type { Desk } from './desk';
import { lines } from './lines';
import { type Command, givenOf, readCommands, writtenCommands } from './readCommands';
import { reading } from './reading';
import { replayOf } from './sendAsV1';
import type { CallOptions, Connection, Envelope, OwnOptions, Params } from './types';

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
  const written = reading('batch', () => writtenCommands(calls, asking));
  const places = placesOf(asking, written);
  const halt = own.halt ?? false;
  try {
    const { sent, params } = await translated(desk, asking, calls, written, halt);
    const waits = places.filter(({ before }) => before);
    if (waits.length > 0) await Promise.all(waits.map((place) => lines.turn(place, asking)));
    const { signal, timeout, until } = own;
    const going = connection.send('batch', params, { replay: 'never', signal, timeout, until });
    leave(asking, places);
    const envelope = await going;
    return { ...envelope, result: await batchAnswers(desk, asking, envelope.result, sent) };
  } finally {
    leave(asking, places);
  }
}

/** The places of a batch among the calls that wait to leave: one in the line of each command that changes something. */
function placesOf({ known }: Asking, commands: readonly Command[]): Departure[] {
  const found = commands.map(({ read: { method, params } }) => {
    const entry = methodEntry(method);
    const replay = entry ? replayOf(entry, params) : replayByName(method, params);
    return replay === 'read' ? undefined : lineOf(method, params);
  });
  return [...new Set(found)].flatMap((line) => (line === undefined ? [] : [lines.enter(known, line)]));
}

function leave({ known }: Asking, places: Departure[]): void {
  for (const place of places.splice(0)) lines.leave(known, place);
}

/** What goes out for the commands. */
async function translated(
  desk: Desk,
  asking: Asking,
  calls: BatchCalls,
  written: readonly Command[],
  halt: boolean,
): Promise<{ readonly sent: readonly (Command & SentCommand)[]; readonly params: Params }> {
  const { known } = asking;
  const commands = await readCommands(desk, asking, written);
  const wanted = new Set<Command>();
  for (const [index, command] of commands.entries()) {
    if (await goesToV2(desk, asking, command, commands.slice(index + 1), halt)) wanted.add(command);
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
  return { sent, params: { halt: halt ? 1 : 0, cmd } };
}

async function goesToV2(
  desk: Desk,
  asking: Asking,
  { key, read, mode, translation }: Command,
  later: readonly Command[],
  halt: boolean,
): Promise<boolean | undefined> {
  if (mode === undefined || translation?.one === undefined) return false;
  const decision = decideInBatch(givenOf(desk, asking, mode, translation), {
    halt,
    refersBack: () => holdsReference(read.params),
    isReferredTo: () => later.some(({ given }) => refersTo(key, given)),
  });
  if (decision === 'v1') return false;
  return mode === 'v2' || portalTakesCommand(desk, asking, translation.one.params);
}
