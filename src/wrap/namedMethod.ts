/** A method as callers write it: bare, with `.json` behind it, or at the end of an address. */
export interface NamedMethod {
  readonly name: string;
  /** The same text with another method in it. */
  readonly rename: (method: string) => string;
}

const SHAPE = /^((?:[^?#]*\/)?)([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+|batch|profile)(\.json|\.xml)?\/?((?:[?#].*)?)$/i;

/** Reads `imbot.message.add`, `imbot.message.add.json` or an address that ends in one. Undefined where none is named. */
export function namedMethod(text: string): NamedMethod | undefined {
  const [, before = '', found = '', ending = '', after = ''] = SHAPE.exec(text) ?? [];
  if (found === '') return undefined;
  const bare = /\.(?:json|xml)$/i.exec(found)?.[0] ?? '';
  const name = bare === '' ? found : found.slice(0, -bare.length);
  return { name, rename: (method) => `${before}${method}${bare}${ending}${after}` };
}
