import { withPatience } from '../facade/withPatience';
import { writtenName } from '../facade/writtenName';
import { isV2Imbot } from '../map/imbotName';
import { REVISION_GET } from '../map/index';
import { V2 } from '../map/v2Names';
import { field } from '../values/answers';
import type { Params } from '../values/structures';

/** Finds out how a wrapper carries values that hold others, where its layout does not say. */
export interface Feeler {
  /** Undefined until it is known, and for good where no question shows it. */
  readonly encoding: Carriage | undefined;
  /** For one call. */
  feel(): Felt;
}

/** How objects within objects go out. */
export type Carriage = 'json' | 'form';

export interface Felt {
  /** What to send, with something to look into where that is a question of ours. */
  among(method: string, params: Params): Params;
  /** May these go out? As long as nobody knows how, v2's nested values would be lost, and messages with them. */
  mayCarry(method: string, params: Params): boolean;
  /** As a question is answered. `ask` sends one in the given way, and resolves to its result. */
  settle(question: Params, ask: Ask): Promise<void>;
}

type Ask = (encoding: Carriage, method: string, params: Params) => Promise<unknown>;

/** Each is asked before the first call that nests, and changes nothing. */
const QUESTIONS: ReadonlySet<string> = new Set([V2.botGet, V2.botList, V2.commandList]);

/**
 * A question gets a value more, which JSON and encoders that nest leave out: they look into it to see what it holds. Who does
 * that, and makes no text of the whole value, nests. Of all others the portal is asked, by a batch whose only command is read
 * where its nested value arrives: many log or sign in another form than they send, or send what reads by a query and what
 * writes as JSON.
 */
export function createFeeler(onFound: (encoding: 'form' | undefined) => void): Feeler {
  let encoding: Carriage | undefined;
  let proof: Promise<void> | undefined;

  async function prove(ways: readonly Carriage[], question: Params, ask: Ask): Promise<void> {
    const auth = writtenName(question, 'auth');
    const who = auth === undefined ? {} : { [auth]: question[auth] };
    for (const way of ways) {
      const asked = ask(way, 'batch', { ...who, halt: 0, cmd: { [NAME]: REVISION_GET } });
      const answer = await withPatience(asked).catch(() => undefined);
      if (typeof field(field(field(answer, 'result'), NAME), 'rest') === 'undefined') continue;
      encoding = way;
      if (way === 'form') onFound(way);
      return;
    }
    onFound(undefined);
  }

  return {
    get encoding() {
      return encoding;
    },
    feel() {
      let isOut = false;
      const looks: Looks = { inside: false, whole: false };
      return {
        among(method, params) {
          if (encoding !== undefined || proof !== undefined || !isQuestion(method)) return params;
          isOut = true;
          return { ...params, nested: probe(looks) };
        },
        mayCarry: (method, params) =>
          encoding !== undefined || isQuestion(method) || !isV2Imbot(method) || !holdsObject(params),
        async settle(question, ask) {
          if (encoding !== undefined) return;
          if (isOut && proof === undefined) {
            if (looks.inside && !looks.whole) encoding = 'json';
            else proof = prove(looks.inside ? ['json', 'form'] : ['form', 'json'], question, ask);
          }
          await proof;
        },
      };
    },
  };
}

const NAME = 'nested';

interface Looks {
  /** What it holds was looked at. */
  inside: boolean;
  /** A text was made of the whole. */
  whole: boolean;
}

/** An object whose only value is undefined. As a text of its own it is `{}`. */
function probe(looks: Looks): object {
  const see = (): void => {
    looks.inside = true;
  };
  const asJson = (key: string): object | undefined => {
    if (key !== '') {
      see();
      return undefined;
    }
    looks.whole = true;
    return {};
  };
  const asText = (): string => {
    looks.whole = true;
    return '[object Object]';
  };
  return Object.defineProperties(
    {},
    {
      toJSON: { value: asJson },
      toString: { value: asText },
      value: { get: see, enumerable: true },
    },
  );
}

export function isQuestion(method: string): boolean {
  return QUESTIONS.has(method);
}

function holdsObject(params: Params): boolean {
  return Object.values(params).some((value) => typeof value === 'object' && value !== null);
}
