import type { Value } from './types';
import { holds, isName } from './values/Value';

/** What only shows when the code runs. */
export const UNSEEN_PART = '\0';
/** The name stands in it, but who knows how. */
export const LOST = '\x02';
/** Around the name. */
export const MARK = '\x01';

const MOST = 64;

/** How a value may read where it holds the name, or what is wanted. */
export function addressTexts(value: Value, wanted?: RegExp): string[] {
  const all = textsOf(value);
  return all.filter((one) => one.includes(MARK) || one.includes(LOST) || wanted?.test(one));
}

function textsOf(value: Value): string[] {
  switch (value.kind) {
    case 'literal':
      return [String(value.value ?? '')];
    case 'method':
      return [`${MARK}${value.v1}${MARK}`];
    case 'union':
      return value.of.flatMap(textsOf).slice(0, MOST);
    case 'text':
      return value.parts.reduce<string[]>(
        (texts, part) => {
          const more = textsOf(part);
          if (texts.length * more.length > MOST) return [holds(value, isName) ? LOST : UNSEEN_PART];
          return texts.flatMap((text) => more.map((one) => text + one));
        },
        [''],
      );
    case 'unknown': {
      const [named, ...more] = value.from.filter((one) => holds(one, isName));
      if (!named || more.length > 0 || value.isOtherName) break;
      // A package makes an address of it and something else; by itself it makes another name.
      if (value.from.length > 1) return textsOf(named).map((one) => `${UNSEEN_PART}${one}`);
      return named.kind === 'unknown' ? textsOf(named) : [LOST];
    }
    case 'made': {
      const [path, base] = value.from;
      if (!path || !/^(?:URL|Request)$/.test(value.what)) break;
      return textsOf(path).map((one) =>
        base && value.what === 'URL' && !/^https?:/i.test(one) ? `${UNSEEN_PART}${one}` : one,
      );
    }
  }
  return [holds(value, isName) ? LOST : UNSEEN_PART];
}
