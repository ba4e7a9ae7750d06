import { V2 } from '../map/v2Names';
import type { Params } from '../values/structures';

/** Finds out whether a wrapper carries values that hold others, where its layout does not say. */
export interface Feeler {
  /** `form` once it was seen that the wrapper does not look into such a value; undefined until then, and where it does. */
  readonly encoding: 'form' | undefined;
  /** For one call: what to send, with something to look into where that is a question of ours, and the word that an answer came. */
  feel(): Felt;
}

interface Felt {
  among(method: string, params: Params): Params;
  answered(): void;
}

/** Each is asked before the first call that nests, and changes nothing. */
const QUESTIONS: ReadonlySet<string> = new Set([V2.botGet, V2.botList, V2.commandList]);

/**
 * A question gets a value more, which JSON and encoders that nest leave out: they look into it to see what it holds. Whoever
 * has not looked until the answer is there makes text of it (`URLSearchParams`, JSON for each value) or leaves out what is no
 * text (`querystring`), so v2's nested values would be lost, and messages with them.
 */
export function createFeeler(onFound: () => void): Feeler {
  let nests: boolean | undefined;

  return {
    get encoding() {
      return nests === false ? 'form' : undefined;
    },
    feel() {
      let isOut = false;
      let wasSeen = false;
      const see = (): void => {
        wasSeen = true;
      };
      return {
        among(method, params) {
          if (nests !== undefined || !QUESTIONS.has(method)) return params;
          isOut = true;
          return { ...params, nested: probe(see) };
        },
        answered() {
          if (!isOut || nests !== undefined) return;
          nests = wasSeen;
          if (!nests) onFound();
        },
      };
    },
  };
}

/** An object whose only value is undefined. As a text of its own it is `{}`. */
function probe(see: () => void): object {
  const hidden = (key: string): object | undefined => {
    if (key === '') return {};
    see();
    return undefined;
  };
  const held = Object.defineProperty({}, 'toJSON', { value: hidden });
  return Object.defineProperty(held, 'value', { get: see, enumerable: true });
}
