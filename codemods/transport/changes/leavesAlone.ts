import { builtinModules } from 'node:module';
import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import type { CallOrNew } from '../../source/callsIn';
import { endName } from '../../source/endName';
import { unwrap } from '../../source/unwrap';
import { packageOf } from '../clients/packageOf';
import type { Reach, ReadingEngine } from '../types';

/**
 * Does a function that is not in the given files leave one of its arguments as it is? Its package tells, where that is known;
 * else the words of its name and how the argument is handed over. What cannot be told may do anything.
 */
export function leavesAlone(call: CallOrNew, at: number): boolean {
  const s = syntax();
  const callee = unwrap(call.expression);
  const owner = s.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  const name = s.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  const from = packageOf(callee);
  if (ASSIGNS.test(name)) return call.arguments?.slice(0, at).some((one) => !isFlag(one)) === true;
  if (from !== undefined && (KEEPING.test(from) || SENDING.test(from) || BUILT_IN.has(from))) return true;
  if (CHANGES.test(name)) return false;
  if (s.isNewExpression(call)) return false;
  if ((from !== undefined && CLIENTS.test(from)) || READS.test(name)) return true;
  if (!owner) return CONTAINS.test(name) || LEVELS.test(name);
  if (COLLECTS.test(name)) return true;
  // Under a key it is kept; alone it may be what is worked on, unless the receiver is known for taking what it serves.
  if (!STORES.test(name)) return false;
  return at > 0 || (from === undefined && SERVERS.test(endName(owner)));
}

/**
 * May a function that is not in the given files give the very client that it is handed other defaults or interceptors? Its
 * name tells nothing of that: only a package that is known does.
 */
export function mayTuneClient(given: ts.Expression, { reach }: ReadingEngine): boolean {
  const callee = unwrap(given);
  const from = packageOf(callee);
  if (from === undefined || isGiven(from, callee, reach)) return false;
  if (KEEPING.test(from) || SENDING.test(from) || CLIENTS.test(from) || BUILT_IN.has(from) || EMITTERS.test(from))
    return false;
  return !HOLDING.test(from);
}

