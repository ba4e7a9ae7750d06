import { LOST, MARK } from './addressTexts';

/** What stands before the name; undefined where it is another name, or does not end the path. */
export function beforeName(address: string, v1: string): string | undefined {
  const [before = '', name = '', after, more] = address.split(MARK);
  if (after === undefined || more !== undefined || address.includes(LOST) || !isSameName(name, v1)) return undefined;
  return /^(?:[^?#]*[/\0])?$/.test(before) && isEnd(after) ? before : undefined;
}

export function isEnd(after: string): boolean {
  return /^(?:\.json|\.xml)?\/?(?:[?#\0].*)?$/is.test(after);
}

/** `.json` belongs to no name, and case to none. */
export function isSameName(name: string, v1: string): boolean {
  return name.toLowerCase().replace(/\.(?:json|xml)$/, '') === v1.toLowerCase();
}
