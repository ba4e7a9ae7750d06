import { Dispatcher } from 'undici';

/** A dispatcher that hands every request to a function of this process: no sockets, thousands of calls a second. */
export function inProcess(handle: (request: Request) => Promise<Response>): Dispatcher {
  return new InProcess(handle);
}

class InProcess extends Dispatcher {
  constructor(private readonly handle: (request: Request) => Promise<Response>) {
    super();
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = new Controller();
    handler.onRequestStart?.(controller, {});
    this.answer(options, handler, controller).catch((error: unknown) => {
      handler.onResponseError?.(controller, error instanceof Error ? error : new Error(String(error)));
    });
    return true;
  }

  private async answer(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    controller: Dispatcher.DispatchController,
  ): Promise<void> {
    const answer = await this.handle(toRequest(options));
    const body = Buffer.from(await answer.arrayBuffer());
    if (controller.aborted) throw controller.reason ?? new Error('aborted');
    handler.onResponseStart?.(controller, answer.status, Object.fromEntries(answer.headers));
    handler.onResponseData?.(controller, body);
    handler.onResponseEnd?.(controller, {});
  }

  override async close(): Promise<void> {}
  override async destroy(): Promise<void> {}
}

class Controller implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }
}

function toRequest({ origin, path, method, headers, body }: Dispatcher.DispatchOptions): Request {
  const pairs: [string, string][] = [];
  if (Array.isArray(headers)) {
    for (let index = 0; index + 1 < headers.length; index += 2) {
      pairs.push([String(headers[index]), String(headers[index + 1])]);
    }
  }
  const text = typeof body === 'string' ? { body } : {};
  return new Request(`${String(origin)}${path}`, { method, headers: pairs, ...text });
}
