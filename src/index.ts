/**
 * `imbot-compat`: keep an imbot v1 bot running while it moves to imbot.v2. `createImbot` with `webhook` or `oauth`.
 */
export { type FileTokenStoreOptions, fileTokenStore } from './auth/fileTokenStore';
export { type LeaseCell, type LeaseTokenStoreOptions, leaseTokenStore } from './auth/leaseTokenStore';
export { memoryTokenStore } from './auth/memoryTokenStore';
export { type OAuthOptions, oauth } from './auth/oauth';
export type { Pair } from './auth/pair';
export { type RedisTokenStoreOptions, redisTokenStore } from './auth/redisTokenStore';
export { type RestAuthOptions, restAuth } from './auth/restAuth';
export type { StoreAccess, TokenStore } from './auth/TokenStore';
export { tokenKey } from './auth/tokenKey';
export type { Auth } from './auth/types';
export { type WebhookOptions, webhook } from './auth/webhook';
export { createImbot, type Imbot, type ImbotOptions } from './client/createImbot';
export type * from './client/methods.generated';
export type { PortalProfile } from './client/portalProfile';
export type * from './client/v1Types';
export { mergeReports } from './engine/mergeReports';
export type { Mode, ModeChoice } from './engine/modeOf';
export type { Notice, Warnings } from './engine/notify';
export type { BatchCalls, BatchOptions, BatchResult } from './engine/runBatch';
export type { CallOptions, LearnedFacts } from './engine/types';
export type { MethodUsage, UsageReport } from './engine/usage';
export { ImbotError, type ImbotErrorDetails, type Outcome } from './errors/ImbotError';
export { fileOffsetStore } from './events/fileOffsetStore';
export type { Clock } from './http/clock';
export type { Verdict } from './map/entry';
export type { LossId } from './map/losses';
export type { IoRedisLike, NodeRedisLike, RedisLike } from './redis/askRedis';
export type { BatchCommand } from './translate/batchCommand';
export type { Explanation } from './translate/explain';
export type { LossNotice } from './translate/types';
export { createLimiter, type Limiter, type LimiterRates } from './transport/createLimiter';
export type { Limits } from './transport/limiterFor';
export { type RedisLimiterOptions, redisLimiter } from './transport/redisLimiter';
export type { Envelope, Params } from './transport/types';
