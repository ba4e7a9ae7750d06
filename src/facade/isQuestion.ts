import { methodEntry, REVISION_GET } from '../map/index';
import { LOOKUPS } from '../map/lookups';

/** Do we ask it for ourselves, before a call of another name? */
export function isQuestion(name: string, method: string): boolean {
  return (name === REVISION_GET || LOOKUPS.has(name)) && methodEntry(method)?.v2.includes(name) !== true;
}
