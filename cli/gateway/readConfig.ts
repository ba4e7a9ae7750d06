import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../src/errors/UsageError';
import { isLoopback } from '../../src/http/hosts';
import { isFields } from '../../src/values/structures';
import { several } from '../several';
import { CONFIG, type GatewayConfig, SETTINGS, type Setting, variableOf } from './settings';

/**
 * What the gateway is to do: options of the command line before variables of the environment before the file.
 * @throws UsageError for what is not to be understood, and for an open door
 */
export function readConfig(
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): GatewayConfig {
  const given: Record<string, unknown> = {};
  for (const setting of SETTINGS) {
    const { name, option } = setting;
    const flag = flags[name];
    const variable = env[variableOf(setting)];
    if (Array.isArray(flag)) given[name] = flag;
    else if (typeof flag === 'string') given[name] = settingValue(setting, flag, option.split(' ')[0] ?? '');
    else if (variable !== undefined && variable !== '')
      given[name] = settingValue(setting, variable, variableOf(setting));
  }
  const path = typeof flags['config'] === 'string' ? flags['config'] : env['IMBOT_GATEWAY_CONFIG'];
  const file = path ? contentOf(resolve(cwd, path), path) : {};
  const parsed = CONFIG.safeParse({ ...file, ...given });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the configuration';
    // The message of an unknown key names it; no message quotes a value.
    throw new UsageError(`${where}: ${issue?.message ?? 'is not to be understood'}.`);
  }
  return checked(withRedis(withQueue(parsed.data)));
}

function settingValue({ kind }: Setting, text: string, from: string): unknown {
  if (kind === 'list') return several(text);
  if (kind !== 'number') return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${from} takes a number.`);
}

function contentOf(path: string, named: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${named} cannot be read (${error instanceof Error && 'code' in error ? error.code : error}).`,
    );
  }
  try {
    // Windows editors begin a file with a byte order mark.
    const content: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (isFields(content)) return content;
  } catch {
    // Below: the message of the parser would quote the file, which holds secrets.
  }
  throw new UsageError(`${named} is no JSON object. --print-config prints one.`);
}

/** `--poll` is a handler like those of the file, under the name `poll`. */
function withQueue(config: GatewayConfig): GatewayConfig {
  const { poll, webhook, clientId, botId, handlers = {} } = config;
  if (poll === undefined) {
    if (webhook !== undefined) throw new UsageError('--webhook is for --poll.');
    return config;
  }
  if (webhook !== undefined && config.clientSecret !== undefined)
    throw new UsageError(
      '--webhook and --client-secret: --client-id would name two things. Write the queue into --config, under handlers.',
    );
  if (botId === undefined) throw new UsageError('--poll needs --bot-id: whose queue is to be read?');
  const isAsked = Object.hasOwn(handlers, 'poll');
  if (isAsked) throw new UsageError('--poll stands beside a handler of the name poll: give that one another name.');
  const own = webhook === undefined ? {} : { webhook, ...(clientId === undefined ? {} : { clientId }) };
  const settings = { url: poll, ...(webhook === undefined ? {} : { clientId }), poll: { botId, ...own } };
  return { ...config, handlers: { ...handlers, poll: settings } };
}

/** What several gateways share stands on Redis, where no other place is named. */
function withRedis(config: GatewayConfig): GatewayConfig {
  const { redis, publicUrl, handlers = {}, clientId, clientSecret } = config;
  if (redis === undefined) return config;
  const hasEvents = publicUrl !== undefined || Object.keys(handlers).length > 0;
  return {
    ...(hasEvents ? { journal: redis } : {}),
    ...(clientId === undefined || clientSecret === undefined ? {} : { tokens: redis }),
    ...config,
  };
}

function checked(config: GatewayConfig): GatewayConfig {
  const { portal, bots, token, cert, key, listen, statListen } = config;
  if (portal === undefined && Object.keys(bots ?? {}).length === 0) {
    throw new UsageError('Which portal? Give --portal https://acme.bitrix24.com, or --config with bots.');
  }
  if (Object.keys(config.handlers ?? {}).length > 0 && config.journal === undefined) {
    throw new UsageError('Handlers of events need --journal FILE: events are kept there until a handler has them.');
  }
  const readers = new Map<number, string>();
  for (const [name, { poll }] of Object.entries(config.handlers ?? {})) {
    const other = poll && readers.get(poll.botId);
    // Whatever one of them confirms, the other one never sees.
    if (other !== undefined)
      throw new UsageError(
        `handlers.${other} and handlers.${name} read the queue of bot ${poll?.botId}: it has one reader.`,
      );
    if (poll !== undefined) readers.set(poll.botId, name);
    const isOwn = poll?.webhook !== undefined || poll?.tokens !== undefined;
    if (poll !== undefined && !isOwn && config.tokens === undefined)
      throw new UsageError(`handlers.${name}: a queue is read by a webhook, or by the pair of --tokens.`);
  }
  if (config.publicUrl !== undefined && portal === undefined) {
    throw new UsageError('--public-url needs --portal: bots below a name keep the address that the portal tells them.');
  }
  checkTokens(config);
  if (config.headerTime > config.requestTime)
    throw new UsageError('--header-time is longer than --request-time, of which it is a part.');
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key belong together.');
  const { host } = addressOf(listen, '--listen');
  if (!isLoopback(host) && token === undefined && cert === undefined) {
    throw new UsageError(
      `${host} can be reached from outside, and calls hold secrets: give --token, or --cert and --key; or listen on 127.0.0.1 behind a proxy with TLS.`,
    );
  }
  if (statListen !== undefined) addressOf(statListen, '--stat-listen');
  return config;
}

/** Whoever may call acts for the application, so not everybody may. */
function checkTokens({ tokens, portal, token, clientId, clientSecret }: GatewayConfig): void {
  if (tokens === undefined) return;
  if (portal === undefined) throw new UsageError('--tokens needs --portal: the pair is of one portal.');
  if (clientId === undefined || clientSecret === undefined) {
    throw new UsageError('--tokens needs the application: IMBOT_GATEWAY_CLIENT_ID and IMBOT_GATEWAY_CLIENT_SECRET.');
  }
  if (token === undefined) {
    throw new UsageError(
      '--tokens needs --token: an expired token of the application goes on as a good one, so nobody may call but its bots.',
    );
  }
}

/** @throws UsageError */
export function addressOf(text: string, from: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(?:(\[[\da-f:]+\]|[\w.-]+):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port === '' || Number(port) > 65_535) throw new UsageError(`${from} takes a host and a port, 127.0.0.1:8790.`);
  return { host: host === '' ? '127.0.0.1' : host, port: Number(port) };
}
