import type { EventHandler } from './createEventHandler';
import { LIMITS } from './limits';

/** What is used of node:http's IncomingMessage, or of a framework's request that has parsed its body already. */
export interface NodeRequest extends AsyncIterable<unknown> {
  method?: string;
  headers: Record<string, string | string[] | undefined>;
  body?: unknown;
}

/** What is used of node:http's ServerResponse. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}

/** For `http.createServer` and for frameworks on top of it, whether or not they have parsed the body. */
export function toNodeHandler(handler: EventHandler): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      send(response, 405, 'post only');
      return;
    }
    const body = await bodyOf(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      send(response, 413, 'too-large');
      return;
    }
    const contentType = request.headers['content-type'];
    const { status, text } = await handler.deliver(body, { contentType: String(contentType ?? '') });
    send(response, status, text);
  };
}

/** The parsed body, else the bytes; undefined when there are too many. A body that breaks off is an empty one. */
async function bodyOf(request: NodeRequest): Promise<unknown> {
  if (request.body !== undefined && request.body !== null && !isEmptyPlaceholder(request.body)) return request.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = chunk instanceof Uint8Array ? chunk : new TextEncoder().encode(String(chunk));
      size += bytes.byteLength;
      if (size > LIMITS.characters) return undefined;
      chunks.push(bytes);
    }
  } catch {
    return '';
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** express 4 puts `{}` there when no parser took the body; then the stream is still to be read. */
function isEmptyPlaceholder(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0 && !ArrayBuffer.isView(body);
}

function send(response: NodeResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}
