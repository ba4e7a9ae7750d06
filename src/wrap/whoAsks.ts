import { writtenName } from '../facade/writtenName';
import type { Params } from '../values/structures';

/** The user whom a call names, under the name that it writes: our questions for it are asked as the same. */
export function whoAsks(params: Params): Params {
  const name = writtenName(params, 'auth');
  return name === undefined ? {} : { [name]: params[name] };
}