/** What a given file exports is no package. */
function isGiven(from: string, callee: ts.Expression, reach: Reach): boolean {
  return /^[.#~@]\//.test(from) && reach.resolve?.(from, callee.getSourceFile().fileName) !== undefined;
}

/** Does a function say by its name that it puts something of its own in the place of methods? */
export function isSaidToChange({ expression }: CallOrNew): boolean {
  return CHANGES.test(endName(unwrap(expression)));
}

/** Does a package that is known keep, read or copy what it is handed, whatever it gives back? */
export function copies(call: CallOrNew, from: string): boolean {
  const name = endName(unwrap(call.expression));
  if (HOLDING.test(from)) return !PUTS.test(name) && !PUTS.test(from.split(/[/.]/).at(-1) ?? '');
  return COPYING.test(from) || STORING.test(from) || BUILT_IN.has(from);
}

/** What makes another thing of an object, or changes it, in packages that hold, compare or copy. */
const PUTS =
  /^(?:set|unset|update\w*|pull\w*|remove|fill|transform|omit\w*|pick\w*|map(?:Keys|Values)|invert\w*|produce|plainTo\w*|instanceTo\w*|transform\w*|modify\w*|evolve|assoc\w*|dissoc\w*|camelCase|snakeCase)$/;

/** Packages that give back a copy, several in one, an address that is put together, or what they read. */
const COPYING =
  /^(?:deepmerge|deepmerge-ts|merge-deep|merge-options|defu|klona(?:\/.*)?|rfdc|fast-copy|clone|clone-deep|just-clone|extend|xtend|object-assign|url-join|urljoin|build-url|raw-body|get-stream|concat-stream|co-body|json-bigint|json5|secure-json-parse|destr|form-data|formdata-node|formdata-polyfill|qs|query-string|object-hash|fast-json-stable-stringify|json-stable-stringify|safe-stable-stringify|jsonwebtoken|@bitrix24\/b24jssdk)$/;

/** Packages that write down what they are handed: databases, caches, counters, traces. */
const STORING =
  /^(?:mongodb|mongoose|knex|pg|mysql2?|better-sqlite3|sqlite3?|redis|ioredis|@upstash\/redis|@prisma\/client|@supabase\/.*|typeorm|sequelize|drizzle-orm|firebase-admin|prom-client|@opentelemetry\/.*|dd-trace|newrelic|hot-shots|posthog-node|@sentry\/.*|electron-log|signale|npmlog|roarr)$/;

/** What puts the others into the first one only. */
const ASSIGNS = /^(?:assign\w*|extend\w*|merge\w*|defaults\w*|mix\w*|inherits)$/;

const BUILT_IN: ReadonlySet<string> = new Set(
  builtinModules.filter((name) => !/^(?:module|vm|repl|inspector|domain)$|test/.test(name)),
);

/** Packages that serve, keep, show or check what they are handed, and change nothing of it. */
const KEEPING =
  /^(?:imbot-compat(?:\/.*)?|express|fastify|fastify-plugin|koa|@koa\/.*|hono|polka|restify|connect|@hapi\/.*|@nestjs\/.*|awilix|inversify|tsyringe|typedi|bottlejs|electron|comlink|vue|vuex|pinia|react|react-dom|preact(?:\/.*)?|svelte(?:\/.*)?|solid-js|telegraf|grammy|node-cron|cron|croner|node-schedule|agenda|bull|bullmq|p-[\w-]+|zod|yup|joi|ajv|socket\.io|ws|commander|yargs|pino|winston|bunyan|debug|loglevel|consola|tslog|log4js|deep-freeze\w*|deep-equal|fast-deep-equal|fast-safe-stringify)$/;

/** Packages that hold, compare or copy what they are handed. */
const HOLDING =
  /^(?:lodash(?:[-./].*)?|underscore|ramda|rxjs(?:\/.*)?|async|bluebird|lru-cache|quick-lru|node-cache|keyv|memoizee|moize|immer|pretty-format|util-inspect|object-inspect|fs-extra|dotenv|config|convict|reflect-metadata|class-transformer|class-validator)$/;

/** What they hand on, listeners hear: those of the given files are looked at by themselves. */
const EMITTERS = /^(?:eventemitter[23]|mitt|emittery|nanoevents|tiny-emitter|wildemitter)$/;

/** Clients: they send what they are given. */
const SENDING =
  /^(?:undici|axios|got|ky|ofetch|superagent|needle|request|request-promise(?:-native)?|node-fetch|cross-fetch|form-data|qs|query-string|@bitrix24\/b24jssdk)$/;

/** Packages that try again, slow down or log what a client sends, and send it as it is. */
const CLIENTS =
  /^(?:axios-retry|retry-axios|axios-rate-limit|axios-cookiejar-support|axios-logger|axios-debug-log|axios-curlirize|@sentry\/.*)$/;

/** Words of what puts something of its own in the place of methods. */
const CHANGES =
  /instrument|patch|wrap|mock|stub|spy|shim|monkey|intercept|overrid|overwrite|replace|augment|enhance|trac(?:e|ing)/i;

/** Words of those that only look at what they are handed, or copy it. */
const READS =
  /^(?:(?:is|has|get|clone|inspect|format|stringify|serialize|parse|safeParse|validate|assert|freeze|seal|find|deepEqual|deepFreeze|equal)(?![a-z])\w*|cloneDeep\w*|map|keys|values|entries|forEach|each|filter|some|every|equals|includes|indexOf|mapKeys|mapValues)$/;

/** Entries of containers. */
const CONTAINS = /^as(?:Value|Class|Function)$/;

/** What notes something down, by itself or as a method of something that logs. */
const LEVELS = /^(?:_?log|debug|info|warn(?:ing)?|error|trace|fatal|print|dump)$/;

/** Methods that put it into a list, or hand it on as it is. */
const COLLECTS =
  /^(?:to(?:Constant|Dynamic)Value|add|push|unshift|append|concat|emit|on|once|off|resolve|then|send|json|render)$/;

/** Methods that keep it, where they are told under which key. */
const STORES = /^(?:use|set|register\w*|provide|decorate|mount|inject|expose\w*)$/;

/** What is called like those that serve or hold the parts of a program. */
const SERVERS =
  /^(?:app|application|server|router|fastify|koa|hono|bot|container|registry|injector|io|program|composer|stage)$/i;

/** `extend(true, api, …)` */
function isFlag({ kind }: ts.Expression): boolean {
  const { SyntaxKind: k } = syntax();
  return kind === k.TrueKeyword || kind === k.FalseKeyword;
}
