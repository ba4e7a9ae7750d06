type WaitUntil = (work: Promise<unknown>) => unknown;

/** Where runtimes keep it below an argument: Hono, a worker's context handed on by SvelteKit, Astro or Remix. */
const BELOW: readonly (readonly string[])[] = [
  [],
  ['executionCtx'],
  ['ctx'],
  ['context'],
  ['platform', 'context'],
  ['platform', 'ctx'],
];

/**
 * `waitUntil` out of whatever a runtime hands a handler besides the request: Workers `(request, env, ctx)`, Vercel, Netlify
 * and Next `(request, context)`, a context of Hono. Undefined where there is none: Node, Deno.
 */
export function waitUntilOf(given: readonly unknown[]): WaitUntil | undefined {
  for (const argument of given) {
    for (const path of BELOW) {
      const holder = path.reduce<unknown>(at, argument);
      const found = at(holder, 'waitUntil');
      // Called as its holder's own, which workers insist on.
      if (typeof found === 'function') return (work) => found.call(holder, work);
    }
  }
  return undefined;
}

/** A context may throw when it is asked for what its runtime has not (Hono in Node). */
function at(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  try {
    return Reflect.get(holder, name);
  } catch {
    return undefined;
  }
}
