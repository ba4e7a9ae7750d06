import { printable } from '../../codemods/report/printable';
import { EXIT, type Io } from '../Io';
import type { RefusedAnswer } from './returnHome';

/** Says where a run stopped and what helps: what is known, or a repeat, unless the portal would say the same again. */
export function stopped(step: string, { code, text, isFinal }: RefusedAnswer, io: Io, known?: string): number {
  const advice = known ?? (isFinal ? FOR_GOOD : 'Repeat the command to go on, or go back with --to v1.');
  io.err(`Stopped at "${step}": ${code} (${printable(text)}). ${advice}\n`);
  return EXIT.failed;
}

const FOR_GOOD =
  'The portal would say the same again: repeat the command once the cause is gone, or go back with --to v1.';
