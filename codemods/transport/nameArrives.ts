import { addressTexts } from './addressTexts';
import { beforeName } from './beforeName';
import type { Value } from './types';

/** Does the name of a method stand in a value as REST and the facade look for it: whole, as the last part of an address? */
export function nameArrives(value: Value, v1: string): boolean {
  return addressTexts(value).every((one) => beforeName(one, v1) !== undefined);
}
