import { z } from 'zod';
import { LOSSES, type LossId } from '../../src/map/losses';

/** An address that the gateway calls, or is called at. */
const ADDRESS = z.url({ protocol: /^https?$/, error: 'an address of the web, https://…' });
/** Milliseconds, as many as a timer can hold: it would go off at once with more. */
const TIME = z
  .int()
  .positive()
  .max(2 ** 31 - 1, 'milliseconds, 24 days at most');

/** One bot, or all that speak through one address: what stands behind it. */
const BOT = {
  portal: z.string(),
  mode: z.enum(['v1', 'auto', 'v2', 'audit']).optional(),
  methods: z.record(z.string(), z.enum(['v1', 'auto', 'v2', 'audit'])).optional(),
  accept: z
    .array(z.custom<LossId>((value) => typeof value === 'string' && Object.hasOwn(LOSSES, value), 'no loss'))
    .optional(),
  botId: z.int().positive().optional(),
  botToken: z.string().min(1).optional(),
  allowHosts: z.array(z.string()).optional(),
  timeout: TIME.optional(),
};

/** Whose queue is read, in place of waiting for deliveries: on a webhook, by a pair of its own, or else by the one that is held. */
const POLL = z.strictObject({
  botId: z.int().positive(),
  webhook: z.string().optional(),
  /** Of the bot on a webhook, or of the application. */
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  /** The file with the pair of an application; it is renewed there. */
  tokens: z.string().optional(),
  tokenUrl: ADDRESS.optional(),
});

/** A name within addresses, but for those that stand for something else there. */
const NAME = /^(?!(?:rest|events|install|oauth)$)[A-Za-z0-9_-]{1,64}$/;

