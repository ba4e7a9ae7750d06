import { HttpResponse, http, type RequestHandler } from 'msw';
import { ConnectionDropped } from './faults';

/** The portal as msw request handlers under one address. A dropped connection becomes a network error. */
export function mswHandlers(handle: (request: Request) => Promise<Response>, baseUrl: string): RequestHandler[] {
  const base = baseUrl.replace(/\/+$/, '');
  const answer = async ({ request }: { request: Request }): Promise<Response> => {
    try {
      return await handle(request.clone());
    } catch (error) {
      if (error instanceof ConnectionDropped) return HttpResponse.error();
      throw error;
    }
  };
  return [http.all(`${base}/rest/*`, answer), http.all(`${base}/oauth/token/`, answer)];
}
