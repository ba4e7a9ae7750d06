import type { ImbotError } from '../errors/ImbotError';

/**
 * Puts the v1 code where a wrapper put the v2 one: in the fields, texts and JSON texts of its own error object, which
 * stays the same object. Statuses follow.
 */
export function speakV1(thrown: unknown, v1: ImbotError): unknown {
  const { code, v2Code, status } = v1;
  if (v2Code === undefined) return thrown;
  const word = new RegExp(`(?<![A-Za-z0-9_])${v2Code.replace(/[^A-Za-z0-9_]/g, '\\$&')}(?![A-Za-z0-9_])`, 'g');
  const seen = new Set<object>();

  function visit(value: object, depth: number): void {
    if (seen.has(value) || depth > 5) return;
    seen.add(value);
    for (const key of Object.getOwnPropertyNames(value)) {
      if (UNTOUCHED.has(key)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (descriptor === undefined || !('value' in descriptor)) continue;
      const inner: unknown = descriptor.value;
      if (typeof inner === 'object' && inner !== null) visit(inner, depth + 1);
      else if (descriptor.writable) change(value, key, inner);
    }
  }

  function change(owner: object, key: string, inner: unknown): void {
    if (typeof inner === 'string' && key !== 'stack') {
      if (inner.includes(v2Code ?? '')) Reflect.set(owner, key, inner.replace(word, code));
    } else if (typeof inner === 'number' && STATUS_KEYS.has(key) && inner >= 400 && status !== undefined) {
      Reflect.set(owner, key, status);
    }
  }

  if (typeof thrown === 'string') return thrown.replace(word, code);
  if (typeof thrown === 'object' && thrown !== null) visit(thrown, 0);
  return thrown;
}

const STATUS_KEYS: ReadonlySet<string> = new Set(['status', 'statusCode']);

/** What was sent, and the machinery: neither is part of the answer. */
const UNTOUCHED: ReadonlySet<string> = new Set(['config', 'request', 'headers', 'stack', 'socket', 'agent']);
