import { isNodeStream, type Model, responseLike } from './responseLike';

/** A Response that can be read. */
export interface Readable extends Model {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  clone(): { text(): Promise<unknown> };
}

/**
 * The text of a Response, which whoever it belongs to can read all the same. A copy that node-fetch makes is read as fast as the
 * slower of the two: of more than 16 kB nothing would ever come while the other is left alone. So that one is read itself, and
 * answers from memory from then on.
 */
export async function responseText(response: Readable): Promise<unknown> {
  if (!isNodeStream(response.body) || !hasBytes(response)) return response.clone().text();
  const bytes = await response.arrayBuffer();
  answerFrom(response, bytes);
  return new TextDecoder().decode(bytes);
}

function hasBytes(response: object): response is { arrayBuffer(): Promise<ArrayBuffer> } {
  return 'arrayBuffer' in response && typeof response.arrayBuffer === 'function';
}

function answerFrom(response: Readable, bytes: ArrayBuffer): void {
  const again = responseLike(response, bytes, response);
  for (const name of METHODS) {
    const method: unknown = Reflect.get(again, name);
    if (typeof method !== 'function') continue;
    const value = (...given: unknown[]): unknown => Reflect.apply(method, again, given);
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  for (const name of ['body', 'bodyUsed'])
    Object.defineProperty(response, name, { get: () => Reflect.get(again, name), configurable: true });
}

/** Whatever reads a body, of the language and of node-fetch. */
const METHODS = ['arrayBuffer', 'blob', 'buffer', 'bytes', 'clone', 'formData', 'json', 'text', 'textConverted'];
