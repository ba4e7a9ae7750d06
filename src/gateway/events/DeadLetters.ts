import type { Letter } from './Letter';

/** Letters that no handler took in time. */
export interface DeadLetters {
  bury(letter: Letter): Promise<void>;
  list(): Promise<Letter[]>;
  /** Sends all of them again, in their order; what is refused again stays. */
  replay(send: (letter: Letter) => Promise<boolean>): Promise<{ sent: number; left: number }>;
}
