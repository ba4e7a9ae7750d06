import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../src/errors/UsageError';

const eventMode = z.enum(['webhook', 'fetch']);

const shape = z.object({
  version: z.literal(1),
  portal: z.string(),
  /** `beside`: a second bot was registered through v2; `switch`: the events of a v2 bot were moved. */
  route: z.enum(['beside', 'switch']),
  bot: z.int().positive(),
  code: z.string(),
  to: z.object({ eventMode, webhookUrl: z.string().optional() }),
  before: z.object({ eventMode, webhookUrl: z.string().optional() }).optional(),
  newCode: z.string().optional(),
  newBot: z.int().positive().optional(),
  testChat: z.int().positive().optional(),
  /** `begun`: some of it may have happened; a repeat goes on where it stopped. */
  stage: z.enum(['begun', 'moved', 'undone']),
});

/** What is needed to go back. No tokens; a handler address stands as it was given, query included. */
export type CutoverState = z.infer<typeof shape>;

/** What a former cutover wrote; undefined where there is no such file. */
export function readState(path: string): CutoverState | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const parsed = shape.safeParse(parse(text));
  if (!parsed.success) throw new UsageError(`${path} was not written by cutover. Name another file with --state.`);
  return parsed.data;
}

/** Replaces the file as a whole. */
export function writeState(path: string, state: CutoverState): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