/** The content of a file for `--config`. */
export const CONFIG = z.strictObject({
  ...BOT,
  portal: z.string().optional(),
  /** Bots by name, each below `/name/`. */
  bots: z
    .record(
      z.string().regex(NAME, 'letters, digits, _ and -, and none of rest, events, install, oauth'),
      z.strictObject(BOT),
    )
    .optional(),
  listen: z.string().default('127.0.0.1:8790'),
  statListen: z.string().optional(),
  token: z
    .string()
    .min(16, 'at least 16 characters')
    .regex(/^[A-Za-z0-9_~-]+$/, 'letters, digits, _, ~ and -')
    .optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  /** Where bots and the portal reach the gateway: put into what the portal tells of itself. */
  publicUrl: ADDRESS.refine((url) => !/[?#]/.test(url), 'no ? and no # in it').optional(),
  tokenUrl: ADDRESS.optional(),
  journal: z.string().optional(),
  /** Where the pair of an application is kept and renewed. */
  tokens: z.string().min(1).optional(),
  /** A file with the pair to begin with, where `tokens` has none or an older one. */
  pair: z.string().min(1).optional(),
  /** The handler to which events out of the queue of `botId` go. */
  poll: ADDRESS.optional(),
  /** The webhook by which the queue is read, with the bot's CLIENT_ID as `clientId`. */
  webhook: z.string().optional(),
  /** Redis, which several gateways share: the journal and the pair where they are not named, and the limits. */
  redis: z
    .string()
    .regex(/^rediss?:\/\//i, 'redis://host:6379')
    .optional(),
  /** Calls wait for what the portal allows, in place of hearing that there were too many. */
  limits: z.enum(['standard', 'enterprise']).optional(),
  /** The application. */
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  /** Handlers of events by name, each behind `/events/name`. */
  handlers: z
    .record(
      z.string().regex(NAME, 'letters, digits, _ and -, and none of rest, events, install, oauth'),
      z.strictObject({
        url: ADDRESS,
        applicationToken: z.string().optional(),
        clientId: z.string().optional(),
        updates: z.boolean().optional(),
        poll: POLL.optional(),
      }),
    )
    .optional(),
  /** The page of an application that the portal opens or posts its installation to, behind `/install`. */
  install: ADDRESS.optional(),
  concurrency: z.int().positive().default(1_000),
  headerTime: TIME.default(20_000),
  requestTime: TIME.default(600_000),
  drainTime: TIME.default(70_000),
  log: z.enum(['calls', 'errors']).default('errors'),
});

export type GatewayConfig = z.infer<typeof CONFIG>;

/** A setting that is also an option of the command line and a variable of the environment, `IMBOT_GATEWAY_PORTAL`. */
export interface Setting {
  readonly name: Exclude<keyof GatewayConfig, 'bots' | 'methods' | 'handlers'>;
  readonly option: string;
  readonly text: string;
  readonly kind?: 'number' | 'list';
}

export const SETTINGS: readonly Setting[] = [
  { name: 'portal', option: '--portal <url>', text: 'the portal, https://acme.bitrix24.com' },
  { name: 'listen', option: '--listen <host:port>', text: 'where bots call (default: 127.0.0.1:8790)' },
  { name: 'statListen', option: '--stat-listen <host:port>', text: '/healthz, /readyz, /metrics and /report' },
  { name: 'token', option: '--token <secret>', text: 'bots call below /<secret>/, or send it as X-Gateway-Token' },
  { name: 'cert', option: '--cert <file>', text: 'TLS: the certificate with its chain, in PEM' },
  { name: 'key', option: '--key <file>', text: 'TLS: the private key, in PEM' },
  { name: 'mode', option: '--mode <mode>', text: 'v1, auto, v2 or audit (default: auto)' },
  {
    name: 'accept',
    option: '--accept <losses>',
    text: 'losses that mode v2 may take, with commas between',
    kind: 'list',
  },
  { name: 'botId', option: '--bot-id <id>', text: 'the bot of calls without BOT_ID', kind: 'number' },
  { name: 'botToken', option: '--bot-token <token>', text: 'the v2 botToken, where it is not the CLIENT_ID' },
  { name: 'allowHosts', option: '--allow-hosts <hosts>', text: 'hosts to which the portal may move', kind: 'list' },
  { name: 'timeout', option: '--timeout <ms>', text: 'for a translated call (default: 65000)', kind: 'number' },
  { name: 'publicUrl', option: '--public-url <url>', text: 'where bots and the portal reach the gateway' },
  { name: 'tokenUrl', option: '--token-url <url>', text: 'the authorization server, where it is not the usual one' },
  { name: 'journal', option: '--journal <file|redis>', text: 'where events are kept until a handler has them' },
  {
    name: 'tokens',
    option: '--tokens <file|redis>',
    text: "an application's pair: the gateway renews it, and callers with older tokens of it go on",
  },
  { name: 'pair', option: '--pair <file>', text: 'the pair to begin with, where --tokens has none' },
  { name: 'poll', option: '--poll <url>', text: 'read the queue of --bot-id, and post its events to this handler' },
  {
    name: 'webhook',
    option: '--webhook <url>',
    text: 'for --poll, with the CLIENT_ID of the bot as --client-id (default: the pair of --tokens)',
  },
  { name: 'redis', option: '--redis <url>', text: 'what several gateways share: journal, pair, limits' },
  {
    name: 'limits',
    option: '--limits <tariff>',
    text: 'standard or enterprise: calls wait for their turn (default: none)',
  },
  {
    name: 'clientId',
    option: '--client-id <id>',
    text: 'the application of --tokens; with --webhook the CLIENT_ID of the bot',
  },
  {
    name: 'clientSecret',
    option: '--client-secret <secret>',
    text: 'its secret; better in IMBOT_GATEWAY_CLIENT_SECRET, for other users see the command line',
  },
  { name: 'install', option: '--install <url>', text: 'the page behind /install' },
  { name: 'concurrency', option: '--concurrency <n>', text: 'requests at once (default: 1000)', kind: 'number' },
  {
    name: 'headerTime',
    option: '--header-time <ms>',
    text: 'for the headers of a request (default: 20000)',
    kind: 'number',
  },
  { name: 'requestTime', option: '--request-time <ms>', text: 'for a whole request (default: 600000)', kind: 'number' },
  {
    name: 'drainTime',
    option: '--drain-time <ms>',
    text: 'for calls that run at SIGTERM (default: 70000)',
    kind: 'number',
  },
  { name: 'log', option: '--log <what>', text: 'calls or errors, as JSON lines on standard error (default: errors)' },
];

/** `statListen` → `IMBOT_GATEWAY_STAT_LISTEN`. */
export function variableOf({ name }: Setting): string {
  return `IMBOT_GATEWAY_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
