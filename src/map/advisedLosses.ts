import { ADVICE } from './advice';
import { LOSSES } from './losses';

const advice = new Map(Object.entries(ADVICE));

/** The losses with what to do about each, for documents, tools and those who ask `imbot-compat/translate`. */
export const ADVISED_LOSSES: Readonly<Record<string, { readonly message: string; readonly advice: string }>> =
  Object.fromEntries(
    Object.entries(LOSSES).map(([id, { message }]) => [id, { message, advice: advice.get(id) ?? '' }]),
  );
