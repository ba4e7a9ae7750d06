import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import * as source from '../../src/index';

interface Exchange {
  request: { method: string; params: unknown };
  answer: { status: number; body: object };
}

const { vectors } = JSON.parse(readFileSync(new URL('../vectors/calls.json', import.meta.url), 'utf8'));

/** A stand-in that answers the given exchanges in order, and look-ups wherever they come. */
async function standIn(exchanges: Exchange[], lookups: Record<string, unknown>) {
  const seen: { method: string; params: Record<string, unknown> }[] = [];
  const left = [...exchanges];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const method = (request.url ?? '').split('/').pop() ?? '';
      const { auth: _auth, ...params } = JSON.parse(body);
      const lookup = lookups[method];
      const next = lookup === undefined ? left.shift() : { answer: { status: 200, body: { result: lookup } } };
      if (lookup === undefined) seen.push({ method, params });
      response.writeHead(next?.answer.status ?? 500, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(next?.answer.body ?? { error: 'UNEXPECTED', error_description: `nobody expected ${method}` }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, left, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** The package as `npm ci` leaves it, under its own name; its types may be those of an older build. */
const NAME: string = 'imbot-compat';
const built: Pick<typeof source, 'createImbot' | 'ImbotError' | 'oauth' | 'webhook'> = await import(NAME);

describe.each([
  ['source', source],
  ['built package', built],
])('golden exchanges: %s', (_copy, { createImbot, ImbotError, oauth, webhook }) => {
  for (const vector of vectors) {
    test(vector.name, async () => {
      const portal = await standIn(vector.exchanges, vector.lookupAnswers ?? {});
      const auth =
        vector.auth === 'oauth'
          ? oauth({
              clientId: 'app.1',
              clientSecret: 's',
              tokens: {
                access_token: 'AT',
                refresh_token: 'RT',
                expires_in: 3600,
                client_endpoint: `${portal.url}/rest/`,
                domain: 'p.example',
                member_id: 'm',
              },
            })
          : webhook(`${portal.url}/rest/1/secret/`, { clientId: vector.clientId });
      const imbot = createImbot({
        auth,
        mode: vector.mode,
        accept: vector.accept,
        botId: vector.botId,
        events: vector.events,
        warnings: false,
        limits: false,
      });
      const outcome = await imbot.call(vector.call.method, vector.call.params).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      await imbot.close();
      await portal.close();

      expect(portal.left).toEqual([]);
      expect(portal.seen.map(({ method }) => method)).toEqual(
        vector.exchanges.map((exchange: Exchange) => exchange.request.method),
      );
      vector.exchanges.forEach((exchange: Exchange, index: number) => {
        if (exchange.request.params !== '*') expect(portal.seen[index]?.params).toEqual(exchange.request.params);
      });
      (vector.requestContains ?? []).forEach((part: object, index: number) => {
        expect(portal.seen[index]?.params).toMatchObject(part);
      });
      if ('result' in vector) expect(outcome).toEqual({ result: vector.result });
      const error = 'error' in outcome ? outcome.error : undefined;
      if (vector.error) expect(error).toMatchObject(vector.error);
      if (vector.refused) {
        expect(error).toBeInstanceOf(ImbotError);
        expect(error).toMatchObject({ outcome: 'refused', losses: expect.arrayContaining(vector.refused) });
      }
    });
  }
});
