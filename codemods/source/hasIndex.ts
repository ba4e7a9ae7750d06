import type { ts } from 'ts-morph';
import { propertyKey } from './literalValue';

/** May an object be a map by index, which the rules take for a list? */
export function hasIndex(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.some(({ name }) => {
    const key = name && propertyKey(name);
    return name !== undefined && (key === undefined || /^\d+$/.test(key));
  });
}
