import { fingerprint } from '../fingerprint';

const STARTS = ['/9j/', 'iVBORw0KGgo', 'R0lGOD', 'UklGR', 'Qk0'];

/** Base64 of a JPEG, PNG, GIF, WebP or BMP, known by its first bytes. */
export const image = {
  isImage: (base64: string): boolean => STARTS.some((start) => base64.startsWith(start)),
  address: (portal: string, base64: string): string => `${portal}/b/avatar/${fingerprint(base64)}`,
};
