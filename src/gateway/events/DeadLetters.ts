import type { Letter } from './Letter';

/** Letters that no handler took in time. */
export interface DeadLetters {
  bury(letter: Letter): Promise<void>;
  list(): Promise<Letter[]>;
  /**
   * Sends all of them again, in their order; what is refused again stays.
   * @throws UsageError while another one does the same: handlers would get each twice
   */
  replay(send: (letter: Letter) => Promise<boolean>): Promise<{ sent: number; left: number }>;
}

export const ONE_REPLAY = 'Another replay of these letters is under way. Wait until it is over.';
