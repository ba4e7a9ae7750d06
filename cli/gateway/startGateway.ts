import type { RequestListener, Server } from 'node:http';
import { ImbotError } from '../../src/errors/ImbotError';
import { UsageError } from '../../src/errors/UsageError';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway/createGateway';
import { type Limits, RATES } from '../../src/transport/limiterFor';
import { redisLimiter } from '../../src/transport/redisLimiter';
import { type Connections, connectRedis } from './connectRedis';
import { createBeside } from './createBeside';
import { createFront } from './createFront';
import type { Log } from './createLog';
import { createMetrics } from './createMetrics';
import { createRoutes } from './createRoutes';
import { createStats } from './createStats';
import { pageKey } from './pageKey';
import { addressOf } from './readConfig';
import type { GatewayConfig } from './settings';
import { withShare } from './withShare';

/** A gateway that serves. */
export interface RunningGateway {
  readonly url: string;
  readonly statUrl: string | undefined;
  /** No new calls; those that run end; then everything is closed. */
  stop(): Promise<void>;
}

/**
 * Starts the servers of a configuration.
 * @throws UsageError for settings that only show when they are used; system errors of listening as they are
 */
export async function startGateway(config: GatewayConfig, log: Log): Promise<RunningGateway> {
  const connections = connectRedis(log);
  const opened: (() => Promise<unknown>)[] = [() => connections.close()];
  try {
    return await startWith(config, log, connections, (close) => opened.unshift(close));
  } catch (error) {
    // What runs on would keep the process, its ports and its journal, and nobody could stop it.
    for (const close of opened) await close();
    throw error;
  }
}

/** @param onOpened told how to close what was opened, for when the rest cannot be */
async function startWith(
  config: GatewayConfig,
  log: Log,
  connections: Connections,
  onOpened: (close: () => Promise<unknown>) => void,
): Promise<RunningGateway> {
  const metrics = createMetrics();
  const refused = (why: string): void => {
    metrics.count({ kind: 'refused', status: 400, ms: 0 });
    log('refused', { why });
  };
  const beside = await createBeside(config, log, connections);
  onOpened(() => beside.stop());
  const limits = config.limits && (await limitsOf(config.limits, config, connections));
  const gateways = new Map<string, Gateway>();
  const owners = Object.keys(config.bots ?? {}).length + (config.portal === undefined ? 0 : 1);
  const share = {
    most: Math.ceil(config.concurrency / (2 * owners)),
    isTight: () => front.running() > config.concurrency / 2,
    onRefused: () => refused('busy'),
  };
  const made = (bot: string, settings: Partial<GatewayConfig>): RequestListener => {
    const gateway = gatewayOf(settings, {
      handlers: settings === config ? beside.handlers : undefined,
      limits: limits ?? false,
      tokens: settings === config ? beside.tokens : undefined,
      warnings: (notice) => log('notice', { bot, id: notice.id, message: notice.message, doc: notice.doc }),
      onMoved: (host, followed) => log('moved', { bot, host, followed }),
      onError: (error) => log('fault', { bot, error: error instanceof Error ? error.message : String(error) }),
      onServed: (served) => {
        metrics.count(served);
        if (config.log === 'calls' || served.kind === 'unanswered') log('served', { bot, ...served });
      },
    });
    gateways.set(bot, gateway);
    onOpened(() => gateway.close());
    return owners < 2 ? gateway.listener : withShare(gateway.listener, share);
  };
  const byName = new Map(Object.entries(config.bots ?? {}).map(([name, bot]) => [name, made(name, bot)]));
  const main = config.portal === undefined ? undefined : made('', config);
  const behind = { main, byName, beside: beside.routes };
  const told = new Set<string>();
  const onOldPage = (page: string): void => {
    if (!told.has(page)) log('deprecated', { page, what: OLD_PAGE });
    told.add(page);
  };
  const routes = createRoutes(behind, config.token, refused, onOldPage);
  const front = createFront(config, routes, refused, (what) => log('certificate', { what }));
  onOpened(() => front.drain(0));
  let isReady = true;
  const stats =
    config.statListen === undefined
      ? undefined
      : createStats({
          metrics,
          running: front.running,
          connections: () =>
            new Promise((resolve) => front.server.getConnections((_error, count) => resolve(count ?? 0))),
          reports: () => [...gateways.values()].map((gateway) => gateway.report()),
          isReady: () => isReady,
        });
  const url = await listen(front.server, config.listen, config.cert === undefined ? 'http' : 'https');
  const statUrl = stats && config.statListen ? await listen(stats, config.statListen, 'http') : undefined;
  const events = beside.waiting();
  log('listening', {
    url,
    ...(events === 0 ? {} : { events }),
    ...(statUrl === undefined ? {} : { stats: statUrl }),
    ...(config.install === undefined ? {} : { install: pageOf(config, url) }),
    bots: [...byName.keys()],
  });
  return {
    url,
    statUrl,
    async stop() {
      isReady = false;
      log('draining', { running: front.running() });
      await front.drain(config.drainTime);
      await beside.stop();
      for (const gateway of gateways.values()) await gateway.close();
      await connections.close();
      stats?.close();
      stats?.closeAllConnections();
      log('stopped');
    },
  };
}

const OLD_PAGE =
  'opened below the token of the gateway, where everybody who opens it can read it: give the portal the address that the line listening tells as install; where strangers may have read the token, choose another one first';

/** The address of the page that the portal is to be given. */
function pageOf({ publicUrl, token }: GatewayConfig, url: string): string {
  const base = (publicUrl ?? url).replace(/\/+$/, '');
  return `${base}${token === undefined ? '' : `/${pageKey(token)}`}/install`;
}

/** The limits of a portal, on Redis where there is one. */
async function limitsOf(
  tariff: NonNullable<GatewayConfig['limits']>,
  { redis }: GatewayConfig,
  connections: Connections,
): Promise<Limits> {
  if (redis === undefined) return tariff;
  return redisLimiter((await connections.to(redis)).client, { ...RATES[tariff], warnings: false });
}

function gatewayOf(
  { portal = '', mode, methods, accept, botId, botToken, allowHosts, timeout }: Partial<GatewayConfig>,
  hooks: Pick<GatewayOptions, 'warnings' | 'onMoved' | 'onError' | 'onServed' | 'handlers' | 'tokens' | 'limits'>,
): Gateway {
  try {
    return createGateway({ portal, mode, methods, accept, botId, botToken, allowHosts, timeout, ...hooks });
  } catch (error) {
    if (error instanceof ImbotError) throw new UsageError(error.message);
    throw error;
  }
}

async function listen(server: Server, on: string, scheme: string): Promise<string> {
  const { host, port } = addressOf(on, '--listen');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host.replace(/^\[|\]$/g, ''), resolve);
  });
  const address = server.address();
  return `${scheme}://${host}:${typeof address === 'object' && address !== null ? address.port : port}`;
}
