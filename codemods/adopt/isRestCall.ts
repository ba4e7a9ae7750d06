import type { ts } from 'ts-morph';
import { addressTexts, UNSEEN_PART } from '../transport/addressTexts';
import { beforeName, isEnd } from '../transport/beforeName';
import { nameStays } from '../transport/nameStays';
import type { Way } from '../transport/readWays';
import type { SiteRead } from './siteReads';

/** Does what is sent show a call of the portal to who stands beneath all functions, and sees its address alone? */
export function isRestCall(sent: Way['sent'], { read, form }: SiteRead): boolean {
  const { method } = read;
  const { url } = sent;
  if (![url, sent.method, sent.body].every((one) => one === undefined || nameStays(one, method))) return false;
  if (!url) return true;
  const head = form === 'bare' ? UNSEEN_PART : headOf(read.name);
  return addressTexts(url, /\bbatch\b/).every((one) => {
    const before = beforeName(one, method) ?? beforeBatch(one);
    return before !== undefined && isRest(before === '' ? head : before, sent.client === 'axios');
  });
}

/** What an address begins with that is written out at the site. */
function headOf(name: ts.Expression): string {
  const [, text] = /^[`'"](.*?)imbot\./is.exec(name.getText()) ?? [];
  return text === undefined ? UNSEEN_PART : text.replace(/\$\{[^}]*\}/g, UNSEEN_PART);
}

/** `https://…/rest/…`, as far as it shows: the facade takes nothing else for a call of the portal. */
function isRest(before: string, hasBase: boolean): boolean {
  if (before.includes('/rest/')) return /^https?:/i.test(before) || before.startsWith(UNSEEN_PART) || hasBase;
  const tail = before.slice(before.lastIndexOf(UNSEEN_PART) + 1);
  if (tail === before && !hasBase) return false;
  if (/^https?:/i.test(tail)) return false;
  const [first = ''] = tail.split('/').filter((one) => one !== '');
  return first === '' || /^(?:rest|\d+)$/.test(first);
}

function beforeBatch(address: string): string | undefined {
  const [, before, after = ''] = /^((?:[^?#]*[/\0])?)batch(.*)$/s.exec(address) ?? [];
  return isEnd(after) ? before : undefined;
}
