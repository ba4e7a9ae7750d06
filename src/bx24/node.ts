/**
 * `imbot-compat/bx24` as Node loads it: the same, and what is wrapped there stands in IMBOT_COMPAT_REPORT too. Pages and
 * bundlers for them get `index.ts`, which holds nothing of Node.
 */
export * from './index';
export { wrapReported as wrapBX24 } from './wrapReported';
