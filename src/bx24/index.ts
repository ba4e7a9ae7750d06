/**
 * `imbot-compat/bx24`: the browser library's calling conventions, over the page's own BX24 or over a client in Node.
 * Browser-safe.
 */
export type { BatchResults } from './batchResults';
export type { Calls } from './commandsOf';
export { type BX24, createBX24 } from './createBX24';
export type { Query, ResultCallback, ResultError, ResultLike } from './createResult';
export { wrapBX24 } from './wrapBX24';
export type { BX24Like } from './wrapOver';
