import querystring from 'node:querystring';
import axios, { AxiosError } from 'axios';

/** Six transports in the shapes that teams wrote; their encoders with them. None knows of imbot-compat. */

type Params = Record<string, unknown> | null | undefined;

/** 1. Four arguments, flat form body, answers the envelope, errors too. */
export async function callBitrix(domain: string, token: string, method: string, params?: Params): Promise<unknown> {
  const body = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...params, auth: token })) body.append(key, String(value));
  const response = await fetch(`http://${domain}/rest/${method}.json`, { method: 'POST', body });
  return response.json();
}

export class PortalRefused extends Error {
  constructor(
    readonly code: string,
    readonly description: string,
    readonly status: number,
  ) {
    super(`Bitrix24 answered ${code}: ${description}`);
    this.name = 'PortalRefused';
  }
}

/** 2. A class: JSON body, the bare result, throws an error of its own. */
export class BitrixClient {
  readonly sent: string[] = [];

  constructor(private readonly webhookUrl: string) {}

  async call(method: string, params?: Params): Promise<unknown> {
    this.sent.push(method);
    try {
      const { data } = await axios.post(this.webhookUrl + method, params ?? {});
      return data.result;
    } catch (error) {
      if (!(error instanceof AxiosError) || error.response === undefined) throw error;
      throw new PortalRefused(error.response.data.error, error.response.data.error_description, error.response.status);
    }
  }
}

/** 3. Called with `this`, HTTP verb first, answers the axios response, throws AxiosError. */
export function request(this: { base: string }, verb: string, method: string, params?: Params): Promise<unknown> {
  return axios.request({ method: verb, url: `${this.base}${method}`, data: params });
}

/** 4. The token between method and parameters, everything in the query, `querystring`; throws text only. */
export async function rest(base: string, method: string, token: string, params?: Params): Promise<unknown> {
  const flat = Object.fromEntries(Object.entries(params ?? {}).map(([key, value]) => [key, String(value)]));
  const response = await fetch(`${base}/rest/${method}?${querystring.stringify({ ...flat, auth: token })}`);
  const body = await response.json();
  if (body.error) throw new Error(`${body.error}: ${body.error_description}`);
  return body;
}

/** 5. One object, as queues take it: JSON, envelope, errors too. */
export async function enqueue(job: {
  method: string;
  params?: Params;
  webhook: string;
  retries?: number;
}): Promise<unknown> {
  const response = await fetch(`${job.webhook}${job.method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(job.params ?? {}),
  });
  return response.json();
}

/** 6. A callback, error first, and a PHP encoder by hand that writes false as "false". */
export function send(
  url: string,
  method: string,
  params: Params,
  done: (error: Error | null, result?: unknown) => void,
): void {
  const pairs: string[] = [];
  const encode = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) encode(inner, key === '' ? name : `${key}[${name}]`);
    } else pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  };
  encode(params ?? {}, '');
  fetch(url + method, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: pairs.join('&'),
  })
    .then((response) => response.json())
    .then((body) => {
      if (body.error) done(Object.assign(new Error(body.error_description), { code: body.error }));
      else done(null, body.result);
    }, done);
}
