import { foreignField } from './foreignField';
import { headersLike, responseLike } from './responseLike';
import { type Readable, responseText } from './responseText';
import { STATUS_TEXTS } from './speakV1';

/** A body that can be read once, read, and put back so that the caller can read it too. */
export interface Peeked {
  /** What the bodies hold. */
  readonly bodies: readonly string[];
  /** Puts other words in their place: called with each body, `rewrite` answers what stands there from now on. */
  readonly replace: (rewrite: (body: string) => string, status: readonly [number, number] | undefined) => unknown;
}

/**
 * Reads the bodies that a thrown value carries unread: a Response, thrown or within an error (ky), and errors that read
 * themselves (bent). The thrown value stays the same object and reads as before.
 */
export async function peek(thrown: unknown): Promise<Peeked> {
  if (typeof thrown !== 'object' || thrown === null) return { bodies: [], replace: () => thrown };
  const bodies: string[] = [];
  const replacements: ((rewrite: (body: string) => string, status: readonly [number, number] | undefined) => void)[] =
    [];
  let root: unknown = thrown;
  if (isUnread(thrown)) {
    const body = await textOf({ text: () => responseText(thrown) });
    bodies.push(body);
    replacements.push((rewrite, status) => {
      root = copyOf(thrown, rewrite(body), status);
    });
  }
  for (const place of ['response', 'res', 'cause']) {
    const inner: unknown = foreignField(thrown, place);
    if (!isUnread(inner)) continue;
    const body = await textOf({ text: () => responseText(inner) });
    bodies.push(body);
    replacements.push((rewrite, status) => Reflect.set(thrown, place, copyOf(inner, rewrite(body), status)));
  }
  if (bodies.length === 0 && readsItself(thrown)) {
    const body = await textOf(thrown);
    bodies.push(body);
    let now = body;
    // The stream behind is read by now, so what reads it answers from here.
    const replays = {
      text: async () => now,
      json: async (): Promise<unknown> => JSON.parse(now),
      arrayBuffer: async () => bytesOf(now),
    };
    for (const [name, value] of Object.entries(replays)) {
      if (typeof foreignField(thrown, name) === 'function') define(thrown, name, value);
    }
    if ('responseBody' in thrown) define(thrown, 'responseBody', Promise.resolve(bytesOf(body)));
    replacements.push((rewrite) => {
      now = rewrite(body);
      if ('responseBody' in thrown) define(thrown, 'responseBody', Promise.resolve(bytesOf(now)));
    });
  }
  return {
    bodies,
    replace(rewrite, status) {
      for (const one of replacements) one(rewrite, status);
      return root;
    },
  };
}

interface Reader {
  text(): Promise<unknown>;
}

type Unread = Reader & Readable;

/** Milliseconds that an unread body may take; bodies of refusals come with their status. */
const PATIENCE = 10_000;

async function textOf(reader: Reader): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(''), PATIENCE);
  });
  try {
    const text = await Promise.race([reader.text(), late]);
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  } finally {
    clearTimeout(timer);
  }
}

function isUnread(value: unknown): value is Unread {
  if (typeof value !== 'object' || value === null) return false;
  return (
    typeof foreignField(value, 'clone') === 'function' &&
    typeof foreignField(value, 'text') === 'function' &&
    foreignField(value, 'bodyUsed') === false
  );
}

function readsItself(value: object): value is Reader {
  return (
    value instanceof Error &&
    typeof foreignField(value, 'text') === 'function' &&
    typeof foreignField(value, 'json') === 'function'
  );
}

/** A response like the one that came, with another body and status. */
function copyOf(came: Unread, body: string, status: readonly [number, number] | undefined): Response {
  const headers = headersLike(came);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) headers.delete(name);
  const changed = status && came.status === status[0];
  return responseLike(came, body, {
    headers,
    status: changed ? status[1] : came.status,
    statusText: changed ? (STATUS_TEXTS[status[1]] ?? came.statusText) : came.statusText,
    url: came.url,
  });
}

function bytesOf(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  // In Node what reads a body as bytes gives a Buffer.
  return typeof Buffer === 'undefined' ? bytes : Buffer.from(bytes);
}

function define(owner: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  if (before && !before.configurable && !before.writable) return;
  Object.defineProperty(owner, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  });
}
