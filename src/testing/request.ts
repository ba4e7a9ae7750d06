import type { Credentials } from './authorise';
import { phpForm } from './phpForm';
import { type Params, read } from './read';

/** A request to /rest/, taken apart. */
export interface RestRequest {
  method: string;
  params: Params;
  credentials: Credentials;
  encoding: 'json' | 'form' | 'none';
}

/** Reads `/rest/{user}/{secret}/{method}[.json]` or `/rest/{method}[.json]`; undefined for any other path. */
export async function restRequest(request: Request): Promise<RestRequest | undefined> {
  const url = new URL(request.url);
  const path = /^\/rest\/(?:(\d+)\/([^/]+)\/)?([^/]+?)(?:\.json|\.xml)?\/?$/.exec(url.pathname);
  if (!path) return undefined;
  const [, userId, secret, method = ''] = path;
  const body = request.method === 'GET' || request.method === 'HEAD' ? '' : await request.text();
  const isJson = (request.headers.get('content-type') ?? '').includes('json');
  const { auth, ...params } = { ...phpForm.decode(url.search), ...(isJson ? fromJson(body) : phpForm.decode(body)) };
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const accessToken = typeof auth === 'string' ? auth : bearer;
  return {
    method: decodeURIComponent(method),
    params,
    credentials: {
      ...(userId && secret ? { webhook: { userId: Number(userId), secret } } : {}),
      ...(accessToken === undefined ? {} : { accessToken }),
    },
    encoding: body === '' ? 'none' : isJson ? 'json' : 'form',
  };
}

function fromJson(body: string): Record<string, unknown> {
  try {
    return { ...read.record(JSON.parse(body)) };
  } catch {
    return {};
  }
}
