import type { ClientCall, Value } from './types';
import { alternatives, holds, isParam } from './values/Value';

/** Do parameters go out as a form wherever they go? The portal reads no brackets in the names of JSON. */
export function goesAsForm(sent: readonly ClientCall[]): boolean {
  return sent.every(({ body, encoding }) => body === undefined || isForm(body, !/^(?:json|raw)$/.test(encoding)));
}

/** The outermost encoder counts. */
function isForm(body: Value, isEncoded: boolean): boolean {
  return alternatives(body).every((one) => {
    if (!holds(one, isParam)) return true;
    if (one.kind === 'encoded') return one.how !== 'json';
    if (one.kind === 'list') return one.items.every((item) => isForm(item, isEncoded));
    // A Blob or a Buffer is what it is made of.
    if (one.kind === 'made' && !FORMS.test(one.what)) return one.from.every((part) => isForm(part, isEncoded));
    return one.kind === 'made' || one.kind === 'text' || isEncoded;
  });
}

const FORMS = /(?:URLSearchParams|FormData|form-data)$/;
