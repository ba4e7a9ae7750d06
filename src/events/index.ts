/**
 * `imbot-compat/events`: old handlers on v2 delivery. Runs in Node, Deno, workers and browsers; imports no Node built-in.
 */
export { decodeEvent } from './decodeEvent';
export { toV1Event } from './toV1Event';
export type * from './types';
