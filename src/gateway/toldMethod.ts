/**
 * The name of a method where it looks like one: in an address that was put together wrongly, `/rest/secret`, a secret stands in its
 * place.
 */
export function toldMethod(name: string | undefined): string | undefined {
  return name === undefined || DOTTED.test(name) || PLAIN.has(name.toLowerCase()) ? name : '(other)';
}

/** No part of a name that the documentation knows has as many digits as a secret. */
const DOTTED = /^(?=.*\.)(?!.*\d\D*\d\D*\d\D*\d)[\w.]{3,100}$/;
const PLAIN: ReadonlySet<string> = new Set(['batch', 'profile', 'scope', 'methods', 'events']);
