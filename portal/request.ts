import type { Credentials } from './authorise';
import { multipart } from './multipart';
import { phpForm } from './phpForm';
import { type Params, read } from './read';

export type Encoding = 'json' | 'form' | 'multipart' | 'none';

/** A request to /rest/, taken apart. */
export interface RestRequest {
  method: string;
  params: Params;
  credentials: Credentials;
  encoding: Encoding;
}

/** Reads `/rest/{user}/{secret}/{method}[.json]` or `/rest/{method}[.json]`; undefined for any other path. */
export async function restRequest(request: Request): Promise<RestRequest | undefined> {
  const url = new URL(request.url);
  const path = /^\/rest\/(?:(\d+)\/([^/]+)\/)?([^/]+?)(?:\.json|\.xml)?\/?$/.exec(url.pathname);
  if (!path) return undefined;
  const [, userId, secret, method = ''] = path;
  const body = await bodyOf(request);
  const { auth, ...params } = { ...phpForm.decode(url.search.slice(1)), ...body.params };
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const accessToken = typeof auth === 'string' ? auth : bearer;
  return {
    method: decodeURIComponent(method),
    params,
    credentials: {
      ...(userId && secret ? { webhook: { userId: Number(userId), secret } } : {}),
      ...(accessToken === undefined ? {} : { accessToken }),
    },
    encoding: body.encoding,
  };
}

async function bodyOf(request: Request): Promise<{ params: Params; encoding: Encoding }> {
  if (request.method === 'GET' || request.method === 'HEAD') return { params: {}, encoding: 'none' };
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return { params: {}, encoding: 'none' };
  const contentType = request.headers.get('content-type') ?? '';
  if (/^\s*multipart\/form-data/i.test(contentType)) {
    return { params: phpForm.collect(multipart(bytes, contentType)), encoding: 'multipart' };
  }
  const text = new TextDecoder().decode(bytes);
  if (contentType.includes('json')) return { params: fromJson(text), encoding: 'json' };
  return { params: phpForm.decode(text), encoding: 'form' };
}

function fromJson(body: string): Record<string, unknown> {
  try {
    return { ...read.record(JSON.parse(body)) };
  } catch {
    return {};
  }
}
