import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Agent } from 'undici';
import { createPortal } from '../../portal/index';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import type { TokenStore } from '../../src/auth/TokenStore';
import { serveTokens } from '../../src/gateway/events/serveTokens';
import { incomingFromNode, outgoingToNode } from '../../src/gateway/fromNode';
import { createGateway } from '../../src/gateway/index';
import { createHeldPair } from '../../src/gateway/tokens/createHeldPair';
import { fileKnownTokens } from '../../src/gateway/tokens/fileKnownTokens';
import { fileWaitingPairs } from '../../src/gateway/tokens/fileWaitingPairs';
import type { Clock } from '../../src/http/clock';
import { systemClock } from '../../src/http/clock';
import { listening } from './twins';

/** The folder of a test, and what is to be ended behind it. */
interface Surroundings {
  readonly folder: string;
  readonly ends: (() => unknown)[];
}

interface HeldSceneOptions {
  readonly holds?: boolean;
  /** What app.info calls the application. */
  readonly code?: string;
  readonly wrap?: (store: TokenStore) => TokenStore;
}

const CLIENT = { clientId: 'app.1', clientSecret: 'the secret' };

/** An application on a portal, its pair in the hands of a gateway, and a clock that all of them share. */
export async function heldScene(
  { folder, ends }: Surroundings,
  { holds = true, code = CLIENT.clientId, wrap = (store: TokenStore): TokenStore => store }: HeldSceneOptions = {},
) {
  let now = Date.UTC(2026, 0, 15, 10);
  const clock: Clock = { ...systemClock, now: () => now, elapsed: () => now };
  const portal = createPortal({ now: () => now });
  const server = await portal.listen();
  ends.push(() => server.close());
  const application = portal.application({ ...CLIENT, code, scope: 'imbot,im,user' });
  portal.addBot({ id: 301, code: 'helper', application: CLIENT });
  const first = application.tokens();
  const path = join(folder, 'pair.json');
  if (holds) writeFileSync(path, JSON.stringify(first));
  const told: Record<string, unknown>[] = [];
  const dispatcher = new Agent();
  ends.push(() => dispatcher.destroy());
  const tokenUrl = `${server.url}/oauth/token/`;
  const open = async () =>
    createHeldPair({
      ...CLIENT,
      portal: server.url,
      tokenUrl,
      store: wrap(fileTokenStore(path)),
      known: await fileKnownTokens(`${path}.known`, (error) => told.push({ error })),
      waiting: fileWaitingPairs(path, (error) => told.push({ error })),
      dispatcher,
      clock,
      tell: (_event, fields) => told.push(fields),
    });
  const held = await open();
  ends.push(() => held.close());
  const gateway = createGateway({ portal: server.url, warnings: false, tokens: held, clock });
  const front = createServer((request, response) => {
    const [at = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    if (!at.startsWith('/oauth/')) return gateway.listener(request, response);
    const service = { tokenUrl, address: undefined, dispatcher, held };
    void serveTokens(service, query, incomingFromNode(request), outgoingToNode(response));
  });
  const url = await listening(front);
  ends.push(async () => {
    front.close();
    front.closeAllConnections();
    await gateway.close();
  });
  const later = (ms: number): void => {
    now += ms;
  };
  const texts = () => portal.snapshot().messages.map(({ text }) => String(text));
  return { portal, application, first, url, held, open, path, told, later, texts, server };
}
