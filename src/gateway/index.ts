/**
 * `imbot-compat/gateway`: the library behind HTTP, for bots in any language.
 */
export { createGateway, type Gateway, type GatewayOptions } from './createGateway';
export { Unanswered } from './Unanswered';
