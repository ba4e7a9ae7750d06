/**
 * `imbot-compat/events`: old handlers on v2 delivery. Runs in Node, Deno, workers and browsers; imports no Node built-in.
 */
export type { ApplicationTokenStore, ApplicationTokens, VerifyOptions } from './applicationTokens';
export type { DispatchOptions } from './createDispatcher';
export {
  createEventHandler,
  type DeliveryReply,
  type EventHandler,
  type EventHandlerOptions,
  type EventTrouble,
} from './createEventHandler';
export { decodeEvent } from './decodeEvent';
export { factsOf } from './facts';
export type { EventTokens } from './keepTokens';
export { memoryOffsetStore, type OffsetStore } from './memoryOffsetStore';
export { memorySeen, type SeenStore } from './memorySeen';
export { newerTokens } from './newerTokens';
export { type PollOptions, type PollReport, type PollTrouble, pollEvents } from './pollEvents';
export { type RedisClient, redisOffsetStore } from './redisOffsetStore';
export { toExpress } from './toExpress';
export { type FastifyReplyLike, type FastifyRequestLike, toFastify } from './toFastify';
export { type NodeRequest, type NodeResponse, toNodeHandler } from './toNodeHandler';
export { toV1Body, type V1BodyOptions } from './toV1Body';
export { toV1Event } from './toV1Event';
export type * from './types';
export { type PlainReply, v1Body } from './v1Body';
