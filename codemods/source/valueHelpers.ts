import type * as values from '../../src/values/index';

/** A function that rewritten code may call. */
export type ValueHelper = {
  [Name in keyof typeof values]: (typeof values)[Name] extends (...given: never[]) => unknown ? Name : never;
}[keyof typeof values];

/** Where rewritten code imports it from. */
export const VALUES_MODULE = 'imbot-compat/values';
