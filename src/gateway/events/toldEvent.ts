/** The name of an event where it looks like one: anybody who knows the address may send a secret in its place. */
export function toldEvent(name: string): string {
  return LOOK.test(name) ? name : '(other)';
}

/** `ONIMBOTMESSAGEADD`, `ONIMBOTV2MESSAGEADD`, `ONCRMDEALADD`. */
const LOOK = /^ON(?:V2|[A-Z]){3,60}$/;
