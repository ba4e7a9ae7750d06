/**
 * True with the first call, the next, the fourth, the eighth and so on, at the latest with each 256th: a question that was put
 * in vain is put again, and costs little where it stays in vain.
 */
export function everSeldomer(): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls >= MOST ? calls % MOST === 0 : (calls & (calls - 1)) === 0;
  };
}

const MOST = 256;
