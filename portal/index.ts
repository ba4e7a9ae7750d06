/**
 * A fake Bitrix24 portal for tests: imbot v1 and imbot.v2 over one state, as a loopback server, as msw handlers, or as a
 * plain `(Request) => Promise<Response>`. Written from the vendor's documentation; ids come from counters and dates from
 * the clock that you give it, so that the same calls always leave the same state.
 *
 * Not modelled:
 * - the content of files and pictures (a picture is known by its first bytes, a file by name and size);
 * - open lines sessions, connectors, workgroups beyond `sgN`, collabs, channels with posts, threads, extranet limits;
 * - messages that the messenger itself writes (who joined, who renamed), and typing marks;
 * - counters of unread messages beyond `Chat.Message.read`, read receipts, pushes, mutes, pins;
 * - chat permissions other than the defaults: anybody in a chat may write, rename and add, managers and the owner may
 *   remove, only the owner gives roles;
 * - events of user subscriptions (`im.v2.Event.*`), events that bots cause by their own calls other than joins and
 *   their own removal;
 * - chat applications (`imbot.app.*` answer and remember nothing), context menus in v2;
 * - scopes other than the presence of `imbot`, `im` and `user`, users' rights, licence plans, REST v3;
 * - of methods outside imbot only those that bots usually call (see `general`); what `event.bind` binds is remembered and
 *   listed, but nothing is delivered to it;
 * - the old flat form of `Command.register`; colours and positions that the vendor picks at random are picked by id;
 * - revisions other than 36 differ in nothing but what `Revision.get` answers;
 * - which of 400 and 403 a v2 error has is a choice: the pages name both together. Refusals of access are 403.
 */

export type { Delivery } from './events/deliver';
export { type Facts, type PortalFact, portalFacts } from './facts';
export { ConnectionDropped, type Fault } from './faults';
export type { LimitOptions } from './limits';
export type { ListenOptions, PortalServer } from './listen';
export { imbotMethods } from './methods';
export type { CommandUse, Say } from './people';
export { createPortal, type Portal, type PortalOptions } from './portal';
export type { ApplicationOptions, BotOptions, ChatOptions, PortalApplication } from './seed';
export type { LoggedRequest } from './serve';
export type { Snapshot } from './snapshot';
export type { Bot, BotType, Chat, EventMode, Generation, Handlers, User, Webhook } from './types';
