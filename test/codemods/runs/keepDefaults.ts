import { createRequire } from 'node:module';
import axios from 'axios';

const commonJs: typeof axios = createRequire(import.meta.url)('axios');

/**
 * Bots run in this process and share its axios. What one of them sets in its defaults would hold for the bots of every test after
 * it: gives a function that puts all back. A bot that wrapped it leaves it wrapped, too.
 */
export function keepDefaults(): () => void {
  const before = [axios, commonJs].map((one) => ({
    one,
    request: [...listeners(one)],
    own: { ...one.defaults },
    headers: parts(one.defaults.headers),
  }));
  return () => {
    for (const { one, request, own, headers } of before) {
      const { defaults } = one;
      listeners(one).splice(0, Number.POSITIVE_INFINITY, ...request);
      Reflect.deleteProperty(one, 'imbot');
      for (const name of Object.keys(defaults)) if (!(name in own)) Reflect.deleteProperty(defaults, name);
      Object.assign(defaults, own);
      for (const name of Object.keys(defaults.headers))
        if (!(name in headers)) Reflect.deleteProperty(defaults.headers, name);
      Object.assign(defaults.headers, parts(headers));
    }
  };
}

/** `common`, `post` and so on, copied one by one. */
function parts(headers: object): object {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null
        ? Object.assign(Object.create(Object.getPrototypeOf(value)), value)
        : value,
    ]),
  );
}

function listeners({ interceptors }: typeof axios): unknown[] {
  const held: unknown = Reflect.get(interceptors.request, 'handlers');
  return Array.isArray(held) ? held : [];
}
