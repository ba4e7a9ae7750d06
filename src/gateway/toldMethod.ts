import { METHODS, NEVER_EXISTED, NEW_IN_V2, REVISION_GET, UNDOCUMENTED } from '../map/index';

/**
 * The name of a method where it looks like one: in an address that was put together wrongly, `/rest/secret` or `imbot.secret`, a
 * secret stands in its place.
 */
export function toldMethod(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const words = name.toLowerCase().split('.');
  if (words[0] === 'imbot') return words.every((word) => WORDS.has(word)) ? name : OTHER;
  return DOTTED.test(name) || PLAIN.has(name.toLowerCase()) ? name : OTHER;
}

const OTHER = '(other)';

/** What names of bots are made of, those that somebody thought up included. */
const WORDS: ReadonlySet<string> = new Set(
  [
    ...METHODS.flatMap(({ v1, v2 }) => [v1, ...v2]),
    ...[...UNDOCUMENTED].flat(),
    ...NEVER_EXISTED,
    ...NEW_IN_V2,
    REVISION_GET,
  ].flatMap((name) => name.toLowerCase().split('.')),
);
/** No part of a name that the documentation knows has as many digits as a secret. */
const DOTTED = /^(?=.*\.)(?!.*\d\D*\d\D*\d\D*\d)[\w.]{3,100}$/;
const PLAIN: ReadonlySet<string> = new Set(['batch', 'profile', 'scope', 'methods', 'events']);
