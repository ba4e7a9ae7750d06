type Wild = Record<string, unknown>;

/** How a wrapper fails, and what of its request it puts into the failure. None knows of imbot-compat. */
export interface Quoting {
  readonly answer: 'envelope' | 'result';
  readonly make: (post: Post) => (method: string, params: Wild) => Promise<unknown>;
}

/** Sends; resolves to status and text, rejects where no answer came. */
export type Post = (method: string, params: Wild) => Promise<{ status: number; text: string }>;

class ApiError extends Error {
  constructor(
    message: string,
    readonly request: unknown,
    readonly params: Wild,
    readonly status?: number,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

const quoted = (method: string, params: Wild) => `${method} ${JSON.stringify(params)}`;

/** The message as the chat user wrote it, in v1 and in v2. */
function said(params: Wild): string {
  const fields: Wild = Object(params.fields);
  return String(params.MESSAGE ?? fields.message ?? '');
}

async function parsed(post: Post, method: string, params: Wild): Promise<Wild> {
  const { text } = await post(method, params);
  return JSON.parse(text);
}

async function resultOf(post: Post, method: string, params: Wild, failed: (why: string) => unknown): Promise<unknown> {
  try {
    const body = await parsed(post, method, params);
    if (!body.error) return body.result;
  } catch (error) {
    throw failed(String(error));
  }
  throw failed('refused');
}

/** Twelve ways to quote. */
export const QUOTING: Readonly<Record<string, Quoting>> = {
  'message with the request as JSON': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) => new Error(`${why}: ${quoted(method, params)}`)),
  },
  'message with the text first': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) => new Error(`${said(params)} could not be sent (${why})`)),
  },
  'a thrown text': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) => `Failed: ${said(params)} / ${method} / ${why}`),
  },
  'fields request, params and data': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) =>
        Object.assign(new ApiError(why, { method, body: params }, params), {
          data: params,
          body: JSON.stringify(params),
        }),
      ),
  },
  'like axios: config.data and a request': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) =>
        Object.assign(new Error(why), {
          isAxiosError: true,
          code: 'ERR_NETWORK',
          config: { url: method, data: JSON.stringify(params), params },
          request: { body: JSON.stringify(params), error: said(params) },
        }),
      ),
  },
  'the text as a field that is named error': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) =>
        Object.assign(new Error(why), { error: said(params), code: said(params), status: 400 }),
      ),
  },
  'the text as the body': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) =>
        Object.assign(new Error(why), {
          status: 404,
          response: { status: 404, data: said(params), body: said(params) },
        }),
      ),
  },
  'a 502 page that quotes the request': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, () =>
        Object.assign(new Error(`502 <pre>${quoted(method, params)}</pre>`), {
          status: 502,
          response: { status: 502, data: `<pre>${quoted(method, params)}</pre>` },
        }),
      ),
  },
  'an envelope with the reason in it': {
    answer: 'envelope',
    make: (post) => async (method, params) => {
      try {
        return await parsed(post, method, params);
      } catch (error) {
        return { error: `${error} ${quoted(method, params)}`, error_description: said(params) };
      }
    },
  },
  'an envelope whose error is the text': {
    answer: 'envelope',
    make: (post) => async (method, params) => {
      try {
        return await parsed(post, method, params);
      } catch {
        return { error: said(params) };
      }
    },
  },
  'a cause that quotes': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) =>
        Object.assign(new Error('The portal did not answer'), {
          cause: Object.assign(new Error(`${why} ${quoted(method, params)}`), { details: { text: said(params) } }),
        }),
      ),
  },
  'a message that is JSON': {
    answer: 'result',
    make: (post) => (method, params) =>
      resultOf(post, method, params, (why) => new Error(JSON.stringify({ error: said(params), why, method, params }))),
  },
};

/** What a chat user may write. */
export const TEXTS: readonly string[] = [
  'Method not found?',
  'ERROR_METHOD_NOT_FOUND',
  'BOT_NOT_FOUND',
  'Why do I get BOT_OWNERSHIP_ERROR: nothing works',
  '{"error":"BOT_NOT_FOUND","error_description":"Bot not found"}',
  '{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}',
  'insufficient_scope',
  'BOT_TOKEN_NOT_SPECIFIED\nHTTP/1.1 400 Bad Request',
  'status 404 {"error": "ACCESS_DENIED", "error_description": "x", "code": "BOT_NOT_FOUND"}',
  'bot_not_found Error: BOT_NOT_FOUND: Bot not found',
];
