import { resolve } from 'node:path';
import type { Dispatcher } from 'undici';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import type { Pair } from '../../src/auth/pair';
import { redisTokenStore } from '../../src/auth/redisTokenStore';
import { ImbotError } from '../../src/errors/ImbotError';
import { UsageError } from '../../src/errors/UsageError';
import { createHeldPair } from '../../src/gateway/tokens/createHeldPair';
import { OtherPortal } from '../../src/gateway/tokens/createLivingPair';
import { fileKnownTokens } from '../../src/gateway/tokens/fileKnownTokens';
import { fileWaitingPairs } from '../../src/gateway/tokens/fileWaitingPairs';
import type { HeldPair, HeldPairOptions } from '../../src/gateway/tokens/HeldPair';
import { redisKnownTokens } from '../../src/gateway/tokens/redisKnownTokens';
import { redisWaitingPairs } from '../../src/gateway/tokens/redisWaitingPairs';
import { checkTokenFile } from './checkTokenFile';
import type { Connections } from './connectRedis';
import type { Log } from './createLog';
import { isRedisUrl } from './openRedis';
import type { GatewayConfig } from './settings';

/**
 * The pair of the configured application; undefined where none is to be held.
 * @throws UsageError for a file that holds no pair, or one of another portal or application
 */
export async function openHeldPair(
  { tokens, pair, clientId, clientSecret, portal, tokenUrl, allowHosts }: GatewayConfig,
  dispatcher: Dispatcher,
  log: Log,
  connections: Connections,
  onHeld: () => void,
): Promise<HeldPair | undefined> {
  if (tokens === undefined || clientId === undefined || clientSecret === undefined || portal === undefined)
    return undefined;
  const tell = (error: unknown): void => log('tokens', { what: 'known', error: codeOf(error) });
  try {
    return await createHeldPair({
      clientId,
      clientSecret,
      tokenUrl,
      allowHosts,
      portal: new URL(portal).origin,
      ...(await placeOf(tokens, `${connections.keyOf(portal)}:${clientId}`, tell, connections)),
      tokens: pair === undefined ? undefined : await pairIn(resolve(pair), pair),
      dispatcher,
      tell: log,
      onHeld,
    });
  } catch (error) {
    if (error instanceof OtherPortal)
      throw new UsageError(`${tokens} holds the pair of another portal than ${portal}.`);
    if (error instanceof ImbotError) throw new UsageError(error.message);
    throw error;
  }
}

/** Where the pair is kept, and what is known of tokens that were handed out. */
async function placeOf(
  tokens: string,
  key: string,
  tell: (error: unknown) => void,
  connections: Connections,
): Promise<Pick<HeldPairOptions, 'store' | 'known' | 'waiting'>> {
  if (isRedisUrl(tokens)) {
    const { client } = await connections.to(tokens);
    return {
      store: redisTokenStore(client, { key: `{${key}}:pair` }),
      known: redisKnownTokens(client, `${key}:known`, tell),
      waiting: redisWaitingPairs(client, `${key}:waiting`, tell),
    };
  }
  const path = resolve(tokens);
  await checkTokenFile('--tokens', path);
  return {
    store: fileTokenStore(path),
    known: await fileKnownTokens(`${path}.known`, tell),
    waiting: fileWaitingPairs(path, tell),
  };
}

/** @throws UsageError */
async function pairIn(path: string, named: string): Promise<Pair> {
  const pair = await fileTokenStore(path).read();
  if (pair === undefined) throw new UsageError(`${named} does not exist.`);
  return pair;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
