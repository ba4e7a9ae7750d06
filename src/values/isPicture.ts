import { id } from './id';

/** Base64 of a JPEG, PNG or GIF begins so. */
const STARTS = ['/9j/', 'iVBORw0KGgo', 'R0lGOD'];

/** A picture that both generations certainly take: Base64 text of an image, told by its first bytes, or the id of a file. */
export function isPicture(value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' && id(value) > 0;
  return /^\d+$/.test(value) ? id(value) > 0 : STARTS.some((start) => value.startsWith(start));
}
