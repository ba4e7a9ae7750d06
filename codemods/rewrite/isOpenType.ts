import type { ts } from 'ts-morph';

const OPEN = /^(?:any|unknown|object|const|Record<string,(?:any|unknown)>|\{\[\w+:string\]:(?:any|unknown);?\})$/;

/** A type that takes an object of any shape: v2 parameters fit where v1 parameters did. */
export function isOpenType(type: ts.TypeNode): boolean {
  return OPEN.test(type.getText().replace(/\s+/g, ''));
}
