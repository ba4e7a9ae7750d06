/** What a Response that is made anew says of itself. */
export interface ResponseFace {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
}

/** The Response that came, as far as another is made like it. */
export interface Model {
  readonly body?: unknown;
  readonly headers: Headers;
}

/**
 * A Response of the same class as the one that came, for callers that read it by what only that class has: `buffer()`,
 * `headers.raw()` and `body.pipe()` of node-fetch. Where none came, or its class makes no other, one of the language.
 */
export function responseLike(came: Model | undefined, body: Body, face: ResponseFace): Response {
  const made = came && built(came.constructor, [isNodeStream(came.body) ? streamOf(body) : body, face]);
  const response = isResponse(made, face) ? made : new Response(body, face);
  if (response.url !== face.url) Object.defineProperty(response, 'url', { value: face.url, configurable: true });
  return response;
}

/** The headers of the Response that came, to be changed; of the class that its own are of. */
export function headersLike(came: Model | undefined): Headers {
  if (came === undefined) return new Headers();
  const made = built(came.headers.constructor, [came.headers]);
  return isHeaders(made) ? made : new Headers(came.headers);
}

/** A body that is read as files are, which node-fetch has. */
export function isNodeStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}

/** A body of fetch as the language has it. */
export function isWebStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'getReader' in body && typeof body.getReader === 'function';
}

type Body = string | ArrayBuffer;

function streamOf(body: Body): unknown {
  const { PassThrough } = process.getBuiltinModule('node:stream');
  return new PassThrough().end(typeof body === 'string' ? body : new Uint8Array(body));
}

/** Somebody else's class, which may take other arguments, or none. */
function built(made: unknown, given: readonly unknown[]): unknown {
  try {
    return typeof made === 'function' ? Reflect.construct(made, given) : undefined;
  } catch {
    return undefined;
  }
}

function isResponse(made: unknown, { status }: ResponseFace): made is Response {
  if (typeof made !== 'object' || made === null || !('text' in made && 'status' in made)) return false;
  return typeof made.text === 'function' && made.status === status;
}

function isHeaders(made: unknown): made is Headers {
  if (typeof made !== 'object' || made === null || !('get' in made && 'delete' in made)) return false;
  return typeof made.get === 'function' && typeof made.delete === 'function';
}
