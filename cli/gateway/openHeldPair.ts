import { resolve } from 'node:path';
import type { Dispatcher } from 'undici';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { ImbotError } from '../../src/errors/ImbotError';
import { UsageError } from '../../src/errors/UsageError';
import { createHeldPair, type HeldPair, OtherPortal } from '../../src/gateway/tokens/createHeldPair';
import { fileKnownTokens } from '../../src/gateway/tokens/fileKnownTokens';
import type { Log } from './createLog';
import type { GatewayConfig } from './settings';

/**
 * The pair of the configured application; undefined where none is to be held.
 * @throws UsageError for a file that holds no pair, or one of another portal or application
 */
export async function openHeldPair(
  { tokens, clientId, clientSecret, portal, tokenUrl, allowHosts }: GatewayConfig,
  dispatcher: Dispatcher,
  log: Log,
): Promise<HeldPair | undefined> {
  if (tokens === undefined || clientId === undefined || clientSecret === undefined || portal === undefined)
    return undefined;
  const path = resolve(tokens);
  try {
    return await createHeldPair({
      clientId,
      clientSecret,
      tokenUrl,
      allowHosts,
      portal: new URL(portal).origin,
      store: fileTokenStore(path),
      known: await fileKnownTokens(`${path}.known`, (error) => log('tokens', { what: 'known', error: codeOf(error) })),
      dispatcher,
      tell: log,
    });
  } catch (error) {
    if (error instanceof OtherPortal)
      throw new UsageError(`${tokens} holds the pair of another portal than ${portal}.`);
    if (error instanceof ImbotError) throw new UsageError(error.message);
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
