import { notify } from '../engine/notify';
import type { FacadeOptions } from '../facade/types';
import * as texts from './texts';
import { unreadableCall } from './urlCall';

/** Says once that a call could not be translated. */
export function noticeUnreadable(url: string, { warnings }: FacadeOptions): void {
  const method = unreadableCall(url);
  if (method) notify(warnings, `unreadable-body:${method}`, texts.bodyUnreadable(method), 'wrap-layout');
}
