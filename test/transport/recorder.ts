import { Agent, type Dispatcher } from 'undici';

type Reply = [status: number, body: string, headers?: Record<string, string>];

/** A dispatcher that sends nothing anywhere: it notes where requests would have gone and answers by itself. */
export function recorder(answer: (origin: string, path: string) => Reply = () => [200, '{"access_token":"a"}']) {
  const origins: string[] = [];
  const intercept = () => (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => {
    const origin = String(options.origin);
    origins.push(origin);
    const controller = { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
    const [status, body, headers = {}] = answer(origin, options.path);
    queueMicrotask(() => {
      handler.onRequestStart?.(controller, {});
      handler.onResponseStart?.(controller, status, headers, '');
      handler.onResponseData?.(controller, Buffer.from(body));
      handler.onResponseEnd?.(controller, {});
    });
    return true;
  };
  return { dispatcher: new Agent().compose(intercept), origins };
}
