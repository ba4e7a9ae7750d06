import { type Check, first, oneOfWords, place } from '../facade/checks';
import { isFields } from '../values/structures';

/** The options of a layout, which wrapCall has besides. */
export const LAYOUT_CHECKS: Readonly<Record<string, Check>> = {
  method: place,
  params: place,
  portal: (value) => (typeof value === 'function' ? undefined : place(value)),
  answer: (value) => {
    if (!isFields(value)) return oneOfWords(['envelope', 'result', 'axios', 'callback'])(value);
    const [name = '', ...more] = Object.keys(value);
    if (more.length > 0) return "names one place: { envelope: 'body' } or { result: 'data.result' }";
    return oneOfWords(['envelope', 'result'])(name) ?? (typeof value[name] === 'string' ? undefined : 'names no place');
  },
  callback: (value) => {
    if (!isFields(value)) return place(value);
    return first(Object.keys(value), oneOfWords(['success', 'error'])) ?? first(Object.values(value), place);
  },
  prefix: (value) => (typeof value === 'string' && value !== '' ? undefined : 'is no text'),
  encoding: oneOfWords(['json', 'form']),
};
