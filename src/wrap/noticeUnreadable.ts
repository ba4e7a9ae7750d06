import { notify } from '../engine/notify';
import { WRAP_TEXTS } from './texts';
import type { FacadeOptions } from './types';
import { unreadableCall } from './urlCall';

/** Says once that a call could not be translated. */
export function noticeUnreadable(url: string, { warnings }: FacadeOptions): void {
  const method = unreadableCall(url);
  if (method) notify(warnings, `unreadable-body:${method}`, WRAP_TEXTS.bodyUnreadable(method), 'wrap-layout');
}
