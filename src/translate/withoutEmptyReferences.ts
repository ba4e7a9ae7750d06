import { field } from '../values/answers';
import type { Params } from './types';
import { withTexts } from './withTexts';

/**
 * The parameters of a command as the portal reads them where what they refer to is not there: a command that failed, or a place that its
 * answer does not have. Such a value is an empty text. The same object where there is none.
 *
 * @param results what the commands before it answered, as v1 does
 */
export function withoutEmptyReferences(params: Params, results: ReadonlyMap<string, unknown>): Params {
  return withTexts(params, (text) => {
    const [, key, ...path] = (WHOLE.test(text) && text.match(/[^[\]]+/g)) || [];
    return key && (path.reduce(field, results.get(key)) ?? '') === '' ? '' : text;
  });
}

const WHOLE = /^\$result(\[[^\]]*])+$/;
