/** What was sent, the machinery, and what differs from run to run. */
const LEFT_OUT = new Set([
  'config',
  'request',
  'req',
  'options',
  'headers',
  'stack',
  'socket',
  'client',
  'timings',
  'ip',
  'url',
  'requestUrl',
  'rawHeaders',
  'header',
  'time',
  'result_time',
  'cause',
  'duration',
  'responseBody',
]);

/** What callers read of an error, wherever it stands. */
const READ = ['code', 'description', 'status', 'data'];

/** What a caller can see of a value: class, own fields, message, and bodies that are read by waiting. */
export async function picture(value: unknown, depth = 0): Promise<unknown> {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 4) return 'deep';
  if (value instanceof Uint8Array) return ['bytes', text(new TextDecoder().decode(value))];
  if (value instanceof Response && value.bodyUsed) return ['Response', value.status, value.statusText, 'used'];
  if (value instanceof Response) return ['Response', value.status, value.statusText, text(await value.clone().text())];
  if (Array.isArray(value)) return Promise.all(value.map((item) => picture(item, depth + 1)));
  if (typeof Reflect.get(value, 'pipe') === 'function') {
    const { statusCode, statusMessage, body, text: said } = Object(value);
    return { statusCode, statusMessage, body: await picture(body, depth + 1), text: await picture(said, depth + 1) };
  }
  const seen: Record<string, unknown> = { class: Object.getPrototypeOf(value)?.constructor?.name };
  for (const key of Object.getOwnPropertyNames(value)) {
    if (LEFT_OUT.has(key) || key.startsWith('_') || (value instanceof Error && READ.includes(key))) continue;
    seen[key] = await picture(Reflect.get(value, key), depth + 1);
  }
  if (value instanceof Error) {
    seen.shown = text(String(value));
    for (const key of READ) if (key in value) seen[key] = await picture(Reflect.get(value, key), depth + 1);
    if (typeof Reflect.get(value, 'json') === 'function')
      seen.read = await picture(await Object(value).json(), depth + 1);
  }
  return seen;
}

/** Times are the run's own, and so is the port. */
function text(value: string): string {
  return value
    .replace(/"time":\{.*\}(?=\})/g, '"time":0')
    .replace(/127\.0\.0\.1:\d+/g, 'host')
    .replace(/,"time":\{[^{}]*\}/g, '');
}
