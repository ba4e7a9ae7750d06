import { configError } from '../errors/callError';
import { methodEntry } from '../map/index';
import type { LossId } from '../map/losses';
import { type ReadCommand, readCommand } from '../translate/batchCommand';
import { CannotTranslate, NeedsValue, Refused } from '../translate/signals';
import { translate } from '../translate/translate';
import type { KnownCommand } from '../translate/translateBatch';
import type { TranslateContext, Translation } from '../translate/types';
import { usable } from './bridge';
import type { Asking } from './Call';
import { type DecideInput, decide } from './decide';
import type { Desk } from './desk';
import { notSent } from './errors';
import type { Mode } from './modeOf';
import { patienceOf } from './patienceOf';
import { reading } from './reading';
import { runPlan, StepFailed } from './runPlan';
import { TEXTS } from './texts';
import type { MethodUsage } from './usage';

/** A command of a batch, read. `mode` and what follows are there for commands of imbot v1 alone. */
export interface Command extends KnownCommand {
  readonly mode?: Mode;
  readonly counted?: MethodUsage;
}

/**
 * Reads every command by itself; look-ups that several need are made once, before. In mode `v2` one loss that is not
 * accepted refuses the whole batch.
 */
export async function readCommands(desk: Desk, asking: Asking, given: readonly Command[]): Promise<Command[]> {
  const { known, portal } = asking;
  const commands: Command[] = [];
  const refused: { code: 'LOSSY' | 'UNTRANSLATABLE'; losses: readonly LossId[] }[] = [];
  for (const command of given) {
    const { read } = command;
    const entry = methodEntry(read.method);
    if (entry === undefined) {
      const unknown = desk.countUnknown(read.method);
      if (unknown && modeIn(desk, asking, read.method, read) === 'v2') {
        refused.push({ code: 'UNTRANSLATABLE', losses: ['unknown-method'] });
      }
      commands.push(command);
      continue;
    }
    const mode = modeIn(desk, asking, entry.v1, read);
    let translation = mode === 'v1' ? undefined : inBatch(read, known.context, mode);
    const decision = decide(givenOf(desk, asking, mode, translation));
    if ('losses' in decision) refused.push({ code: decision.refuse, losses: decision.losses });
    const asks = translation?.prepare !== undefined && portal !== undefined;
    if (asks && translation && 'to' in decision && decision.to === 'v2') {
      const may = mode === 'v2' || (await usable(desk, asking));
      if (may && (await prepared(translation, asking, mode))) translation = inBatch(read, known.context, mode);
    }
    commands.push({ ...command, mode, translation, counted: desk.count(entry, translation) });
  }
  const worst = refused.find(({ code }) => code === 'UNTRANSLATABLE') ?? refused[0];
  if (worst) throw notSent('batch', worst.code, [...new Set(refused.flatMap(({ losses }) => losses))]);
  return commands;
}

/** What `decide` is told of a command. */
export function givenOf(
  desk: Desk,
  { connection, portal, own }: Asking,
  mode: Mode,
  translation: Translation | undefined,
): DecideInput {
  return {
    mode,
    translation,
    portalKnown: portal !== undefined,
    foreign: connection.foreign === true,
    accepts: (loss) => desk.accepts(own, loss),
  };
}

/** The commands of a batch as they stand there. */
export function writtenCommands(calls: unknown, { own }: Asking): Command[] {
  if (own.accept !== undefined && !Array.isArray(own.accept)) throw configError('batch', TEXTS.badAccept);
  if (typeof calls !== 'object' || calls === null) throw configError('batch', TEXTS.badCommand);
  return Object.entries(calls).map(([key, command]): Command => {
    const read = readCommand(command);
    if (read === undefined || read.method === '') throw configError('batch', TEXTS.badCommand);
    return { key, given: typeof command === 'string' ? command : read, read };
  });
}

function modeIn(desk: Desk, { own }: Asking, method: string, { params }: ReadCommand): Mode {
  return reading('batch', () => desk.modeOf(method, params, own.mode));
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
  { connection, known: { lookups }, own }: Asking,
  mode: Mode,
): Promise<boolean> {
  if (prepare === undefined) return false;
  try {
    await runPlan(prepare(), { as: method, send: connection.send, own, patience: patienceOf(mode, own), lookups });
    return true;
  } catch (error) {
    if (error instanceof StepFailed || error instanceof Refused || error instanceof CannotTranslate) return false;
    throw error;
  }
}
