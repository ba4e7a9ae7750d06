import { batchOf, type FoundBatch } from '../facade/batchOf';
import { portalKey } from '../facade/portalKey';
import { type Body, readBody } from '../facade/readBody';
import { isV1Imbot } from '../map/imbotName';
import { nestForm } from '../translate/readForm';
import type { Params } from '../values/structures';
import { namedMethod } from './namedMethod';

/** A REST call whose method stands in its address, `…/rest/1/secret/imbot.message.add.json?auth=…`. */
export interface UrlCall {
  readonly method: string;
  readonly params: Params;
  readonly batch?: FoundBatch;
  readonly portal: string | undefined;
  /** Address and body for another method. The body keeps its form; without one the query carries the parameters. */
  readonly write: (method: string, params: Params) => { readonly url: string; readonly body: unknown };
}

/** Reads an address and a body. Undefined for anything but imbot v1 and batches that hold it. */
export function urlCall(url: string, body: unknown, whole: string = url): UrlCall | undefined {
  const [address = '', query = ''] = url.split(/\?(.*)/s);
  const named = namedMethod(address);
  if (named === undefined) return undefined;
  if (!isV1Imbot(named.name) && named.name.toLowerCase() !== 'batch') return undefined;
  if (!/^https?:/i.test(whole) || !whole.includes('/rest/')) return undefined;
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams();
  const asked: [string, string][] = [];
  for (const [key, value] of given) {
    if (key.toLowerCase() === 'auth') kept.append(key, value);
    else asked.push([key, value]);
  }
  const inBody = hasBody(body);
  const read: Body | undefined = inBody ? readBody(body) : readBody(undefined);
  if (read === undefined) return undefined;
  const params = { ...nestForm(asked), ...read.params };
  const batch = batchOf(named.name, params);
  if (!isV1Imbot(named.name) && batch === undefined) return undefined;
  const seen = inBody ? read : readBody(new URLSearchParams());
  return {
    method: named.name,
    params,
    batch,
    portal: portalKey(whole),
    write(method, sent) {
      if (sent === params && method === named.name) return { url, body };
      const written = seen?.write(sent);
      const search = new URLSearchParams(kept);
      if (!inBody && written instanceof URLSearchParams) for (const [key, value] of written) search.append(key, value);
      const text = search.toString();
      return { url: named.rename(method) + (text === '' ? '' : `?${text}`), body: inBody ? written : body };
    },
  };
}

/** A call of imbot v1 whose body could not be read. */
export function unreadableCall(url: string): string | undefined {
  const name = namedMethod(url.split('?')[0] ?? '')?.name;
  return name !== undefined && isV1Imbot(name) && url.includes('/rest/') ? name : undefined;
}

function hasBody(body: unknown): boolean {
  return body !== undefined && body !== null && body !== '';
}

/** A cheap test before all others: nearly no address that passes here is one of ours. */
export function mayNameImbot(url: string): boolean {
  return /imbot\.|batch/i.test(url);
}
