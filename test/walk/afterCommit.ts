type Handle = (request: Request) => Promise<Response>;

/** How answers are replaced: the call has run, and the portal says something else. */
export interface Replacement {
  /** Which calls: the method as it stands in the address. */
  readonly method: RegExp;
  readonly status: number;
  readonly code: string;
}

/** The portal with some of its answers replaced **after** the call has run: what a crash behind the commit looks like. */
export function afterCommit(handle: Handle, { method, status, code }: Replacement): Handle {
  return async (request) => {
    const name = new URL(request.url).pathname.split('/').pop() ?? '';
    const answer = await handle(request);
    if (!method.test(name)) return answer;
    return Response.json({ error: code, error_description: 'After the commit' }, { status });
  };
}
