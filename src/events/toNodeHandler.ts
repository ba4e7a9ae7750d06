import type { EventHandler } from './createEventHandler';

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

/**
 * For `http.createServer` and for frameworks on top of it, whether or not they have parsed the body. One that is not parsed is
 * read here, up to 4 MB and within 30 s; the limits of a parser are its own.
 * @example
 * createServer(toNodeHandler(createEventHandler({ applicationToken, on }))).listen(3000);
 */
export function toNodeHandler(handler: EventHandler): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      send(response, 405, 'post only');
      return;
    }
    const contentType = String(request.headers['content-type'] ?? '');
    const { status, text } = await handler.deliver(bodyOf(request), { contentType });
    // What is left of the body is not read: the connection ends with the answer.
    if (status === 413 || status === 408) response.setHeader('connection', 'close');
    send(response, status, text);
  };
}

/** The parsed body, else the stream. */
function bodyOf(request: NodeRequest): unknown {
  const { body } = request;
  return body !== undefined && body !== null && !isEmptyPlaceholder(body) ? body : request;
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
