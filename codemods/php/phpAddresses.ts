import type { SourceText } from '../plan/site';
import { readPhp } from './readPhp';

interface PhpAddress {
  readonly file: SourceText;
  readonly start: number;
}

/** Texts of a PHP file that look like addresses of a portal, whoever asks them. */
export function phpAddresses(file: SourceText): PhpAddress[] {
  return readPhp(file).texts.flatMap(({ text, start }) =>
    /^https?:\/\/[^\s]+?\/rest(?:\/|$)/i.test(text) && !AUTHORIZATION.test(text) ? [{ file, start }] : [],
  );
}

/** A server of the vendor that no bot has its portal at. */
export const AUTHORIZATION = /^https?:\/\/oauth\.bitrix/i;

/** Where it asks the environment for one: `getenv('B24_HOOK')`, `$_ENV['BITRIX_WEBHOOK_URL']`. */
export function environmentIn(file: SourceText): PhpAddress[] {
  return [...file.text.matchAll(ENVIRONMENT)].map(({ index }) => ({ file, start: index }));
}

const ENVIRONMENT =
  /(?:\bgetenv\s*\(\s*|\benv\s*\(\s*|\$_(?:ENV|SERVER)\s*\[\s*)['"]\w*(?:HOOK|PORTAL|B24|BITRIX|REST)\w*['"]/gi;
