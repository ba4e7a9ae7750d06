import { FETCHES } from '../changes/sharedChanges';
import type { Value } from '../types';
import { alternatives } from '../values/Value';
import { option } from './clientParts';

const HOOKS = ['beforeRequest', 'afterResponse', 'init', 'beforeRetry', 'beforeError'];
const TOUCHES = /\b(?:body|json|form|url|searchParams|method|result|Request|Response)\b|\breturn\s+[^;\s}]/;

/** Hooks of got and ky: what they note down, and headers, are no matter. */
export function hooksChange(hooks: Value | undefined): boolean {
  return HOOKS.some((name) => {
    const all = option(hooks, name);
    return all !== undefined && alternatives(all).some(changes);
  });
}

function changes(list: Value): boolean {
  if (list.kind !== 'list' || list.isFilledLater) return list.kind !== 'literal';
  return list.items.some((one) => one.kind !== 'function' || TOUCHES.test(one.node.getText()));
}

/** `fetch: mine` of ky. */
export function hasOtherFetch(given: Value | undefined): boolean {
  return given !== undefined && !alternatives(given).every(isFetch);
}

function isFetch(one: Value): boolean {
  if (one.kind !== 'external') return one.kind === 'literal' || one.kind === 'native';
  return one.module === 'global' ? one.path.at(-1) === 'fetch' : FETCHES.test(one.module);
}
