/**
 * `imbot-compat/gateway`: the library behind HTTP, for bots in any language.
 */
export { createGateway, type Gateway, type GatewayOptions } from './createGateway';
export type { HandlerAddresses, NamedAddress, Served, ServedRequest } from './serveRequest';
export { takeBareLetters } from './takeBareLetters';
export type { CallerTokens } from './tokens/CallerTokens';
export { Unanswered } from './Unanswered';
