import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../src/errors/UsageError';

const eventMode = z.enum(['webhook', 'fetch']);

const shape = z.object({
  version: z.literal(1),
  portal: z.string(),
  /** `place`: a v1 bot was moved in place; `beside`: a second bot was registered through v2; `switch`: the events of a v2 bot were moved. */
  route: z.enum(['place', 'beside', 'switch']),
  bot: z.int().positive(),
  code: z.string(),
  to: z.object({ eventMode, webhookUrl: z.string().optional() }),
  before: z.object({ eventMode, webhookUrl: z.string().optional() }).optional(),
  newCode: z.string().optional(),
  newBot: z.int().positive().optional(),
  testChat: z.int().positive().optional(),
  /** The code of the throwaway bots of a proof under way. */
  probe: z.string().optional(),
  /** On the way back: the file that takes what the queue holds; without one a poller has to read it. */
  drain: z.string().optional(),
  /** OAuth: the v1 addresses of the application, which a move to an address takes away. */
  bindings: z.array(z.object({ event: z.string(), handler: z.string() })).optional(),
  /** Commands that stood on such an address. */
  commands: z.array(z.int().positive()).optional(),
  /**
   * `proving`: the bot is where it was; `begun`: some of it may have happened, a repeat goes on where it stopped; `returning`:
   * on the way back, a repeat goes on back.
   */
  stage: z.enum(['proving', 'begun', 'moved', 'returning', 'undone']),
});

/** What is needed to go on, or back. No tokens; a handler address stands as it was given, query included. */
export type CutoverState = z.infer<typeof shape>;

/** What a former cutover wrote; undefined where there is no such file. */
export function readState(path: string): CutoverState | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success) throw new UsageError(`${path} was not written by cutover. Name another file with --state.`);
  return parsed.data;
}

/** Replaces the file as a whole: after a crash at any instant it holds the former state or this one. */
export function writeState(path: string, state: CutoverState): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
