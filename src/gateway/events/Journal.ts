import type { Letter } from './Letter';

/** Keeps letters until a handler has them, whatever happens to this process. */
export interface Journal {
  /**
   * Letters go to `take` in their order, those that were left from before first. `drop`: another gateway brings them from now
   * on, what was taken and has not begun is not to be begun.
   */
  start(take: (letter: Letter) => void, drop: () => void): void;
  /**
   * Resolves when the letter is kept; then it goes to `take`, here or in another gateway. Rejects where it cannot be kept.
   * @param origin names what it was made of: made again, it is the same letter
   */
  add(letter: Letter, origin?: string): Promise<void>;
  /** It was sent in vain, and will go again. */
  failed(letter: Letter): Promise<void>;
  /** It is over: delivered, or among the dead letters. */
  over(id: string): Promise<void>;
  /** Told whether this gateway is the one that brings letters. Left out where there is only one. */
  onLead?(tell: (isLeading: boolean) => void): void;
  close(): Promise<void>;
}
